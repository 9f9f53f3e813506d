import type { JsonObject, JsonValue } from '../../../base/json.ts';
import type { KubernetesObject } from '../../../model/kubernetes-object.ts';
import type { Assertion } from '../assertion/compile-assertion.ts';
import type { PatchResult } from '../mutation/patch-result.ts';
import type { CompiledPattern } from '../pattern/pattern-result.ts';
import type { ContextEntries } from '../variables/context-entries.ts';
import type { QueryContext } from '../variables/query-context.ts';
import type { Template } from '../variables/template.ts';
import type { CompiledConditions } from './compile-conditions.ts';

/** What a rule does with an object that it is about. */
export type RuleAction =
  | {
      readonly kind: 'validate';
      readonly check: Check;
      readonly message: Message;
      readonly allowsExisting: boolean;
    }
  | { readonly kind: 'mutate'; readonly change: Change; readonly targets?: readonly MutationTarget[] }
  | { readonly kind: 'generate'; readonly generation: Generation; readonly synchronizes: boolean }
  | VerifyImagesAction
  /** What this version does not judge: `needs` names it. */
  | { readonly kind: 'unsupported'; readonly phase: 'validate' | 'mutate'; readonly needs: string };

/** Objects beside the request's that a mutating rule changes. */
export interface MutationTarget {
  /** Its selector: kind, namespace and name, labels. */
  readonly selector: Template;
  readonly entries: ContextEntries;
  readonly preconditions: CompiledConditions | undefined;
}

/** What a generating rule makes. */
export type Generation = ObjectPattern | { readonly kind: 'foreach'; readonly loops: readonly Loop<ObjectPattern>[] };

export interface ObjectPattern {
  readonly kind: 'object';
  /** Its kind and name, with `data`, `clone` or `cloneList`. */
  readonly template: Template;
}

export interface VerifyImagesAction {
  readonly kind: 'verify-images';
  readonly verifications: readonly ImageVerification[];
  /** Where the images of other kinds than those with Pods are. */
  readonly extractors?: JsonObject;
}

/** An entry of `verifyImages`. References are patterns with wildcards. */
export interface ImageVerification {
  readonly references: readonly string[];
  readonly skipped: readonly string[];
  /** Whether it has attestors or attestations. */
  readonly verifiesSignatures: boolean;
  /** Whether the digest is looked up and written into the object. */
  readonly addsDigest: boolean;
  readonly requiresDigest: boolean;
  readonly requiresVerification: boolean;
}

export interface Message {
  readonly text: string;
  readonly template: Template;
}

/** What a validating rule asks of an object, or of an element of a list in it. */
export type Check =
  | PatternCheck
  | DenyCheck
  | AssertCheck
  | { readonly kind: 'foreach'; readonly loops: readonly Loop<Check>[] };

export interface PatternCheck {
  readonly kind: 'pattern' | 'anyPattern';
  /** The patterns with the variables substituted; one for `pattern`. Throws what variables throw. */
  patterns(context: QueryContext): readonly CompiledPattern[];
}

export interface DenyCheck {
  readonly kind: 'deny';
  /** Undefined for a denial without conditions. */
  readonly conditions: CompiledConditions | undefined;
}

export interface AssertCheck {
  readonly kind: 'assert';
  readonly assertion: Assertion;
}

/** What a mutating rule does to an object. */
export type Change = Patch | { readonly kind: 'foreach'; readonly loops: readonly ChangingLoop[] };

export interface Patch {
  readonly kind: 'patch';
  /** What its variables are substituted in. */
  readonly template: Template;
  apply(substituted: JsonValue, object: KubernetesObject): PatchResult;
}

export interface ChangingLoop extends Loop<Change> {
  /** From the last element to the first. */
  readonly descending: boolean;
}

/** An entry of `foreach`: what is done for each element of a list. */
export interface Loop<Body> {
  /** A JMESPath expression. */
  readonly list: string;
  /** The entries of all contexts around it, then its own. */
  readonly entries: ContextEntries;
  readonly entryExpressions: EntryExpressions;
  readonly preconditions: CompiledConditions | undefined;
  /** Whether patterns are held against the element; undefined where the element itself decides that. */
  readonly elementScope: boolean | undefined;
  readonly body: Body;
}

/** The expressions behind each context entry, by its name. */
export type EntryExpressions = ReadonlyMap<string, readonly string[]>;
