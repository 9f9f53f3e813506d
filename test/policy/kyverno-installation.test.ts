import { describe, expect, it } from 'vitest';
import type { Review } from '../../src/model/review.ts';
import { labelPolicy, PRIVILEGED_POLICY, pod } from '../cli/project.ts';
import { CONFIGURATION, judgeUnder, ownerOf, type Texts } from './owner.ts';

const POLICY: Texts = { 'policies/team.yaml': labelPolicy() };
const BAD: Texts = { 'deploy/pod.yaml': pod('bad') };
const EXCEPTION: Texts = {
  'cluster/exception.yaml': `apiVersion: kyverno.io/v2
kind: PolicyException
metadata:
  name: legacy
  namespace: exceptions
spec:
  exceptions: [{ policyName: require-team, ruleNames: [team-label] }]
  match: { any: [{ resources: { kinds: [Pod] } }] }
`,
};
const CONFIG_MAP: Texts = {
  'cluster/kyverno.yaml':
    "apiVersion: v1\nkind: ConfigMap\nmetadata: { name: kyverno, namespace: kyverno }\ndata: { resourceFilters: '[Pod,*,*]' }\n",
};
const configuration = (...lines: readonly string[]): Texts => ({ [CONFIGURATION]: `${lines.join('\n')}\n` });
const ON = 'engines: { kyverno: { exceptions: { enabled: true, namespace: exceptions } } }';

function judge(base: Texts, head: Texts, now?: number): Promise<Review> {
  return judgeUnder(undefined, { base, head: { ...base, ...head } }, now === undefined ? {} : { now });
}

describe('exceptions of the base branch', () => {
  it('do not count while they are off, as they are in the chart, and are named with the line that turns them on', async () => {
    const review = await judge({ ...POLICY, ...EXCEPTION }, BAD);
    expect(review.decision).toBe('block');
    expect(review.notes).toEqual([
      'cluster/exception.yaml:4: PolicyException "legacy": it does not count, for Kyverno’s exceptions are off. Where the cluster has them on (enablePolicyException), say so: `engines.kyverno.exceptions: { enabled: true, namespace: exceptions }`.',
    ]);
  });

  it.each([
    ['found with the policies', configuration(ON)],
    ['beside the policies that are named', configuration('policies: [policies/**]', ON)],
    ['among them', configuration('policies: [policies/**, cluster/**]', ON)],
  ])('excuse where they are on, %s', async (_, settings) => {
    const review = await judge({ ...POLICY, ...EXCEPTION, ...settings }, BAD);
    expect([review.decision, review.problems, review.notes]).toEqual(['pass', [], []]);
    expect(review.otherVerdicts).toMatchObject([
      { outcome: 'skip', reason: 'rule is skipped due to policy exceptions exceptions/legacy' },
    ]);
  });

  it('do not count from files that hold no manifests', async () => {
    const settings = configuration('policies: [policies/**]', 'manifests: { include: [deploy/**] }', ON);
    expect((await judge({ ...POLICY, ...EXCEPTION, ...settings }, BAD)).decision).toBe('block');
  });

  it('are those of the base alone: a pull request’s own excuses nothing, and is a change of its gate', async () => {
    const review = await judge(
      { ...POLICY, ...configuration('policies: [policies/**]', ON) },
      { ...BAD, ...EXCEPTION },
    );
    expect(review.decision).toBe('block');
    expect(review.gateChanges).toEqual([
      { kind: 'policy', file: 'cluster/exception.yaml', line: 4, text: 'adds the PolicyException legacy' },
    ]);
    // What it will do once it is merged decides nothing, and is shown.
    expect(review.preview?.disappearing.map(({ policy }) => policy)).toEqual(['require-team']);
  });

  it('are named where they name nothing that there is, and once they have expired', async () => {
    const text = `${EXCEPTION['cluster/exception.yaml']?.replace('team-label', 'team-labels')}  expiresAt: 2027-01-05T00:00:00Z\n`;
    const settings = configuration(
      'engines: { kyverno: { version: "1.20", exceptions: { enabled: true, namespace: "*" } } }',
    );
    const base = { ...POLICY, ...settings, 'cluster/exception.yaml': text };
    const { notes } = await judge(base, BAD);
    expect(notes).toEqual([expect.stringMatching(/:7: .*"team-labels"/), expect.stringMatching(/:9: .*has expired/)]);
    const before = await judge(base, BAD, Date.UTC(2027, 0, 4));
    expect(before.notes).toEqual([expect.stringMatching(/"team-labels"/)]);
  });

  it('are no policies: where there are no others, the starter bundle is asked for', async () => {
    const alone = await judge({ ...EXCEPTION, ...configuration(ON) }, BAD);
    expect(alone.notes.join()).toMatch(/There are no policies here/);
    const named = await judge({ ...EXCEPTION, ...configuration('policies: [cluster/**]', ON) }, BAD);
    expect(named.problems).toMatchObject([{ code: 'policy/not-found' }]);
  });

  it('with a mistake excuse nothing, and keep all from being green until they are mended', async () => {
    const broken = { 'cluster/exception.yaml': `${EXCEPTION['cluster/exception.yaml']}  conditons: {}\n` };
    const base = { ...POLICY, ...broken, ...configuration('policies: [policies/**]', ON) };
    expect((await judge(base, { 'deploy/pod.yaml': pod('good', { team: 'a' }) })).problems).toMatchObject([
      { code: 'policy/unknown-field' },
    ]);
    expect((await judge(base, EXCEPTION)).decision).toBe('pass');
  });
});

