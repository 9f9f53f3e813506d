import { expect, it } from 'vitest';
import { judgeChange } from '../../src/admission/judge-change.ts';
import { formatPath } from '../../src/base/path.ts';
import { changeSetOf } from '../change-set.ts';
import { policyOf, ruleOf } from '../engines/kyverno/ask.ts';
import { openCourt } from './court.ts';

const DEPLOYMENT = `apiVersion: apps/v1
kind: Deployment
metadata: {name: web, namespace: shop}
spec:
  template:
    metadata: {labels: {app: web}}
    spec:
      containers:
      - {name: a, image: nginx}
`;
const NO_AUTOGEN = 'annotations: { pod-policies.kyverno.io/autogen-controllers: none }';
const MATCH = 'match: { any: [{ resources: { kinds: [Pod] } }] }';
const PINNED = `${MATCH}\nvalidate: { message: Pin it, pattern: { spec: { containers: [{ image: "*:?*" }] } } }`;

async function findings(policies: readonly string[], manifest = DEPLOYMENT) {
  const { court, changes } = await openCourt(
    changeSetOf({ base: {}, head: { 'web.yaml': manifest } }),
    policies.map((text) => policyOf(text)),
  );
  return changes.flatMap((change) => judgeChange(change, court).findings);
}

const places = async (policies: readonly string[], manifest = DEPLOYMENT) =>
  (await findings(policies, manifest)).map(({ outcome, path }) => `${outcome} ${formatPath(path)}`);

it('a Deployment is admitted whose Pods a policy without autogen will reject', async () => {
  const [finding, ...more] = await findings([ruleOf(PINNED, 'validationFailureAction: Enforce', NO_AUTOGEN)]);
  expect(more).toEqual([]);
  expect(finding).toMatchObject({
    outcome: 'fail',
    level: 'enforce',
    rule: 'r',
    path: ['spec', 'template', 'spec', 'containers', 0, 'image'],
    message: expect.stringMatching(
      /^The Deployment is admitted, but its Pods will be rejected: validation error: Pin it\./,
    ),
  });
});

it('with autogen the Deployment itself is judged, once', async () => {
  const [finding, ...more] = await findings([ruleOf(PINNED)]);
  expect(more).toEqual([]);
  expect(finding?.message).not.toContain('admitted');
});

it('a controller that autogen was not told of has its Pods judged', async () => {
  const only = 'annotations: { pod-policies.kyverno.io/autogen-controllers: DaemonSet }';
  expect(await places([ruleOf(PINNED, '', only)])).toEqual(['fail spec.template.spec.containers[0].image']);
  const daemonSet = DEPLOYMENT.replace('Deployment', 'DaemonSet');
  expect(await places([ruleOf(PINNED, '', only)], daemonSet)).toHaveLength(1);
});

it('the Pods of a CronJob are in the template of its Jobs', async () => {
  const cronJob = `apiVersion: batch/v1
kind: CronJob
metadata: {name: web, namespace: shop}
spec: {jobTemplate: {spec: {template: {spec: {containers: [{name: a, image: nginx}]}}}}}
`;
  expect(await places([ruleOf(PINNED, '', NO_AUTOGEN)], cronJob)).toEqual([
    'fail spec.jobTemplate.spec.template.spec.containers[0].image',
  ]);
});

it('Pods are mutated before they are judged: what admission makes right is no finding', async () => {
  const adds = ruleOf(
    `${MATCH}\nmutate: { patchesJson6902: '[{ "op": "add", "path": "/metadata/labels/team", "value": "shop" }]' }`,
  ).replace('name: p', 'name: adds');
  const asks = ruleOf(`${MATCH}\nvalidate: { pattern: { metadata: { labels: { team: "?*" } } } }`, '', NO_AUTOGEN);
  expect(await places([asks])).toEqual(['fail spec.template.metadata.labels.team']);
  expect(await places([adds, asks])).toEqual([]);
});

it('a Pod is created by a controller, and has no name yet', async () => {
  const denies = (condition: string) =>
    ruleOf(`${MATCH}\nvalidate: { deny: { conditions: { all: [${condition}] } } }`, 'background: false', NO_AUTOGEN);
  const byController =
    '{ key: "{{ request.userInfo.username }}", operator: Equals, value: "system:serviceaccount:kube-system:replicaset-controller" }';
  expect(await places([denies(byController)])).toEqual(['fail spec.template']);
  const unnamed = '{ key: "{{ request.object.metadata.name || \'\' }}", operator: NotEquals, value: "" }';
  expect(await places([denies(unnamed)])).toEqual([]);
});

it('what is no controller of Kubernetes has no Pods', async () => {
  const custom = DEPLOYMENT.replace('apps/v1', 'example.com/v1');
  expect(await places([ruleOf(PINNED, '', NO_AUTOGEN)], custom)).toEqual([]);
});
