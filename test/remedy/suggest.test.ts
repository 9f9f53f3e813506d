import { describe, expect, it } from 'vitest';
import { judgeChange } from '../../src/admission/judge-change.ts';
import { isArray, isObject, type JsonValue } from '../../src/base/json.ts';
import type { Path } from '../../src/base/path.ts';
import { valueAt } from '../../src/base/value-at.ts';
import { loadManifests } from '../../src/manifests/load-manifests.ts';
import { readManifestChanges } from '../../src/manifests/read-change-set.ts';
import type { Policy } from '../../src/model/engine.ts';
import type { Finding } from '../../src/model/finding.ts';
import type { KubernetesObject } from '../../src/model/kubernetes-object.ts';
import type { Verdict } from '../../src/model/verdict.ts';
import { applyJsonPatch } from '../../src/patch/apply-json-patch.ts';
import { provingGround } from '../../src/remedy/prove.ts';
import { suggest } from '../../src/remedy/suggest.ts';
import { applyEdits } from '../../src/text/text-edit.ts';
import { openCourt, policyOf } from '../admission/court.ts';
import { treeOf } from '../change-set.ts';

/** A policy by which the value at a path has to be a certain one, with the remedy that sets it. */
function wants(name: string, path: Path, value: JsonValue): Policy {
  return policyOf(name, {
    validate({ object }): readonly Verdict[] {
      const there = valueAt(object ?? undefined, path);
      if (there === value) return [{ outcome: 'pass', rule: 'rule' }];
      const parent = path.findIndex((_, index) => valueAt(object ?? undefined, path.slice(0, index + 1)) === undefined);
      const missing = parent < 0 ? path : path.slice(0, parent + 1);
      const nested = path.slice(missing.length).reduceRight<JsonValue>((inner, step) => ({ [step]: inner }), value);
      const remedy = [
        { op: there === undefined ? ('add' as const) : ('replace' as const), path: missing, value: nested },
      ];
      return [{ outcome: 'fail', rule: 'rule', message: name, failures: [{ path, message: name, remedy }] }];
    },
  });
}

function mend(text: string, ...policies: readonly Policy[]): Promise<readonly Finding[]> {
  return mendFirst(Number.POSITIVE_INFINITY, text, ...policies);
}

async function mendFirst(most: number, text: string, ...policies: readonly Policy[]): Promise<readonly Finding[]> {
  const changeSet = treeOf({ 'f.yaml': text });
  const { court, changes } = await openCourt(changeSet, policies);
  const judged = changes.map((change) => judgeChange(change, court));
  const { settings } = await readManifestChanges(changeSet, {
    manifests: { include: ['**'], exclude: [] },
    limits: {},
    defaultNamespace: 'default',
    clusters: [],
    fixtures: [],
    scope: 'changed-files',
    paths: [],
  });
  return suggest(
    judged.flatMap(({ findings }) => findings),
    provingGround(court, judged, (sources) => loadManifests(sources, settings)),
    { most },
  );
}

function reasonOf(finding: Finding | undefined): string | undefined {
  return finding?.mending.outcome === 'none' ? finding.mending.reason : undefined;
}

function mendedText(finding: Finding | undefined): string | undefined {
  if (finding?.mending.outcome !== 'suggestion') return undefined;
  const { source, edits } = finding.mending.suggestion;
  return applyEdits(source.text, edits);
}

const POD =
  'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web # the name\nspec:\n  hostNetwork: true\n  hostPID: true\n';

/** Takes either of two flags; the patch sets both, and each is a finding. */
const oneOfSeveral = policyOf('two-flags', {
  validate({ object }): readonly Verdict[] {
    const flags = ['hostNetwork', 'hostPID'].filter((flag) => valueAt(object ?? undefined, ['spec', flag]) === true);
    if (flags.length === 0) return [{ outcome: 'pass', rule: 'rule' }];
    const remedy = flags.map((flag) => ({ op: 'replace' as const, path: ['spec', flag], value: false }));
    const failures = flags.map((flag) => ({
      path: ['spec', flag],
      message: flag,
      remedy,
      isOneOfSeveral: true as const,
    }));
    return [{ outcome: 'fail', rule: 'rule', message: 'flags', failures }];
  },
});