describe('what Kyverno never sees', () => {
  it('is not judged, and is listed with the reason', async () => {
    const inKubeSystem = { 'deploy/pod.yaml': pod('bad').replace('name: bad', 'name: bad\n  namespace: kube-system') };
    const review = await judge(POLICY, inKubeSystem);
    expect([review.decision, review.findings]).toEqual(['pass', []]);
    expect(review.notJudged).toEqual([
      {
        file: 'deploy/pod.yaml',
        line: 4,
        code: 'policy/filtered',
        reason: 'Kyverno never sees Pod kube-system/bad: its resourceFilters hold [*/*,kube-system,*]',
      },
    ]);
  });

  it.each([
    ['found with the policies', {}],
    ['beside the policies that are named', configuration('policies: [policies/**]')],
  ])('is as its ConfigMap on the base branch says, %s', async (_, settings) => {
    const review = await judge({ ...POLICY, ...CONFIG_MAP, ...settings }, BAD);
    expect(review.notJudged).toMatchObject([{ reason: expect.stringContaining('[Pod,*,*]') }]);
    expect([review.decision, review.notes]).toEqual(['pass', []]);
  });

  it('is not what a pull request writes into that, which is a change of its gate', async () => {
    const review = await judge({ ...POLICY, ...configuration('policies: [policies/**]') }, { ...BAD, ...CONFIG_MAP });
    expect([review.decision, review.notJudged]).toEqual(['block', []]);
    expect(review.gateChanges).toMatchObject([{ file: 'cluster/kyverno.yaml', text: 'adds the ConfigMap kyverno' }]);
  });

  it('is a list of the configuration before all', async () => {
    const settings = configuration('engines: { kyverno: { resourceFilters: ["[Event,*,*]"] } }');
    expect((await judge({ ...POLICY, ...CONFIG_MAP, ...settings }, BAD)).decision).toBe('block');
  });

  it('is told by a ConfigMap of each cluster only where there is one', async () => {
    const other = { 'other/kyverno.yaml': `${CONFIG_MAP['cluster/kyverno.yaml']}`.replace('[Pod,', '[Event,') };
    const review = await judge({ ...POLICY, ...CONFIG_MAP, ...other }, BAD);
    expect([review.decision, review.problems]).toEqual(['block', []]);
    expect(review.notes).toEqual([expect.stringMatching(/cluster\/kyverno\.yaml and in other\/kyverno\.yaml/)]);
  });
});

describe('policies that an owner requires', () => {
  const required = (...lines: readonly string[]) =>
    ownerOf({
      ...POLICY,
      ...configuration('required:', '  policies: [policies/**]', ...lines.map((line) => `  ${line}`)),
    });
  const own = { 'own/privileged.yaml': PRIVILEGED_POLICY };

  it.each([
    ['an exception', { ...EXCEPTION, ...configuration(ON) }],
    ['a ConfigMap', CONFIG_MAP],
    ['filters of its configuration', configuration('engines: { kyverno: { resourceFilters: ["[*/*,*,*]"] } }')],
  ])('judge whatever the repository excuses by %s', async (_, base) => {
    const files = { ...own, ...base };
    const review = await judgeUnder(required(), { base: files, head: { ...files, ...BAD } });
    expect([review.decision, review.problems]).toEqual(['block', []]);
    expect(review.findings.map(({ policy }) => policy)).toEqual(['require-team']);
  });

  it('are excused where owner and repository have exceptions on', async () => {
    const base = { ...EXCEPTION, ...configuration(ON) };
    const review = await judgeUnder(required(ON), { base, head: { ...base, ...BAD } });
    expect([review.decision, review.notes]).toEqual(['pass', []]);
  });

  it('are excused by no more than the owner lets excuse, and by less where the repository says so', async () => {
    const judged = (base: Texts) => judgeUnder(required(ON), { base, head: { ...base, ...BAD } });
    const lax = configuration('engines: { kyverno: { exceptions: { enabled: true, namespace: "*" } } }');
    const elsewhere = {
      'cluster/exception.yaml': `${EXCEPTION['cluster/exception.yaml']}`.replace('e: exceptions', 'e: shop'),
    };
    const review = await judged({ ...elsewhere, ...lax });
    expect(review.decision).toBe('block');
    expect(review.notes[0]).toMatch(/what is required holds/);
    const strict = configuration('engines: { kyverno: { exceptions: { enabled: false } } }');
    expect((await judged({ ...EXCEPTION, ...strict })).decision).toBe('block');
  });
});
