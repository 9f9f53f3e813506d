import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Review } from '../../src/model/review.ts';
import { judge } from '../../src/pipeline.ts';
import { changeSetOf } from '../change-set.ts';
import { pod } from '../cli/project.ts';
import { textFiles } from '../text-files.ts';

type Texts = { readonly [path: string]: string };

const CONFIGURATION = { '.github/tidewaiter.yml': 'cluster: { fixtures: [".github/tidewaiter/cluster/**"] }\n' };
const FIXTURE = '.github/tidewaiter/cluster/records.yaml';
const CONTEXT = 'apiVersion: cli.kyverno.io/v1alpha1\nkind: Context\nmetadata: { name: c }\n';
const TEST = 'apiVersion: cli.kyverno.io/v1alpha1\nkind: Test\nmetadata: { name: t }\n';

/** Fails where an entry of its context has a value, passes where it has another, and is unknown where nobody knows. */
function asking(entry: string, query: string, value: string): Texts {
  return {
    'policies/p.yaml': `apiVersion: kyverno.io/v1
kind: ClusterPolicy
metadata: { name: p }
spec:
  rules:
    - name: asks
      match: { any: [{ resources: { kinds: [Pod] } }] }
      context: [{ name: entry, ${entry} }]
      validate:
        failureAction: Enforce
        deny: { conditions: { any: [{ key: "{{ entry.${query} }}", operator: Equals, value: "${value}" }] } }
`,
  };
}

async function review(base: Texts, head: Texts = {}): Promise<Review> {
  const change = changeSetOf({ base, head: { ...base, 'pod.yaml': pod('web'), ...head } });
  return judge({ change, library: textFiles({}), now: 0, seed: 1, clock: () => 0 });
}

async function outcomesOf(base: Texts, head: Texts = {}): Promise<readonly string[]> {
  const { findings, problems, notes } = await review({ ...CONFIGURATION, ...base }, head);
  expect([problems, notes]).toEqual([[], []]);
  return findings.map(({ outcome }) => outcome);
}

const NODES = asking('apiCall: { urlPath: /api/v1/nodes }', 'items[0].metadata.name', 'node-1');

describe('docs/configuration.md', () => {
  const page = readFileSync(new URL('../../docs/configuration.md', import.meta.url), 'utf8');
  const [, example = ''] = /```yaml\n(apiVersion: cli\.kyverno\.io[\s\S]*?)```/.exec(page) ?? [];

  it.each([
    ['configMap: { name: settings, namespace: platform }', 'data.registry', 'registry.example.com'],
    ['imageRegistry: { reference: "registry.example.com/shop/web:1.4" }', 'configData.config.User', '1000'],
    ['imageRegistry: { reference: "registry.example.com/shop/web:1.4" }', 'identifier', '1.4'],
    ['apiCall: { urlPath: /api/v1/nodes }', 'items[0].metadata.name', 'node-1'],
    ['apiCall: { method: POST, service: { url: "https://teams.example.com/owners" } }', 'owner', 'jane'],
    ['globalReference: { name: teams }', 'owners[1]', 'joe'],
  ])('has an example that answers %s', async (entry, query, value) => {
    const fixtures = { [FIXTURE]: example };
    expect(await outcomesOf({ ...asking(entry, query, value), ...fixtures })).toEqual(['fail']);
    expect(await outcomesOf({ ...asking(entry, query, 'another'), ...fixtures })).toEqual([]);
    expect(await outcomesOf(asking(entry, query, value))).toEqual(['unknown']);
  });
});

