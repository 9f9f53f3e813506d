import type { Path } from '../base/path.ts';
import type { TidewaiterError } from '../errors/tidewaiter-error.ts';
import type { JsonPatch } from './json-patch.ts';
import type { KubernetesObject } from './kubernetes-object.ts';

/** How much a rule means it: `enforce` blocks, `warn` comments, `audit` reports only. */
export type Level = 'enforce' | 'warn' | 'audit';

/** A rule's answer to one request. `rule` is the name that the engine gives it (`autogen-check-image`). */
export type Verdict =
  | { readonly outcome: 'pass'; readonly rule: string }
  | {
      readonly outcome: 'skip';
      readonly rule: string;
      readonly reason: string;
      /** What the object violates and already violated before this request, which the policy therefore admits. */
      readonly existing?: Omit<FailVerdict, 'outcome' | 'rule'>;
    }
  | FailVerdict
  | { readonly outcome: 'error'; readonly rule: string; readonly error: TidewaiterError; readonly level?: Level }
  | { readonly outcome: 'unknown'; readonly rule: string; readonly needs: string; readonly level?: Level };

export interface FailVerdict {
  readonly outcome: 'fail';
  readonly rule: string;
  /** As the cluster says it, to the letter. */
  readonly message: string;
  /** What the rule's author wrote for people, where the engine puts words of its own around it. */
  readonly authoredMessage?: string | undefined;
  /** At least one; the first is the engine's own, the rest are what it would find next. */
  readonly failures: readonly Failure[];
  /** Where it differs from the policy's, by an override for this namespace for example. */
  readonly level?: Level;
}

/** One failing leaf. Paths are in the object that was judged (after mutation). */
export interface Failure {
  readonly path: Path;
  readonly message: string;
  /** A patch to the judged object that would mend this leaf, where exactly one value is legal, or exactly one of several ways says a value. */
  readonly remedy?: JsonPatch;
  /** Whether the rule would take other remedies, too. */
  readonly isOneOfSeveral?: true;
  /** Why there is no remedy, where the engine knows more than that the rule takes many values: what exactly is missing. */
  readonly whyNoRemedy?: string;
}

/** What a policy's mutating rules do to a request's object, in the order of its rules. */
export interface MutationResult {
  /** After all rules. */
  readonly object: KubernetesObject;
  readonly mutations: readonly Mutation[];
  /** One a rule that matched: `pass` where it applied, `skip`, `error` or `unknown`. */
  readonly verdicts: readonly Verdict[];
  /** What rules with `targets` make of other objects, which they look up in the Context's cluster. */
  readonly targets?: readonly TargetMutation[];
}

/** An object beside the request's that a mutating rule changed, as it is after that rule. */
export interface TargetMutation {
  readonly rule: string;
  readonly object: KubernetesObject;
  /** From the object as it was looked up. */
  readonly patch: JsonPatch;
}

export interface Mutation {
  readonly rule: string;
  /** From the object before this rule to the object after it; paths without `move`, `copy` and `test`. */
  readonly patch: JsonPatch;
  readonly message?: string;
}
