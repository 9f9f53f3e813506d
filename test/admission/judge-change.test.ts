import { describe, expect, it } from 'vitest';
import { judgeChange } from '../../src/admission/judge-change.ts';
import { isArray, isObject, type JsonValue } from '../../src/base/json.ts';
import { formatPath } from '../../src/base/path.ts';
import type { Policy } from '../../src/model/engine.ts';
import type { Verdict } from '../../src/model/verdict.ts';
import { diffValues } from '../../src/patch/diff.ts';
import { changeSetOf } from '../change-set.ts';
import { openCourt, policyOf } from './court.ts';

const pod = (...containers: readonly string[]) =>
  `apiVersion: v1\nkind: Pod\nmetadata: {name: web}\nspec:\n  containers:\n${containers.map((entry) => `  - ${entry}\n`).join('')}`;

/** Every container has to be unprivileged; each that is not is a leaf. */
const unprivileged: Policy = policyOf('unprivileged', {
  validate({ object }): readonly Verdict[] {
    const spec = object?.spec;
    const containers = isObject(spec) && isArray(spec.containers) ? spec.containers : [];
    const failures = containers.flatMap((container, index) =>
      isObject(container) && container.privileged === true
        ? [{ path: ['spec', 'containers', index, 'privileged'], message: 'privileged' }]
        : [],
    );
    return failures.length > 0
      ? [{ outcome: 'fail', rule: 'rule', message: 'privileged', failures }]
      : [{ outcome: 'pass', rule: 'rule' }];
  },
});

async function findingsBetween(base: string, head: string, ...policies: readonly Policy[]) {
  const { court, changes } = await openCourt(
    changeSetOf({ base: { 'pod.yaml': base }, head: { 'pod.yaml': head } }),
    policies,
  );
  return changes.flatMap((change) => judgeChange(change, court).findings);
}

describe('new, existing and fixed', () => {
  it('is not moved by a container that is inserted above', async () => {
    const findings = await findingsBetween(
      pod('{name: a, privileged: true}'),
      pod('{name: new}', '{name: a, privileged: true}'),
      unprivileged,
    );
    expect(findings.map(({ status, path }) => [status, formatPath(path)])).toEqual([
      ['existing', 'spec.containers[1].privileged'],
    ]);
  });

  it('does not let the mending of one container add the next: each leaf is its own', async () => {
    const bad = ['{name: a, privileged: true}', '{name: b, privileged: true}'];
    const findings = await findingsBetween(pod(...bad), pod('{name: a}', '{name: b, privileged: true}'), unprivileged);
    expect(findings.map(({ status, path }) => [status, formatPath(path)])).toEqual([
      ['existing', 'spec.containers[1].privileged'],
      ['fixed', 'spec.containers[0].privileged'],
    ]);
  });

  it('knows a violation again that was found at a missing parent and is now found inside it', async () => {
    const owned = policyOf('owned', {
      validate({ object }): readonly Verdict[] {
        const { labels } = object?.metadata ?? {};
        const path = isObject(labels) ? ['metadata', 'labels', 'team'] : ['metadata', 'labels'];
        if (isObject(labels) && labels.team !== undefined) return [{ outcome: 'pass', rule: 'rule' }];
        return [{ outcome: 'fail', rule: 'rule', message: 'no team', failures: [{ path, message: 'no team' }] }];
      },
    });
    const bare = pod('{name: a}');
    const labelled = bare.replace('{name: web}', '{name: web, labels: {app: web}}');
    expect((await findingsBetween(bare, labelled, owned)).map(({ status }) => status)).toEqual(['existing']);
    expect((await findingsBetween(labelled, bare, owned)).map(({ status }) => status)).toEqual(['existing']);
  });

  it("calls a deleted object's findings fixed", async () => {
    const { court, changes } = await openCourt(
      changeSetOf({ base: { 'pod.yaml': pod('{name: a, privileged: true}') }, head: {} }),
      [unprivileged],
    );
    expect(changes.flatMap((change) => judgeChange(change, court).findings.map(({ status }) => status))).toEqual([
      'fixed',
    ]);
  });

  it('takes what a policy tolerates for existing, never for fixed', async () => {
    const tolerant = policyOf('tolerant', {
      validate({ operation, oldObject }): readonly Verdict[] {
        const failures = [{ path: ['spec'], message: 'bad' }];
        if (operation === 'UPDATE' && oldObject)
          return [{ outcome: 'skip', rule: 'rule', reason: 'it was so', existing: { message: 'bad', failures } }];
        return [{ outcome: 'fail', rule: 'rule', message: 'bad', failures }];
      },
    });
    const findings = await findingsBetween(pod('{name: a}'), pod('{name: b}'), tolerant);
    expect(findings.map(({ status }) => status)).toEqual(['existing']);
  });
});

