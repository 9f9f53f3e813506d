import type { PolicyEffect } from '../admission/admission.ts';
import type { JudgedChange } from '../admission/judge-change.ts';
import { redactSecrets } from '../admission/redact.ts';
import { authoredRule } from '../admission/rule-level.ts';
import { isObject, type JsonObject, type JsonValue } from '../base/json.ts';
import type { KubernetesObject, ObjectReference } from '../model/kubernetes-object.ts';
import type { Effect } from '../model/review.ts';
import { startOf } from '../text/position.ts';

/** What policies would do in the cluster because of a change, as data. */
export function effectsOf({ change, effects }: JudgedChange): readonly Effect[] {
  const { after } = change;
  if (!after || effects.length === 0) return [];
  const { line } = startOf(after.locate(['metadata', 'name']).span);
  return effects.map(
    ({ kind, policy, rule, object }: PolicyEffect): Effect => ({
      kind,
      engine: policy.engine,
      policy: policy.name,
      rule: authoredRule(policy, rule)?.name ?? rule,
      object: referenceOf(object, after.object),
      trigger: after.reference,
      file: after.origin.source.file,
      line,
    }),
  );
}

/** A rule may make a name of anything that the object holds. */
function referenceOf({ apiVersion, kind, metadata }: JsonObject, trigger: KubernetesObject): ObjectReference {
  const { name, namespace } = isObject(metadata) ? metadata : {};
  const text = (value: JsonValue | undefined) => (typeof value === 'string' ? redactSecrets(value, trigger) : '');
  return {
    apiVersion: text(apiVersion),
    kind: text(kind),
    ...(text(namespace) !== '' && { namespace: text(namespace) }),
    name: text(name),
  };
}
