import type { AdmissionRequest } from '../../../../src/model/admission-request.ts';
import type { Verdict } from '../../../../src/model/verdict.ts';
import { judge, ruleOf, type Surroundings } from '../ask.ts';

export const POD = `
apiVersion: v1
kind: Pod
metadata: { name: web, namespace: shop, labels: { app: shop, tier: front } }
spec:
  hostNetwork: false
  priority: 7
  nodeSelector: { (a): b }
  containers:
    - { name: a, image: nginx:1.25 }
    - { name: b, image: redis, ports: [{ containerPort: 6379 }] }
`;

/** What a tree says of the Pod, in Kyverno 1.18. */
export function ask(tree: string, surroundings: Surroundings = {}, change: Partial<AdmissionRequest> = {}): Verdict {
  return askRule('', tree, surroundings, change);
}

/** The same with a `context` before it. */
export function askRule(
  context: string,
  tree: string,
  surroundings: Surroundings = {},
  change: Partial<AdmissionRequest> = {},
): Verdict {
  const indented = tree.trim().replaceAll(/^/gm, '    ');
  const rule = `match: { any: [{ resources: { kinds: [Pod] } }] }\n${context}\nvalidate:\n  assert:\n${indented}`;
  const policy = ruleOf(rule, 'validationFailureAction: Enforce');
  const [verdict] = judge(policy, POD, { version: '1.18', ...surroundings }, change);
  if (!verdict) throw new Error('the rule says nothing');
  return verdict;
}

export function failuresOf(verdict: Verdict): readonly string[] {
  if (verdict.outcome !== 'fail') throw new Error(JSON.stringify(verdict));
  return verdict.failures.map(({ message }) => message);
}

export function pathsOf(verdict: Verdict): readonly unknown[] {
  if (verdict.outcome !== 'fail') throw new Error(JSON.stringify(verdict));
  return verdict.failures.map(({ path }) => path);
}
