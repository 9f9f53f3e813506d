import { describe, expect, it } from 'vitest';
import type { Effect, Review } from '../../src/model/review.ts';
import { judge } from '../../src/pipeline.ts';
import { changeSetOf, treeOf } from '../change-set.ts';
import { textFiles } from '../text-files.ts';

type Texts = { readonly [path: string]: string };

const GENERATING = `apiVersion: kyverno.io/v1
kind: ClusterPolicy
metadata: { name: for-namespaces }
spec:
  rules:
    - name: quota
      match: { any: [{ resources: { kinds: [Namespace] } }] }
      generate:
        apiVersion: v1
        kind: ResourceQuota
        name: quota
        namespace: "{{ request.object.metadata.name }}"
        data: { spec: { hard: { pods: "{{ request.object.metadata.labels.pods || '10' }}" } } }
`;
const CLONING = `apiVersion: kyverno.io/v1
kind: ClusterPolicy
metadata: { name: copy-secret }
spec:
  rules:
    - name: copy
      match: { any: [{ resources: { kinds: [Namespace] } }] }
      generate:
        apiVersion: v1
        kind: Secret
        name: pull
        namespace: "{{ request.object.metadata.name }}"
        clone: { namespace: default, name: pull }
`;
const ROLLING = `apiVersion: kyverno.io/v1
kind: ClusterPolicy
metadata: { name: roll }
spec:
  background: false
  rules:
    - name: roll
      match: { any: [{ resources: { kinds: [ConfigMap] } }] }
      mutate:
        targets: [{ apiVersion: apps/v1, kind: Deployment, namespace: "{{ request.namespace }}" }]
        patchStrategicMerge: { metadata: { annotations: { config: "{{ request.object.data.size }}" } } }
`;
const namespace = (labels = '{}') => `apiVersion: v1\nkind: Namespace\nmetadata:\n  name: shop\n  labels: ${labels}\n`;
const map = (size: string) =>
  `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: settings\n  namespace: shop\ndata: { size: "${size}" }\n`;
const DEPLOYMENT = 'apiVersion: apps/v1\nkind: Deployment\nmetadata: { name: web, namespace: shop }\n';

async function review(base: Texts, head: Texts): Promise<Review> {
  const change = changeSetOf({ base, head: { ...base, ...head } });
  const result = await judge({ change, library: textFiles({}), now: 0, seed: 1, clock: () => 0 });
  expect(result.problems).toEqual([]);
  return result;
}

function said({ kind, policy, rule, object, trigger, file, line }: Effect): string {
  const [made, because] = [object, trigger].map((each) => [each.kind, each.namespace, each.name].join('/'));
  return `${policy}/${rule} ${kind} ${made} for ${because} at ${file}:${line}`;
}

const QUOTA = 'for-namespaces/quota generates ResourceQuota/shop/quota for Namespace//shop at shop.yaml:4';

describe('what policies would generate', () => {
  it('for an object that is added is told, and counted', async () => {
    const { effects, counts, decision } = await review({ 'p.yaml': GENERATING }, { 'shop.yaml': namespace() });
    expect(effects.map(said)).toEqual([QUOTA]);
    expect([counts.wouldGenerate, counts.wouldChange, decision]).toEqual([1, 0, 'pass']);
  });

  it('and did before is not told again, unless it becomes another', async () => {
    const base = { 'p.yaml': GENERATING, 'shop.yaml': namespace() };
    expect((await review(base, { 'shop.yaml': namespace('{ team: a }') })).effects).toEqual([]);
    expect((await review(base, { 'shop.yaml': namespace('{ pods: "20" }') })).effects.map(said)).toEqual([QUOTA]);
    expect((await review(base, { 'shop.yaml': `# moved\n${namespace()}` })).effects).toEqual([]);
  });

  it('is nothing where the repository holds it already', async () => {
    const quota = 'apiVersion: v1\nkind: ResourceQuota\nmetadata: { name: quota, namespace: shop }\n';
    const { effects } = await review({ 'p.yaml': GENERATING, 'q.yaml': quota }, { 'shop.yaml': namespace() });
    expect(effects).toEqual([]);
  });

  it('is told of everything where there is no base', async () => {
    const change = treeOf({ 'p.yaml': GENERATING, 'shop.yaml': namespace() });
    const { effects } = await judge({ change, library: textFiles({}), now: 0, seed: 1, clock: () => 0 });
    expect(effects.map(said)).toEqual([QUOTA]);
  });

  it('from a source that the repository does not hold is unknown: it is said, and blocks nothing', async () => {
    const { effects, findings, decision } = await review({ 'p.yaml': CLONING }, { 'shop.yaml': namespace() });
    expect(effects).toEqual([]);
    expect(findings.map(({ outcome, level, rule, message }) => [outcome, level, rule, message])).toEqual([
      ['unknown', 'audit', 'copy', 'could not be judged: it needs Secret default/pull, to clone it'],
    ]);
    expect(decision).toBe('warn');
  });

  it('by a rule that breaks is a finding that blocks nothing', async () => {
    const broken = GENERATING.replace(
      "{{ request.object.metadata.labels.pods || '10' }}",
      '{{ request.object.spec.no }}',
    );
    const { findings, decision, blocking } = await review({ 'p.yaml': broken }, { 'shop.yaml': namespace() });
    expect(findings.map(({ outcome, level }) => [outcome, level])).toEqual([['error', 'audit']]);
    expect([decision, blocking]).toEqual(['pass', 0]);
  });

  it('never shows what a Secret holds', async () => {
    const telling = GENERATING.replace('[Namespace]', '[Secret]').replace(
      'name: quota\n        namespace: "{{ request.object.metadata.name }}"',
      'name: "x-{{ request.object.stringData.token }}"\n        namespace: shop',
    );
    const secret =
      'apiVersion: v1\nkind: Secret\nmetadata: { name: s, namespace: shop }\nstringData: { token: hunter2hunter2 }\n';
    const { effects } = await review({ 'p.yaml': telling }, { 's.yaml': secret });
    expect(effects.map(({ object }) => object.name)).toEqual(['x-[redacted]']);
  });
});