it('hands on what the author of a rule wrote, without the data of a Secret', async () => {
  const talkative = policyOf('talkative', {
    validate(): readonly Verdict[] {
      const failures = [{ path: ['data', 'token'], message: 'error: dG9wLXNlY3JldA== is short. at /data/token/' }];
      const said = { message: failures[0]?.message ?? '', authoredMessage: 'dG9wLXNlY3JldA== is short' };
      return [{ outcome: 'fail', rule: 'rule', failures, ...said }];
    },
  });
  const secret = (token: string) => `apiVersion: v1\nkind: Secret\nmetadata: {name: web}\ndata: {token: ${token}}\n`;
  const [finding] = await findingsBetween(secret('b3RoZXI='), secret('dG9wLXNlY3JldA=='), talkative);
  expect(finding?.authoredMessage).toContain(' is short');
  expect(finding?.authoredMessage).not.toContain('dG9wLXNlY3JldA==');
});

describe('policies that break', () => {
  it('turn red: a throw is an error finding', async () => {
    const broken = policyOf('broken', {
      validate() {
        throw new Error('no such luck');
      },
    });
    const findings = await findingsBetween('', pod('{name: a}'), broken);
    expect(findings.map(({ outcome, level, status }) => [outcome, level, status])).toEqual([
      ['error', 'enforce', 'new'],
    ]);
  });
});

describe('mutations', () => {
  const sidecar = policyOf('a-sidecar', {
    mutate({ object }) {
      if (!object) throw new Error('there is an object');
      const spec = isObject(object.spec) ? object.spec : {};
      const containers = isArray(spec.containers) ? spec.containers : [];
      const value = { name: 'sidecar', image: 'proxy' };
      return {
        object: { ...object, spec: { ...spec, containers: [value, ...containers] } },
        mutations: [{ rule: 'rule', patch: [{ op: 'add', path: ['spec', 'containers', 0], value }] }],
        verdicts: [{ outcome: 'pass', rule: 'rule' }],
      };
    },
  });

  it('are findings of their own, and the paths of violations lead back through them', async () => {
    const findings = await findingsBetween('', pod('{name: a, privileged: true}'), sidecar, unprivileged);
    expect(findings.map(({ outcome, path, location }) => [outcome, formatPath(path), location.exact])).toEqual([
      ['fail', 'spec.containers[0].privileged', true],
      ['mutate', 'spec.containers', true],
    ]);
  });
});

describe('look-ups of what the pull request itself changes', () => {
  const map = (value: string) =>
    `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: allowed}\ndata: {images: ${value}}\n`;
  const lookingUp = policyOf('looking-up', {
    validate({ kind }, { cluster }): readonly Verdict[] {
      if (kind.kind !== 'Pod') return [];
      const found = cluster.get({ group: '', kind: 'ConfigMap', namespace: 'default', name: 'allowed' });
      if (found.outcome !== 'found') return [{ outcome: 'unknown', rule: 'rule', needs: 'ConfigMap default/allowed' }];
      const data = found.object.data;
      if (isObject(data) && data.images === 'open') return [{ outcome: 'pass', rule: 'rule' }];
      return [
        {
          outcome: 'fail',
          rule: 'rule',
          message: 'not allowed',
          failures: [{ path: ['spec'], message: 'not allowed' }],
        },
      ];
    },
  });
  const judge = async (base: { [path: string]: string }, head: { [path: string]: string }) => {
    const { court, changes } = await openCourt(changeSetOf({ base, head }), [lookingUp]);
    return changes
      .filter((change) => change.after?.object.kind === 'Pod')
      .flatMap((change) => judgeChange(change, court).admission.verdicts.map(({ verdict }) => verdict.outcome));
  };

  it('are judged with both answers, and the stricter stands', async () => {
    const added = { 'pod.yaml': pod('{name: a}') };
    expect(await judge({ 'map.yaml': map('open') }, { 'map.yaml': map('open'), ...added })).toEqual(['pass']);
    expect(await judge({ 'map.yaml': map('shut') }, { 'map.yaml': map('open'), ...added })).toEqual(['fail']);
    expect(await judge({ 'map.yaml': map('open') }, { 'map.yaml': map('shut'), ...added })).toEqual(['fail']);
    expect(await judge({}, { 'map.yaml': map('open'), ...added })).toEqual(['unknown']);
  });

  it('are unknown where the repository holds the object twice and differently', async () => {
    const twice = { 'a.yaml': map('open'), 'b.yaml': map('shut') };
    expect(await judge(twice, { ...twice, 'pod.yaml': pod('{name: a}') })).toEqual(['unknown']);
  });
});