describe('records of a cluster', () => {
  const answer = (name: string) =>
    `${TEST}apiCallResponses: [{ urlPath: /api/v1/nodes, response: { body: { items: [{ metadata: { name: ${name} } }] } } }]\n`;

  it("are the base branch's, whatever the pull request makes of them", async () => {
    expect(await outcomesOf({ ...NODES, [FIXTURE]: answer('node-1') }, { [FIXTURE]: answer('node-2') })).toEqual([
      'fail',
    ]);
    expect(await outcomesOf(NODES, { [FIXTURE]: answer('node-2') })).toEqual(['unknown']);
  });

  it('hold objects that a change of the record makes no others', async () => {
    const policy = asking('configMap: { name: settings, namespace: a }', 'data.x', '1');
    const record = (value: string) =>
      `${CONTEXT}spec: { resources: [{ apiVersion: v1, kind: ConfigMap, metadata: { name: settings, namespace: a }, data: { x: "${value}" } }] }\n`;
    expect(await outcomesOf({ ...policy, [FIXTURE]: record('1') }, { [FIXTURE]: record('2') })).toEqual(['fail']);
    const before = { ...policy, [FIXTURE]: record('1'), 'pod.yaml': pod('web') };
    const touched = { [FIXTURE]: record('2'), 'pod.yaml': pod('web', { team: 'a' }) };
    const { hidden } = await review({ ...CONFIGURATION, ...before }, touched);
    expect(hidden).toEqual({ new: 0, existing: 1, fixed: 0 });
  });

  it('that the base branch has and the pull request has not yet count', async () => {
    const policy = asking('configMap: { name: settings, namespace: a }', 'data.x', '1');
    const map = (value: string) =>
      `apiVersion: v1\nkind: ConfigMap\nmetadata: { name: settings, namespace: a }\ndata: { x: "${value}" }\n`;
    const base = { ...CONFIGURATION, ...policy, [FIXTURE]: map('0') };
    const change = changeSetOf({
      base,
      head: { ...base, 'pod.yaml': pod('web') },
      tip: { ...base, [FIXTURE]: map('1') },
    });
    const { findings } = await judge({ change, library: textFiles({}), now: 0, seed: 1, clock: () => 0 });
    expect(findings.map(({ outcome }) => outcome)).toEqual(['fail']);
  });

  it('are of the cluster that their file belongs to', async () => {
    const clusters =
      'cluster: { fixtures: ["*/records.yaml"] }\nclusters: { staging: ["staging/**"], production: ["production/**"] }\n';
    const base = {
      ...NODES,
      '.github/tidewaiter.yml': clusters,
      'staging/records.yaml': answer('node-1'),
      'production/records.yaml': answer('node-2'),
    };
    const head = { ...base, 'staging/pod.yaml': pod('web'), 'production/pod.yaml': pod('web') };
    const { findings } = await judge({
      change: changeSetOf({ base, head }),
      library: textFiles({}),
      now: 0,
      seed: 1,
      clock: () => 0,
    });
    expect(findings.map(({ outcome, origin }) => [outcome, origin.source.file])).toEqual([
      ['fail', 'staging/pod.yaml'],
    ]);
  });

  it('may name files below their own folder', async () => {
    const policy = asking('globalReference: { name: maps }', 'owners[0]', 'jane');
    const record = `${TEST}globalContextEntries:\n  - { name: maps, resourceFiles: [maps.yaml], projections: [{ name: owners, path: "[].data.owner" }] }\n`;
    const maps = 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: a }\ndata: { owner: jane }\n';
    expect(await outcomesOf({ ...policy, [FIXTURE]: record, '.github/tidewaiter/cluster/maps.yaml': maps })).toEqual([
      'fail',
    ]);
    const changed = { '.github/tidewaiter/cluster/maps.yaml': maps.replace('jane', 'joe') };
    expect(
      await outcomesOf({ ...policy, [FIXTURE]: record, '.github/tidewaiter/cluster/maps.yaml': maps }, changed),
    ).toEqual(['fail']);
    const missing = await review({ ...CONFIGURATION, ...policy, [FIXTURE]: record });
    expect(missing.findings.map(({ outcome }) => outcome)).toEqual(['unknown']);
    expect(missing.notes).toEqual([expect.stringContaining('maps.yaml')]);
  });

  it.each([
    ['a field that there is not', `${TEST}apiCallResponse: []\n`, `${FIXTURE}:4: `],
    ['an answer to nothing', `${TEST}apiCallResponses: [{ response: { body: {} } }]\n`, `${FIXTURE}:4: `],
    [
      'an expression that is none',
      `${TEST}globalContextEntries: [{ name: a, data: {}, fieldPath: "a[" }]\n`,
      `${FIXTURE}:4: `,
    ],
    ['an image that is a text', `${CONTEXT}spec: { images: [nginx] }\n`, `${FIXTURE}:4: `],
    [
      'an object without a name',
      `${CONTEXT}spec: { resources: [{ apiVersion: v1, kind: ConfigMap, metadata: {} }] }\n`,
      `${FIXTURE}:4: `,
    ],
    ['a kind that records nothing', CONTEXT.replace('Context', 'Values'), `${FIXTURE}:1: `],
    ['an object that cannot be read', 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: "a }\n', `${FIXTURE}:`],
    ['YAML that is none', `${TEST}apiCallResponses: [\n`, `${FIXTURE}:`],
  ])('with %s are named, and stay unknown', async (_, record, place) => {
    const { notes, findings, problems } = await review({ ...CONFIGURATION, ...NODES, [FIXTURE]: record });
    expect(problems).toEqual([]);
    expect(notes).toEqual([expect.stringContaining(place)]);
    expect(findings.map(({ outcome }) => outcome)).toEqual(['unknown']);
  });

  it('of the same count in the order of their files', async () => {
    const second = { '.github/tidewaiter/cluster/z.yaml': answer('node-2') };
    expect(await outcomesOf({ ...NODES, [FIXTURE]: answer('node-1'), ...second })).toEqual(['fail']);
  });

  it('of an image count so, too', async () => {
    const policy = asking('imageRegistry: { reference: nginx }', 'registry', 'first');
    const image = (registry: string) => `${CONTEXT}spec: { images: [{ image: nginx, registry: ${registry} }] }\n`;
    const second = { '.github/tidewaiter/cluster/z.yaml': image('second') };
    expect(await outcomesOf({ ...policy, [FIXTURE]: image('first'), ...second })).toEqual(['fail']);
  });

  it('need no name of their own', async () => {
    const policy = asking('configMap: { name: settings, namespace: a }', 'data.x', '1');
    const resources =
      'spec: { resources: [{ apiVersion: v1, kind: ConfigMap, metadata: { name: settings, namespace: a }, data: { x: "1" } }] }\n';
    const record = CONTEXT.replace('metadata: { name: c }\n', resources);
    expect(await outcomesOf({ ...policy, [FIXTURE]: record })).toEqual(['fail']);
  });
});