describe('suggestions with proof', () => {
  it('that several findings share say what they mend, and that the rule would take others', async () => {
    const findings = await mend(POD, oneOfSeveral);
    const both = POD.replace('hostNetwork: true', 'hostNetwork: false').replace('hostPID: true', 'hostPID: false');
    expect(findings.map(mendedText)).toEqual([both, both]);
    expect(findings[0]?.mending).toMatchObject({ suggestion: { proof: { gone: 2, isOneOfSeveral: true } } });
  });

  it('are not made up where something is missing: the reason names it', async () => {
    const whyNoRemedy = 'labels.app is missing';
    const failures = [{ path: ['metadata', 'labels', 'app'], message: 'a label', whyNoRemedy }];
    const label = policyOf('label', {
      validate: () => [{ outcome: 'fail', rule: 'rule', message: 'a label', failures }],
    });
    expect((await mend(POD, label)).map(reasonOf)).toEqual([whyNoRemedy]);
  });

  it('change the one value and say what was proven', async () => {
    const [finding] = await mend(POD, wants('no-host-network', ['spec', 'hostNetwork'], false));
    expect(mendedText(finding)).toBe(POD.replace('hostNetwork: true', 'hostNetwork: false'));
    expect(finding?.mending).toMatchObject({
      suggestion: { proof: { gone: 1, added: 0, policiesRun: 1, idempotent: true } },
    });
  });

  it('of two policies that want the same missing parent become one, proven together', async () => {
    const findings = await mend(
      POD,
      wants('non-root', ['spec', 'securityContext', 'runAsNonRoot'], true),
      wants('group', ['spec', 'securityContext', 'runAsGroup'], 1000),
    );
    const [first, second] = findings.map(mendedText);
    expect(first).toBe(second);
    expect(first).toContain('  securityContext:\n');
    expect(findings[0]?.mending).toMatchObject({ suggestion: { proof: { gone: 2 } } });
  });

  it('are not made where another finding would appear', async () => {
    const contrary = policyOf('host-needs-network', {
      validate: ({ object }) =>
        valueAt(object ?? undefined, ['spec', 'hostNetwork']) === false
          ? [{ outcome: 'fail', rule: 'rule', message: 'no', failures: [{ path: ['spec'], message: 'no' }] }]
          : [{ outcome: 'pass', rule: 'rule' }],
    });
    const [finding] = await mend(POD, wants('no-host-network', ['spec', 'hostNetwork'], false), contrary);
    expect(reasonOf(finding)).toBe('with it, another finding appears: host-needs-network/rule');
  });

  it('are not made where the finding would still be there', async () => {
    const insatiable = policyOf('insatiable', {
      validate: () => [
        {
          outcome: 'fail',
          rule: 'rule',
          message: 'never enough',
          failures: [
            {
              path: ['spec', 'hostPID'],
              message: 'x',
              remedy: [{ op: 'replace', path: ['spec', 'hostPID'], value: false }],
            },
          ],
        },
      ],
    });
    const [finding] = await mend(POD, insatiable);
    expect(reasonOf(finding)).toBe('with it, the finding is still there');
  });

  it('of two mutations that fill the same missing map are each told what is its own, and committed as one', async () => {
    const annotating = (name: string) =>
      policyOf(name, {
        mutate({ object }) {
          if (!object) throw new Error('there is an object');
          const { annotations } = object.metadata;
          const path = isObject(annotations) ? ['metadata', 'annotations', name] : ['metadata', 'annotations'];
          const there = valueAt(object, ['metadata', 'annotations', name]) !== undefined;
          const patch = there
            ? []
            : [{ op: 'add' as const, path, value: isObject(annotations) ? 'yes' : { [name]: 'yes' } }];
          const mutations = there ? [] : [{ rule: 'rule', patch }];
          return { object: applyJsonPatch(object, patch) as KubernetesObject, mutations, verdicts: [] };
        },
      });
    const findings = await mend(POD, annotating('first'), annotating('second'));
    expect(findings.map(({ policy }) => policy)).toEqual(['first', 'second']);
    expect(findings.map(mendedText)).toEqual([
      POD.replace('spec:', `  annotations:\n    first: "yes"\n    second: "yes"\nspec:`),
      POD.replace('spec:', `  annotations:\n    first: "yes"\n    second: "yes"\nspec:`),
    ]);
  });

  it('are not made of a mutation that would change its own result again', async () => {
    const appending = policyOf('appending', {
      mutate({ object }) {
        if (!object) throw new Error('there is an object');
        const args = isObject(object.spec) && isArray(object.spec.args) ? object.spec.args : [];
        const patch = [{ op: 'add' as const, path: ['spec', 'args'], value: [...args, 'more'] }];
        const mutated = applyJsonPatch(object, patch) as KubernetesObject;
        return { object: mutated, mutations: [{ rule: 'rule', patch }], verdicts: [{ outcome: 'pass', rule: 'rule' }] };
      },
    });
    const [finding] = await mend(POD, appending);
    expect(finding?.outcome).toBe('mutate');
    expect(reasonOf(finding)).toMatch(/admission would (make another object of this one|change the result once more)/);
  });

  it('are not tried beyond the limit, and the finding says so', async () => {
    const [finding] = await mendFirst(0, POD, wants('no-host-network', ['spec', 'hostNetwork'], false));
    expect(reasonOf(finding)).toBe('only the first 0 remedies of a run are tried; `npx tidewaiter fix` tries all');
  });

  it('are refused with the reason where the place cannot be edited alone', async () => {
    const aliased =
      'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\n  labels: &labels {app: a}\n  annotations: *labels\n';
    const [finding] = await mend(aliased, wants('app', ['metadata', 'annotations', 'app'], 'b'));
    expect(reasonOf(finding)).toMatch(/alias|anchor/);
  });

  it('stand beside each other in one file only if they hold together', async () => {
    const either = policyOf('one-of-them', {
      validate({ object }) {
        const network = valueAt(object ?? undefined, ['spec', 'hostNetwork']);
        const pid = valueAt(object ?? undefined, ['spec', 'hostPID']);
        return network === false && pid === false
          ? [{ outcome: 'fail', rule: 'rule', message: 'no', failures: [{ path: ['spec'], message: 'no' }] }]
          : [{ outcome: 'pass', rule: 'rule' }];
      },
    });
    const spread = POD.replace('  hostPID', '  dnsPolicy: Default\n  hostPID');
    const findings = await mend(
      spread,
      wants('a', ['spec', 'hostNetwork'], false),
      wants('b', ['spec', 'hostPID'], false),
      either,
    );
    expect(mendedText(findings[0])).toContain('hostNetwork: false');
    expect(reasonOf(findings[1])).toMatch(/does not go together with the other suggestions/);
  });

  it('write no credential, nor the value beside the name of one', async () => {
    const text = 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: a\ndata:\n  user: web\n  password: ""\n';
    const token = wants('token', ['data', 'user'], 'ghp_0123456789abcdefghijABCDEFGHIJ012345');
    const password = wants('password', ['data', 'password'], 'correct-horse-battery');
    for (const policy of [token, password]) {
      expect((await mend(text, policy)).map(reasonOf)).toEqual([
        expect.stringMatching(/a Secret or another credential/),
      ]);
    }
  });

  it('are not made where other objects look the edited one up', async () => {
    const looking = policyOf('looking', {
      validate({ kind }, { cluster }) {
        if (kind.kind === 'Pod') cluster.get({ group: '', kind: 'Namespace', namespace: '', name: 'shop' });
        return [];
      },
    });
    const text = `${POD}---\napiVersion: v1\nkind: Namespace\nmetadata:\n  name: shop\n  labels: {a: b}\n`;
    const onNamespace = wants('label', ['metadata', 'labels', 'a'], 'c');
    const findings = await mend(text, looking, {
      ...onNamespace,
      kinds: [{ group: '', version: 'v1', kind: 'Namespace', subResource: '' }],
    });
    expect(findings.map(reasonOf)).toEqual([
      'policies look this object up when they judge others, so that its edit cannot be proven alone',
    ]);
  });
});
