import { EngineError, TidewaiterError } from '../errors/tidewaiter-error.ts';
import type { AdmissionRequest } from '../model/admission-request.ts';
import type { Policy } from '../model/engine.ts';
import type { Verdict } from '../model/verdict.ts';
import { redactSecrets } from './redact.ts';

/** A throw is red: whatever a policy's code could not cope with is an error of ours, never a pass. */
export function crashVerdict(policy: Policy, cause: unknown, { object, oldObject }: AdmissionRequest): Verdict {
  const seen = [object, oldObject].filter((each) => each !== null);
  const reason = redactSecrets(cause instanceof Error ? cause.message : String(cause), ...seen);
  const error =
    cause instanceof TidewaiterError
      ? cause
      : new EngineError(`${policy.id} could not be evaluated: ${reason}`, {
          code: 'engine/crash',
          span: policy.document.locate(['metadata', 'name']).span,
          remedy: 'This is a defect of Tidewaiter: please report it with the policy and the manifest.',
          cause,
        });
  return { outcome: 'error', rule: policy.name, error };
}
