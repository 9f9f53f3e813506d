import { JmespathRuntimeError, JmespathSyntaxError, NotFoundError } from '../../../languages/jmespath/errors.ts';
import { SubstitutionError } from './substitution-error.ts';

/** Why an evaluation failed, where a policy's own expression is to blame; undefined for whatever else was thrown. */
export function failureMessage(thrown: unknown): string | undefined {
  const isOurs =
    thrown instanceof SubstitutionError ||
    thrown instanceof NotFoundError ||
    thrown instanceof JmespathRuntimeError ||
    thrown instanceof JmespathSyntaxError;
  return isOurs ? thrown.message : undefined;
}

/** Whether a limit of ours ended an evaluation. Kyverno has none: no policy may excuse that as if a key were missing. */
export function isLimit(thrown: unknown): boolean {
  return (
    (thrown instanceof SubstitutionError && thrown.isLimit) ||
    (thrown instanceof JmespathRuntimeError && thrown.kind === 'limit')
  );
}
