import type { JsonValue } from '../../../base/json.ts';
import type { KubernetesObject } from '../../../model/kubernetes-object.ts';
import type { PatchResult } from '../mutation/patch-result.ts';
import type { CompiledPattern } from '../pattern/pattern-result.ts';
import type { QueryContext } from '../variables/query-context.ts';
import type { Template } from '../variables/template.ts';
import type { CompiledConditions } from './compile-conditions.ts';

/** What a rule does with an object that it is about. */
export type RuleAction =
  | {
      readonly kind: 'pattern' | 'anyPattern';
      /** The patterns with the variables substituted; one for `pattern`. Throws what variables throw. */
      patterns(context: QueryContext): readonly CompiledPattern[];
      readonly message: Message;
      readonly allowsExisting: boolean;
    }
  | {
      readonly kind: 'deny';
      /** Undefined for a denial without conditions. */
      readonly conditions: CompiledConditions | undefined;
      readonly message: Message;
      readonly allowsExisting: boolean;
    }
  | {
      readonly kind: 'mutate';
      /** The whole rule: Kyverno substitutes all of it, so that an unresolved variable anywhere is an error. */
      readonly rule: Template;
      patch(rule: JsonValue, object: KubernetesObject): PatchResult;
    }
  /** What this version does not judge: `needs` names it. */
  | { readonly kind: 'unsupported'; readonly phase: 'validate' | 'mutate'; readonly needs: string };

export interface Message {
  readonly text: string;
  readonly template: Template;
}
