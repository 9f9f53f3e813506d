import { describe, expect, it } from 'vitest';
import { judge } from '../../src/pipeline.ts';
import type { AskedByWorkflow } from '../../src/policy/gate-options.ts';
import { changeSetOf } from '../change-set.ts';
import { labelPolicy, PRIVILEGED_POLICY, pod } from '../cli/project.ts';
import { textFiles } from '../text-files.ts';

type Texts = { readonly [path: string]: string };

const DAY = 86_400_000;
const NOW = Date.UTC(2027, 0, 10);
const BAD = pod('bad');

function judgeBetween(
  base: Texts,
  head: Texts,
  more: { asked?: Partial<AskedByWorkflow>; workflowFile?: string; tip?: Texts; now?: number } = {},
) {
  return judge({
    change: changeSetOf({ base, head, ...(more.tip ? { tip: more.tip } : {}) }),
    library: textFiles({}),
    now: more.now ?? NOW,
    seed: 1,
    clock: () => 0,
    workflowFile: more.workflowFile,
    ...(more.asked ? { asked: { authority: 'tighten', overrides: {}, policies: [], ...more.asked } } : {}),
  });
}

const POLICY = { 'policies/team.yaml': labelPolicy() };

describe('a pull request and the gate that judges it', () => {
  it('is judged by the policies of the base, whatever it makes of them', async () => {
    const review = await judgeBetween(POLICY, { 'deploy/pod.yaml': BAD });
    expect(review.decision).toBe('block');
    expect(review.gateChanges).toEqual([
      { kind: 'policy', file: 'policies/team.yaml', line: 4, text: 'removes the ClusterPolicy require-team' },
    ]);
  });

  it('tells that it takes away a policy that the configuration names, whatever its file is called', async () => {
    const named = { '.github/tidewaiter.yml': 'policies: [rules/team.policy]\n', 'rules/team.policy': labelPolicy() };
    const review = await judgeBetween(named, { ...named, 'rules/team.policy': '# nothing is required\n' });
    expect(review.gateChanges).toMatchObject([
      { file: 'rules/team.policy', text: 'removes the ClusterPolicy require-team' },
    ]);
  });

  it('is judged by the configuration of the tip, not by its own', async () => {
    const observe = { '.github/tidewaiter.yml': 'mode: observe\n' };
    const review = await judgeBetween(POLICY, { ...POLICY, ...observe, 'deploy/pod.yaml': BAD });
    expect(review.decision).toBe('block');
    expect(review.gateChanges).toMatchObject([{ kind: 'configuration', text: 'adds the configuration of this gate' }]);
  });

  it('sees in a preview what its own policies would find, also in what it does not change', async () => {
    const base = {
      'policies/team.yaml': labelPolicy(),
      'deploy/old.yaml': pod('old', { team: 'a', privileged: true }),
    };
    const review = await judgeBetween(base, { ...base, 'policies/privileged.yaml': PRIVILEGED_POLICY });
    expect(review.decision).toBe('pass');
    expect(review.findings).toEqual([]);
    expect(review.preview?.appearing.map(({ policy, object }) => [policy, object.name])).toEqual([
      ['disallow-privileged', 'old'],
    ]);
    expect(review.preview?.disappearing).toEqual([]);
  });

  it('is told what is wrong with its own policies, which decide nothing', async () => {
    const broken = { 'policies/team.yaml': labelPolicy().replace('validate:', 'validat:') };
    const review = await judgeBetween(POLICY, broken);
    expect(review.decision).toBe('pass');
    expect(review.preview?.problems.length).toBeGreaterThan(0);
  });

  it('is named where it changes the workflow that asks', async () => {
    const workflowFile = '.github/workflows/tidewaiter.yml';
    const review = await judgeBetween(
      { ...POLICY, [workflowFile]: 'a' },
      { ...POLICY, [workflowFile]: 'b' },
      { workflowFile },
    );
    expect(review.gateChanges).toEqual([
      { kind: 'workflow', file: workflowFile, line: 1, text: 'changes the workflow that runs this gate' },
    ]);
  });
});