describe('what policies would change of objects that are there', () => {
  const base = { 'p.yaml': ROLLING, 'web.yaml': DEPLOYMENT };
  const ROLL = 'roll/roll changes Deployment/shop/web for ConfigMap/shop/settings at map.yaml:4';

  it('is told, less what it was before', async () => {
    const { effects, counts } = await review(base, { 'map.yaml': map('1') });
    expect(effects.map(said)).toEqual([ROLL]);
    expect([counts.wouldGenerate, counts.wouldChange]).toEqual([0, 1]);
    const before = { ...base, 'map.yaml': map('1') };
    expect((await review(before, { 'map.yaml': map('2') })).effects.map(said)).toEqual([ROLL]);
    expect(
      (await review(before, { 'map.yaml': map('1').replace('kind:', 'immutable: false\nkind:') })).effects,
    ).toEqual([]);
  });

  it('is nothing where they are so already', async () => {
    const done = DEPLOYMENT.replace('namespace: shop', 'namespace: shop, annotations: { config: "1" }');
    expect((await review({ ...base, 'web.yaml': done }, { 'map.yaml': map('1') })).effects).toEqual([]);
  });
});

describe('what policies would generate is there for those that look it up', () => {
  const LIMITED = `apiVersion: kyverno.io/v1
kind: ClusterPolicy
metadata: { name: within-quota }
spec:
  rules:
    - name: quota
      match: { any: [{ resources: { kinds: [Pod] } }] }
      context: [{ name: quota, apiCall: { urlPath: "/api/v1/namespaces/{{ request.namespace }}/resourcequotas/quota" } }]
      validate:
        failureAction: Enforce
        deny: { conditions: { any: [{ key: "{{ quota.spec.hard.pods }}", operator: LessThan, value: 5 }] } }
`;
  const POD = 'apiVersion: v1\nkind: Pod\nmetadata: { name: web, namespace: shop }\nspec: { containers: [] }\n';
  const policies = { 'generating.yaml': GENERATING, 'limited.yaml': LIMITED };
  const outcomesOf = async (base: Texts, head: Texts) =>
    (await review(base, head)).findings.map(({ outcome }) => outcome);
  const small = namespace('{ pods: "1" }');

  it('where the manifests that they are generated for were there before', async () => {
    expect(await outcomesOf({ ...policies, 'shop.yaml': namespace() }, { 'pod.yaml': POD })).toEqual([]);
    expect(await outcomesOf({ ...policies, 'shop.yaml': small }, { 'pod.yaml': POD })).toEqual(['fail']);
  });

  it('and nowhere else', async () => {
    expect(await outcomesOf(policies, { 'pod.yaml': POD })).toEqual(['unknown']);
    expect(await outcomesOf({ 'limited.yaml': LIMITED, 'shop.yaml': small }, { 'pod.yaml': POD })).toEqual(['unknown']);
  });

  it('below what the repository itself holds', async () => {
    const quota =
      'apiVersion: v1\nkind: ResourceQuota\nmetadata: { name: quota, namespace: shop }\nspec: { hard: { pods: "9" } }\n';
    expect(await outcomesOf({ ...policies, 'shop.yaml': small, 'q.yaml': quota }, { 'pod.yaml': POD })).toEqual([]);
  });

  it('and the stricter answer stands where the change makes it another', async () => {
    const before = { ...policies, 'shop.yaml': small };
    expect(await outcomesOf(before, { 'pod.yaml': POD, 'shop.yaml': namespace('{ pods: "20" }') })).toEqual(['fail']);
    expect(
      await outcomesOf({ ...policies, 'shop.yaml': namespace() }, { 'pod.yaml': POD, 'shop.yaml': small }),
    ).toEqual(['fail']);
    expect(await outcomesOf(policies, { 'pod.yaml': POD, 'shop.yaml': namespace() })).toEqual(['unknown']);
  });

  it('and it is still told that they would be', async () => {
    const { effects } = await review(policies, { 'pod.yaml': POD, 'shop.yaml': namespace() });
    expect(effects.map(said)).toEqual([QUOTA]);
  });

  it('so that a suggestion that makes another of them is not proven alone', async () => {
    const labelled = `apiVersion: kyverno.io/v1
kind: ClusterPolicy
metadata: { name: one-pod }
spec:
  rules:
    - name: label
      match: { any: [{ resources: { kinds: [Namespace] } }] }
      validate: { pattern: { metadata: { labels: { pods: "1" } } } }
`;
    const base = { 'one.yaml': labelled, 'generating.yaml': GENERATING };
    const head = { 'pod.yaml': POD, 'shop.yaml': namespace('{ pods: "20" }') };
    const mendingOf = async (more: Texts) =>
      (await review({ ...base, ...more }, head)).findings.find(({ policy }) => policy === 'one-pod')?.mending;
    expect(await mendingOf({})).toMatchObject({ outcome: 'suggestion' });
    expect(await mendingOf({ 'limited.yaml': LIMITED })).toMatchObject({
      outcome: 'none',
      reason: 'with it, policies would generate something else, which others look up',
    });
  });
});
