import { describe, expect, it } from 'vitest';
import type { AdmissionRequest } from '../../../src/model/admission-request.ts';
import type { TraceStep } from '../../../src/model/engine.ts';
import { corporaFolder, notRun } from '../../corpora.ts';
import { contextOf, objectOf, requestOf } from './ask.ts';
import { corpusPolicies } from './corpus-policies.ts';

const CONTAINERS = `containers:
        - { name: web, image: "nginx:latest", securityContext: { privileged: true }, ports: [{ containerPort: 80, hostPort: 80 }] }
        - { name: side, image: "quay.io/side/car:1", resources: { limits: { memory: 1Gi } } }`;
const OBJECTS = [
  `apiVersion: apps/v1
kind: Deployment
metadata: { name: web, namespace: shop, labels: { app: web } }
spec:
  selector: { matchLabels: { app: web } }
  template:
    metadata: { labels: { app: web } }
    spec:
      ${CONTAINERS}
      volumes: [{ name: host, hostPath: { path: /var/run/docker.sock } }]`,
  `apiVersion: v1
kind: Pod
metadata: { name: web }
spec:
      ${CONTAINERS}`,
  'apiVersion: v1\nkind: Service\nmetadata: { name: web }\nspec: { type: NodePort, ports: [{ port: 80 }] }',
  'apiVersion: v1\nkind: Namespace\nmetadata: { name: shop }',
];

const corpora = corporaFolder();

describe.skipIf(corpora === undefined)(corpora ? 'every policy of the corpora' : notRun(1, 'explanations'), () => {
  it('is explained: with its own verdict, and one step that decided it', { timeout: 120_000 }, async () => {
    const context = contextOf();
    const wrong: string[] = [];
    let explained = 0;
    for (const policy of await corpusPolicies(corpora ?? '')) {
      for (const request of OBJECTS.flatMap((text) => requestsAbout(text))) {
        const rules = (policy.explain?.(request, context).steps ?? []).filter(({ text }) => text.startsWith('rule '));
        explained += rules.length;
        for (const rule of rules) if (marksIn(rule) !== 1) wrong.push(`${policy.id}: ${marksIn(rule)} in ${rule.text}`);
        const texts = new Set(rules.map(({ text }) => text));
        for (const { rule, outcome } of policy.validate?.(request, context) ?? []) {
          if (!texts.has(`rule ${rule}: ${outcome}`)) wrong.push(`${policy.id}: ${rule} ${outcome}`);
        }
      }
    }
    expect(wrong).toEqual([]);
    expect(explained).toBeGreaterThan(1_000);
  });
});

function requestsAbout(text: string): readonly AdmissionRequest[] {
  const object = objectOf(text);
  const create = requestOf(object);
  return [
    create,
    { ...create, operation: 'UPDATE', oldObject: object },
    { ...create, operation: 'DELETE', object: null, oldObject: object },
  ];
}

function marksIn({ decides, steps = [] }: TraceStep): number {
  return steps.reduce((sum, step) => sum + marksIn(step), decides ? 1 : 0);
}