describe('a gate that is broken on the base branch', () => {
  const broken = { 'policies/team.yaml': labelPolicy().replace('validate:', 'validat:') };

  it('blocks', async () => {
    expect((await judgeBetween(broken, { ...broken, 'deploy/pod.yaml': pod('good', { team: 'a' }) })).decision).toBe(
      'block',
    );
  });

  it('is mended by a pull request that does nothing else', async () => {
    const review = await judgeBetween(broken, POLICY);
    expect(review.decision).toBe('pass');
    expect(review.problems).toEqual([]);
    expect(review.reasons[0]).toMatch(/mends the base branch's gate/);
    expect(review.notes.join()).toMatch(/Broken on the base branch, mended here: policies\/team\.yaml:/);
  });

  it.each([
    ['changes a manifest as well', { ...POLICY, 'deploy/pod.yaml': pod('good', { team: 'a' }) }],
    ['changes a text as well', { ...POLICY, 'README.md': 'hello' }],
    ['leaves it broken', { 'policies/team.yaml': `${broken['policies/team.yaml']} ` }],
    [
      'puts a manifest beside the policy',
      { 'policies/team.yaml': `${labelPolicy()}---\n${pod('good', { team: 'a' })}` },
    ],
  ])('is not mended by one that %s', async (_, head) => {
    expect((await judgeBetween(broken, head)).decision).toBe('block');
  });

  it('is mended where the configuration is what is broken', async () => {
    const file = '.github/tidewaiter.yml';
    const base = { ...POLICY, [file]: 'modes: gate\n' };
    expect((await judgeBetween(base, { ...base, [file]: 'mode: gate\n' })).decision).toBe('pass');
    expect((await judgeBetween(base, { ...base, [file]: 'mod: gate\n' })).decision).toBe('block');
  });
});

describe('what the workflow asks for', () => {
  const gate = { ...POLICY, '.github/tidewaiter.yml': 'fail-on: enforce\n' };
  const head = { ...gate, 'deploy/pod.yaml': BAD };

  it.each([
    ['observe mode', { mode: 'observe' }],
    ['another threshold', { failOn: 'none' }],
  ] as const)('cannot loosen what the file says: %s', async (_, overrides) => {
    const review = await judgeBetween(gate, head, { asked: { overrides } });
    expect(review.decision).toBe('block');
    expect(review.notes.join()).toMatch(/asks for less than the base branch, and has no effect/);
  });

  it('can tighten it', async () => {
    const audit = { ...gate, 'policies/team.yaml': labelPolicy('Audit') };
    const asked = { overrides: { failOn: 'any' } } as const;
    const change = { ...audit, 'deploy/pod.yaml': BAD };
    expect((await judgeBetween(audit, change)).decision).toBe('pass');
    expect((await judgeBetween(audit, change, { asked })).decision).toBe('block');
  });

  it('adds policies and takes none away', async () => {
    const base = { ...gate, '.github/tidewaiter.yml': 'policies: [policies/**]\n', 'more/p.yaml': PRIVILEGED_POLICY };
    const change = { ...base, 'deploy/pod.yaml': pod('bad', { privileged: true }) };
    const asked = { policies: [{ kind: 'files', pattern: 'more/**' }] } as const;
    const review = await judgeBetween(base, change, { asked });
    expect(review.findings.map(({ policy }) => policy).toSorted()).toEqual(['disallow-privileged', 'require-team']);
  });

  it('counts in full where there is no file, which then says nothing', async () => {
    const asked = { overrides: { mode: 'observe' } } as const;
    expect((await judgeBetween(POLICY, { ...POLICY, 'deploy/pod.yaml': BAD }, { asked })).decision).toBe('warn');
  });

  it('is not another configuration where the usual one is there', async () => {
    const base = { ...gate, 'lax.yml': 'mode: observe\n' };
    const review = await judgeBetween(
      base,
      { ...base, 'deploy/pod.yaml': BAD },
      { asked: { configurationFile: 'lax.yml' } },
    );
    expect(review.decision).toBe('block');
    expect(review.notes.join()).toMatch(
      /names lax\.yml, and the base branch has \.github\/tidewaiter\.yml: that one counts/,
    );
  });

  it('may be another configuration where there is no usual one, and then it has to exist', async () => {
    const base = { ...POLICY, 'gate.yml': 'mode: observe\n' };
    const change = { ...base, 'deploy/pod.yaml': BAD };
    expect((await judgeBetween(base, change, { asked: { configurationFile: 'gate.yml' } })).decision).toBe('warn');
    const missing = await judgeBetween(base, change, { asked: { configurationFile: 'none.yml' } });
    expect(missing.problems).toMatchObject([{ code: 'config/no-such-file' }]);
  });
});

describe('exemptions', () => {
  const file = '.github/tidewaiter/exemptions.yml';
  const entry = (until: string, rest = '') =>
    `exemptions:\n  - policy: require-team\n    names: [bad]\n    reason: It goes in spring.\n    until: ${until}\n${rest}`;
  const base = { ...POLICY, [file]: entry('2027-03-31') };
  const head = { ...base, 'deploy/pod.yaml': BAD };

  it('of the base excuse a finding', async () => {
    const review = await judgeBetween(base, head);
    expect(review.decision).toBe('pass');
    expect(review.findings).toMatchObject([{ exemption: { state: 'active' } }]);
  });

  it('of the pull request do not, and are shown', async () => {
    const review = await judgeBetween(POLICY, head);
    expect(review.decision).toBe('block');
    expect(review.gateChanges).toMatchObject([
      { kind: 'exemption', file, line: 2, text: /^adds an exemption from require-team/ },
    ]);
  });

  it('that have run out do not, and say who had agreed', async () => {
    const review = await judgeBetween(base, head, { now: Date.UTC(2027, 3, 1) + DAY });
    expect(review.decision).toBe('block');
    expect(review.findings).toMatchObject([{ exemption: { state: 'expired', exemption: { until: '2027-03-31' } } }]);
  });

  it('that are broken excuse nothing and block', async () => {
    const review = await judgeBetween({ ...POLICY, [file]: entry('someday') }, { ...head, [file]: entry('someday') });
    expect(review.decision).toBe('block');
    expect(review.problems.map(({ code }) => code)).toEqual(['config/invalid-value']);
  });

  it('that excuse nothing are listed where everything was judged', async () => {
    const all = { ...base, '.github/tidewaiter.yml': 'report: all\n' };
    const review = await judgeBetween(all, { ...all, 'deploy/pod.yaml': pod('good', { team: 'a' }) });
    expect(review.unusedExemptions.map(({ policy }) => policy)).toEqual(['require-team']);
  });
});