describe('secrets', () => {
  it('are taken out of messages, encoded or not', async () => {
    const telling = policyOf('telling', {
      validate: ({ object }) => [
        {
          outcome: 'fail',
          rule: 'rule',
          message: '',
          failures: [{ path: ['data', 'password'], message: `hunter2hunter2 and ${JSON.stringify(object?.data)}` }],
        },
      ],
    });
    const secret = 'apiVersion: v1\nkind: Secret\nmetadata: {name: s}\ndata:\n  password: aHVudGVyMmh1bnRlcjI=\n';
    const [finding] = await findingsBetween('', secret, telling);
    expect(finding?.message).toBe('[redacted] and {"password":"[redacted]"}');
  });
});

describe('what the owner requires', () => {
  /** A mutating policy that makes other containers of those that an object has. */
  const making = (name: string, make: (containers: readonly JsonValue[]) => readonly JsonValue[]): Policy =>
    policyOf(name, {
      mutate({ object }) {
        if (!object) throw new Error('there is an object');
        const spec = isObject(object.spec) ? object.spec : {};
        const before = isArray(spec.containers) ? spec.containers : [];
        const containers = make(before);
        const patch = diffValues({ spec: { containers: before } }, { spec: { containers } });
        return {
          object: { ...object, spec: { ...spec, containers } },
          mutations: [{ rule: 'rule', patch }],
          verdicts: [{ outcome: 'pass', rule: 'rule' }],
        };
      },
    });
  const tame = (container: JsonValue | undefined): JsonValue =>
    isObject(container) ? { ...container, privileged: false } : {};
  const tamingFirst = making('a-taming', ([first, ...rest]) => [tame(first), ...rest]);
  const sidecar = making('a-sidecar', (containers) => [{ name: 'sidecar', privileged: true }, ...containers]);

  async function failuresOf(head: string, policies: readonly Policy[], required: readonly Policy[]) {
    const { court, changes } = await openCourt(
      changeSetOf({ base: {}, head: { 'pod.yaml': head } }),
      policies,
      required,
    );
    const findings = changes.flatMap((change) => judgeChange(change, court).findings);
    return findings.filter(({ outcome }) => outcome === 'fail').map(({ path }) => formatPath(path));
  }
  const two = pod('{name: a, privileged: true}', '{name: b, privileged: true}');
  const places = ['spec.containers[0].privileged', 'spec.containers[1].privileged'];

  it('is not mended by other policies, wholly or in part', async () => {
    const one = pod('{name: a, privileged: true}', '{name: b}');
    expect(await failuresOf(one, [tamingFirst, unprivileged], [])).toEqual([]);
    expect(await failuresOf(one, [tamingFirst, unprivileged], [unprivileged])).toEqual([places[0]]);
    expect((await failuresOf(two, [tamingFirst, unprivileged], [unprivileged])).toSorted()).toEqual(places);
  });

  it('is mended by policies that are required as well', async () => {
    expect(await failuresOf(two, [tamingFirst, unprivileged], [tamingFirst, unprivileged])).toEqual([places[1]]);
  });

  it('is told once where both see it, and what others add is told as well', async () => {
    const failures = await failuresOf(two, [sidecar, unprivileged], [unprivileged]);
    expect(failures.toSorted()).toEqual(['spec.containers', ...places]);
  });
});
