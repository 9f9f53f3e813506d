import { describe, expect, test } from 'vitest';
import { formatPath } from '../../../src/base/path.ts';
import { judge, mutate, outcomes, policyOf, ruleOf } from './ask.ts';

const POD_SPEC = 'hostNetwork: true, containers: [{ name: a, image: "nginx:1" }]';
const DEPLOYMENT = `apiVersion: apps/v1
kind: Deployment
metadata: { name: web, labels: { app: controller } }
spec: { template: { metadata: { labels: { app: pod } }, spec: { ${POD_SPEC} } } }`;
const CRON_JOB = `apiVersion: batch/v1
kind: CronJob
metadata: { name: web, labels: { app: controller } }
spec: { jobTemplate: { spec: { template: { metadata: { labels: { app: pod } }, spec: { ${POD_SPEC} } } } } }`;
const SERVICE = 'apiVersion: v1\nkind: Service\nmetadata: { name: web }\nspec: { hostNetwork: true }';

const MATCH = 'match: { any: [{ resources: { kinds: [Pod] } }] }';
const PATTERN = `${MATCH}\nvalidate: { pattern: { spec: { hostNetwork: false } } }`;

describe('patterns', () => {
  test('are carried over to controllers and CronJobs, with paths in their own manifests', () => {
    expect(judge(ruleOf(PATTERN), DEPLOYMENT)).toMatchObject([
      { rule: 'autogen-r', failures: [{ path: ['spec', 'template', 'spec', 'hostNetwork'] }] },
    ]);
    expect(judge(ruleOf(PATTERN), CRON_JOB)).toMatchObject([
      {
        rule: 'autogen-cronjob-r',
        message: expect.stringContaining('/spec/jobTemplate/spec/template/spec/hostNetwork/'),
      },
    ]);
  });

  test('that are alternatives, too', () => {
    const policy = ruleOf(`${MATCH}\nvalidate: { anyPattern: [{ spec: { hostNetwork: false } }] }`);
    expect(judge(policy, DEPLOYMENT)).toMatchObject([{ rule: 'autogen-r', outcome: 'fail' }]);
  });

  test('leave everything else alone', () => {
    const both = ruleOf(
      'match: { any: [{ resources: { kinds: [Pod] } }, { resources: { kinds: [Service] } }] }\nvalidate: { pattern: { spec: { hostNetwork: false } } }',
    );
    expect(outcomes(judge(both, SERVICE))).toEqual(['fail']);
    expect(outcomes(judge(both, DEPLOYMENT))).toEqual(['autogen-r: fail']);
  });
});

test('denials keep their body; their variables are led to the Pod of the controller, metadata too', () => {
  const policy = ruleOf(`${MATCH}
context: [{ name: app, variable: { jmesPath: request.object.metadata.labels.app } }]
preconditions: { all: [{ key: "{{ request.object.spec.hostNetwork }}", operator: Equals, value: true }] }
validate: { message: "{{ app }}", deny: { conditions: { any: [{ key: "{{ request.object.spec.containers[].image }}", operator: AnyIn, value: ["nginx:*"] }] } } }`);
  const [deployment] = judge(policy, DEPLOYMENT);
  expect(deployment).toMatchObject({ rule: 'autogen-r', message: 'pod' });
  expect(deployment?.outcome === 'fail' && deployment.failures.map(({ path }) => formatPath(path))).toEqual([
    'spec.template.spec.containers[0].image',
  ]);
  expect(judge(policy, CRON_JOB)).toMatchObject([{ rule: 'autogen-cronjob-r', message: 'pod' }]);
});

test('patches are nested as well', () => {
  const policy = ruleOf(`${MATCH}\nmutate: { patchStrategicMerge: { spec: { hostNetwork: false } } }`);
  expect(mutate(policy, DEPLOYMENT).mutations).toMatchObject([
    { rule: 'autogen-r', patch: [{ op: 'replace', path: ['spec', 'template', 'spec', 'hostNetwork'], value: false }] },
  ]);
  expect(mutate(policy, CRON_JOB).mutations).toMatchObject([{ rule: 'autogen-cronjob-r' }]);
});

test('names are cut at 63 characters', () => {
  const name = 'a'.repeat(60);
  const policy = ruleOf(PATTERN).replace('- name: r', `- name: ${name}`);
  expect(judge(policy, DEPLOYMENT)[0]?.rule).toBe(`autogen-${'a'.repeat(55)}`);
});

test('a policy lists its rules as they are written', () => {
  expect(policyOf(ruleOf(PATTERN)).rules.map(({ name }) => name)).toEqual(['r']);
});

describe('the annotation', () => {
  const annotated = (value: string) =>
    ruleOf(PATTERN, '', `annotations: { pod-policies.kyverno.io/autogen-controllers: "${value}" }`);

  test('lists the controllers', () => {
    expect(outcomes(judge(annotated('Deployment'), DEPLOYMENT))).toEqual(['autogen-r: fail']);
    expect(outcomes(judge(annotated('Deployment'), CRON_JOB))).toEqual([]);
    expect(outcomes(judge(annotated('CronJob'), CRON_JOB))).toEqual(['autogen-cronjob-r: fail']);
  });

  test('turns it off', () => {
    expect(outcomes(judge(annotated('none'), DEPLOYMENT))).toEqual([]);
  });
});

describe('is off for the whole policy', () => {
  test.each([
    ['names', 'match: { any: [{ resources: { kinds: [Pod], names: ["*"] } }] }'],
    ['a selector', 'match: { any: [{ resources: { kinds: [Pod], selector: { matchLabels: { a: b } } } }] }'],
    ['annotations', 'match: { any: [{ resources: { kinds: [Pod], annotations: { a: b } } }] }'],
    ['Pods among other kinds', 'match: { any: [{ resources: { kinds: [Pod, Service] } }] }'],
    ['no plain kind', 'match: { any: [{ resources: { kinds: [v1/Pod] } }] }'],
    ['an exclusion by name', `${MATCH}\nexclude: { any: [{ resources: { kinds: [Pod], names: [x] } }] }`],
  ])('with %s', (_what, match) => {
    expect(outcomes(judge(ruleOf(`${match}\nvalidate: { deny: {} }`), DEPLOYMENT))).toEqual([]);
  });

  test('with a JSON patch in any rule', () => {
    const policy = `${ruleOf(PATTERN)}    - name: other\n      ${MATCH}\n      mutate: { patchesJson6902: "[]" }\n`;
    expect(outcomes(judge(policy, DEPLOYMENT))).toEqual([]);
  });
});

test('a rule that excludes other kinds than Pods has no variants', () => {
  const policy = ruleOf(`${MATCH}\nexclude: { any: [{ resources: { kinds: [Service] } }] }\nvalidate: { deny: {} }`);
  expect(outcomes(judge(policy, DEPLOYMENT))).toEqual([]);
});

test('an exclusion without kinds is carried over', () => {
  const policy = ruleOf(
    `${MATCH}\nexclude: { any: [{ resources: { namespaces: [default] } }] }\nvalidate: { deny: {} }`,
  );
  expect(outcomes(judge(policy, DEPLOYMENT))).toEqual([]);
  expect(outcomes(judge(policy, DEPLOYMENT.replace('name: web,', 'name: web, namespace: shop,')))).toEqual([
    'autogen-r: fail',
  ]);
});
