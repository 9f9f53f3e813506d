import { JmespathRuntimeError } from '../../../languages/jmespath/errors.ts';

/** The error of a Kyverno function that does not like its arguments, in Kyverno's words. */
export function failure(name: string, reason: string): JmespathRuntimeError {
  return new JmespathRuntimeError('invalid-value', `JMESPath function '${name}': ${reason}`);
}
