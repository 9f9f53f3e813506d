import { describe, expect, it } from 'vitest';
import type { Files } from '../../src/model/files.ts';
import { labelPolicy, PRIVILEGED_POLICY, pod } from '../cli/project.ts';
import { textFiles } from '../text-files.ts';
import { CONFIGURATION, judgeUnder, ownerOf, ownersFiles, type Texts } from './owner.ts';

const EXEMPTIONS = '.github/tidewaiter/exemptions.yml';
const BAD = { 'deploy/pod.yaml': pod('bad') };

/** The owner requires the label `team` of every Pod. */
const TEAM = { 'policies/team.yaml': labelPolicy() };
const required = (...lines: readonly string[]): Texts => ({
  ...TEAM,
  [CONFIGURATION]: ['required:', '  policies: [policies/**]', ...lines.map((line) => `  ${line}`), ''].join('\n'),
});

/** A policy of the repository's own, so that it has one. */
const OWN = { 'own/privileged.yaml': PRIVILEGED_POLICY };

function adding(files: Texts, base: Texts): { base: Texts; head: Texts } {
  return { base, head: { ...base, ...files } };
}

const policiesOf = (review: Awaited<ReturnType<typeof judgeUnder>>) =>
  [...new Set(review.findings.map(({ policy }) => policy))].toSorted();

describe('the configuration of a repository that has none', () => {
  const owners = { ...TEAM, [CONFIGURATION]: 'policies: [policies/**]\nmode: observe\n' };

  it("is its owner's, with the owner's policies", async () => {
    const review = await judgeUnder(ownerOf(owners), adding(BAD, {}));
    expect([review.decision, policiesOf(review)]).toEqual(['warn', ['require-team']]);
    expect(review.findings[0]?.policySpan?.source.file).toBe('acme/.github/policies/team.yaml');
  });

  it('has the policies of the repository where the owner names none', async () => {
    const owner = ownerOf({ [CONFIGURATION]: 'fail-on: enforce\n' });
    const review = await judgeUnder(owner, adding({ 'p.yaml': pod('p', { privileged: true }) }, OWN));
    expect([review.decision, policiesOf(review)]).toEqual(['block', ['disallow-privileged']]);
  });

  it('gives levels without knowing which policies each repository has', async () => {
    const owner = ownerOf({ [CONFIGURATION]: 'levels: { require-team: audit, somebody-elses: warn }\n' });
    const review = await judgeUnder(owner, adding(BAD, TEAM));
    expect([review.decision, review.problems]).toEqual(['pass', []]);
  });

  it('counts for nothing where the repository has one', async () => {
    const base = { ...OWN, [CONFIGURATION]: 'policies: [own/**]\n' };
    const review = await judgeUnder(ownerOf(owners), adding(BAD, base));
    expect([review.decision, review.findings]).toEqual(['pass', []]);
  });

  it('is held to what the owner requires as well, even that of the owner', async () => {
    const owner = ownerOf({ ...required('mode: gate'), [CONFIGURATION]: 'mode: observe\nrequired: { mode: gate }\n' });
    const review = await judgeUnder(owner, adding(BAD, TEAM));
    expect(review.decision).toBe('block');
    expect(review.notes).toEqual([
      'acme/.github/.github/tidewaiter.yml:1 asks for mode: observe, and acme/.github/.github/tidewaiter.yml:2 requires gate: what is required holds.',
    ]);
  });

  it('is told as broken, at its place, where the owner has broken it', async () => {
    const review = await judgeUnder(ownerOf({ [CONFIGURATION]: '\nmod: gate\n' }), adding(BAD, TEAM));
    expect(review.decision).toBe('block');
    expect(review.problems).toMatchObject([
      { code: 'config/unknown-key', span: { source: { file: 'acme/.github/.github/tidewaiter.yml' } } },
    ]);
  });
});

describe('policies that an owner requires', () => {
  it.each([
    ['that has no configuration', {}],
    ['that has policies', OWN],
    ['that names its policies', { ...OWN, [CONFIGURATION]: 'policies: [own/**]\n' }],
    ['that names none', { [CONFIGURATION]: 'policies: []\n' }],
  ])('judge a repository %s', async (_, base) => {
    const review = await judgeUnder(ownerOf(required()), adding(BAD, base));
    expect([review.decision, policiesOf(review), review.notes]).toEqual(['block', ['require-team'], []]);
  });

  it('come in addition to its own', async () => {
    const review = await judgeUnder(ownerOf(required()), adding({ 'p.yaml': pod('p', { privileged: true }) }, OWN));
    expect(policiesOf(review)).toEqual(['disallow-privileged', 'require-team']);
  });

  it('come from the library, too', async () => {
    const owner = ownerOf({ [CONFIGURATION]: 'required: { policies: [{ bundle: own }] }\n' });
    const library = textFiles({ 'own/team/policy.yaml': labelPolicy() }, 'bundle');
    const review = await judgeUnder(owner, adding(BAD, OWN), { library });
    expect([review.decision, policiesOf(review)]).toEqual(['block', ['require-team']]);
  });

  it('go before another policy of the same name, which is named', async () => {
    const lax = { 'lax.yaml': labelPolicy('Audit') };
    const review = await judgeUnder(ownerOf(required()), adding(BAD, lax));
    expect([review.decision, review.problems]).toEqual(['block', []]);
    expect(review.notes).toEqual([
      'lax.yaml:4 asks for another ClusterPolicy "require-team", and acme/.github/policies/team.yaml:4 requires the one there: what is required holds.',
    ]);
  });

  it('block where they are broken or missing', async () => {
    const broken = { 'policies/team.yaml': labelPolicy().replace('validate:', 'validat:') };
    const review = await judgeUnder(ownerOf({ ...required(), ...broken }), adding({ 'a.txt': 'a' }, OWN));
    expect([review.decision, review.problems.map(({ span }) => span?.source.file)]).toEqual([
      'block',
      expect.arrayContaining(['acme/.github/policies/team.yaml']),
    ]);
    const { [CONFIGURATION]: only = '' } = required();
    const missing = await judgeUnder(ownerOf({ [CONFIGURATION]: only }), adding({ 'a.txt': 'a' }, OWN));
    expect(missing.problems).toMatchObject([
      { code: 'config/no-such-file', remedy: 'Name files, folders or globs that hold policies in acme/.github.' },
    ]);
  });

  it('are not excused by what a policy of the repository makes of the object', async () => {
    const mutating = `apiVersion: kyverno.io/v1
kind: ClusterPolicy
metadata:
  name: add-team
spec:
  rules:
    - name: add-team
      match: { any: [{ resources: { kinds: [Pod] } }] }
      mutate:
        patchStrategicMerge: { metadata: { labels: { +(team): anybody } } }
`;
    const own = { 'own/add-team.yaml': mutating };
    const trusting = await judgeUnder(undefined, adding(BAD, { ...own, ...TEAM }));
    expect([trusting.decision, policiesOf(trusting)]).toEqual(['warn', ['add-team']]);
    const held = await judgeUnder(ownerOf(required()), adding(BAD, own));
    expect([held.decision, policiesOf(held)]).toEqual(['block', ['add-team', 'require-team']]);
    const owners = await judgeUnder(ownerOf({ ...required(), 'policies/add-team.yaml': mutating }), adding(BAD, OWN));
    expect([owners.decision, policiesOf(owners)]).toEqual(['warn', ['add-team']]);
  });
});

describe('levels', () => {
  const asking = (level: string) => ({ [CONFIGURATION]: `policies: []\nlevels:\n  ${level}\n` });

  it.each(['require-team: audit', 'require-team/team-label: warn'])(
    "cannot be below a required policy's own: %s",
    async (level) => {
      const review = await judgeUnder(ownerOf(required()), adding(BAD, asking(level)));
      expect(review.decision).toBe('block');
      expect(review.notes).toEqual([
        `.github/tidewaiter.yml:3 asks for levels: ${level}, and acme/.github/policies/team.yaml:8 requires enforce: what is required holds.`,
      ]);
    },
  );

  it('can be raised', async () => {
    const owners = { ...required(), 'policies/team.yaml': labelPolicy('Audit') };
    expect((await judgeUnder(ownerOf(owners), adding(BAD, {}))).decision).toBe('pass');
    const review = await judgeUnder(ownerOf(owners), adding(BAD, asking('require-team: enforce')));
    expect([review.decision, review.notes]).toEqual(['block', []]);
  });

  it("are the owner's for the owner's policies, and may then be below those policies' own", async () => {
    const owner = ownerOf(required('levels: { require-team: warn }'));
    expect((await judgeUnder(owner, adding(BAD, {}))).decision).toBe('warn');
    const lower = await judgeUnder(owner, adding(BAD, asking('require-team/team-label: audit')));
    expect([lower.decision, lower.notes]).toEqual([
      'warn',
      [
        '.github/tidewaiter.yml:3 asks for levels: require-team/team-label: audit, and acme/.github/.github/tidewaiter.yml:3 requires warn: what is required holds.',
      ],
    ]);
    expect((await judgeUnder(owner, adding(BAD, asking('require-team: enforce')))).decision).toBe('block');
  });

  it('do not loosen a policy that the repository has as well', async () => {
    const owner = ownerOf(required('levels: { require-team: warn }'));
    expect((await judgeUnder(owner, adding(BAD, TEAM))).decision).toBe('block');
    const asks = { ...TEAM, [CONFIGURATION]: 'levels: { require-team: warn }\n' };
    expect((await judgeUnder(owner, adding(BAD, asks))).decision).toBe('warn');
  });

  it('are the least of policies that only the repository has', async () => {
    const owner = ownerOf({
      [CONFIGURATION]: 'required: { levels: { require-team: enforce, unheard-of: enforce } }\n',
    });
    const base = { 'team.yaml': labelPolicy('Audit') };
    expect((await judgeUnder(owner, adding(BAD, base))).decision).toBe('block');
    const lower = { ...base, [CONFIGURATION]: 'levels: { require-team/team-label: audit }\n' };
    const review = await judgeUnder(owner, adding(BAD, lower));
    expect([review.decision, review.notes.length, review.problems]).toEqual(['block', 1, []]);
  });
});

describe('settings', () => {
  it.each([
    ['mode: gate', 'mode: observe'],
    ['fail-on: enforce', 'fail-on: none'],
    ['manifests: { include: ["**"] }', 'manifests: { exclude: ["deploy/**"] }'],
    ['manifests: { include: ["**"] }', 'manifests: { include: ["apps/**"] }'],
    ['manifests: { exclude: ["docs/**"] }', 'manifests: { include: ["apps/**"] }'],
    ['limits: { documentBytes: 5000000 }', 'limits: { documentBytes: 50000000 }'],
  ])('are not weaker than %s: %s', async (floor, asked) => {
    const review = await judgeUnder(ownerOf(required(floor)), adding(BAD, { [CONFIGURATION]: `${asked}\n` }));
    expect(review.decision).toBe('block');
    expect(review.notes).toEqual([
      expect.stringMatching(
        /^\.github\/tidewaiter\.yml:1 asks for .+, and acme\/\.github\/\.github\/tidewaiter\.yml:3 requires .+: what is required holds\.$/,
      ),
    ]);
  });

  it('are made stricter without a word where the repository does not speak of them', async () => {
    const owner = ownerOf({
      'policies/team.yaml': labelPolicy('Audit'),
      [CONFIGURATION]: required('fail-on: any')[CONFIGURATION] ?? '',
    });
    const review = await judgeUnder(owner, adding(BAD, { [CONFIGURATION]: 'mode: gate\n' }));
    expect([review.decision, review.notes]).toEqual(['block', []]);
  });

  it('that an owner requires loosen nothing', async () => {
    const owner = ownerOf(required('mode: observe', 'fail-on: none', 'mutations: off', 'report: new'));
    expect((await judgeUnder(owner, adding(BAD, { [CONFIGURATION]: 'report: all\n' }))).decision).toBe('block');
  });

  it('make the starter bundle a gate where that is required', async () => {
    const library = textFiles({ 'starter/team/policy.yaml': labelPolicy() }, 'bundle');
    const owner = ownerOf({ [CONFIGURATION]: 'required: { mode: gate }\n' });
    const held = await judgeUnder(owner, adding(BAD, {}), { library });
    expect([held.decision, held.notes]).toEqual([
      'block',
      ['There are no policies here, so the bundle "starter" judges.'],
    ]);
    const free = await judgeUnder(ownerOf({ [CONFIGURATION]: 'mode: gate\n' }), adding(BAD, {}), { library });
    expect([free.decision, free.notes]).toEqual([
      'warn',
      ['There are no policies here, so the bundle "starter" judges in observe mode: it never blocks.'],
    ]);
  });
});

describe('exemptions', () => {
  const entry = (until: string, rest = '') =>
    `exemptions:\n  - policy: require-team\n    reason: It goes in spring.\n    until: ${until}\n${rest}`;

  it.each([
    ['exemptions: none', entry('2027-01-11'), 'that there are none'],
    ['exemptions: { max-days: 30 }', entry('2027-02-10'), 'an end within 30 days'],
    ['exemptions: { approved-by: true }', entry('2027-01-11'), 'that somebody approved it (approved-by)'],
  ])('that break a rule of the owner excuse nothing, and are named: %s', async (rule, text, words) => {
    const review = await judgeUnder(ownerOf(required(rule)), adding(BAD, { [EXEMPTIONS]: text }));
    expect([review.decision, review.problems]).toEqual(['block', []]);
    expect(review.notes).toEqual([
      expect.stringMatching(
        /^\.github\/tidewaiter\/exemptions\.yml:2 asks for an exemption from require-team for everything until/,
      ),
    ]);
    expect(review.notes[0]).toContain(
      `and acme/.github/.github/tidewaiter.yml:3 requires ${words}: what is required holds.`,
    );
  });

  it.each([
    ['max-days: 30', entry('2027-02-09')],
    ['approved-by: true', entry('2027-01-11', '    approved-by: octocat\n')],
    ['approved-by: false', entry('2027-01-11')],
  ])('that keep to them excuse: %s', async (rule, text) => {
    const owner = ownerOf(required(`exemptions: { ${rule} }`));
    const review = await judgeUnder(owner, adding(BAD, { [EXEMPTIONS]: text }));
    expect([review.decision, review.notes]).toEqual(['pass', []]);
  });

  it('that have run out say who had agreed, whatever the rules', async () => {
    const review = await judgeUnder(
      ownerOf(required('exemptions: none')),
      adding(BAD, { [EXEMPTIONS]: entry('2027-01-09') }),
    );
    expect([review.decision, review.notes, review.findings[0]?.exemption?.state]).toEqual(['block', [], 'expired']);
  });
});

describe('what an owner requires', () => {
  const good = adding({ 'deploy/pod.yaml': pod('good', { team: 'a' }) }, TEAM);
  const brokenFloor = { [CONFIGURATION]: '\nrequired: { mod: gate }\n' };
  const withLink: Files = {
    ...ownersFiles({}),
    read: async () =>
      new Map([
        [CONFIGURATION, { outcome: 'unreadable', code: 'file/symbolic-link', reason: 'it is a symbolic link' }],
      ]),
  };

  it.each([
    ['is in no repository', { files: undefined }, {}, 'config/no-floor'],
    ['is in no file', {}, {}, 'config/no-floor'],
    ['is not in the file', {}, { [CONFIGURATION]: 'mode: gate\n' }, 'config/no-floor'],
    ['cannot be understood', {}, brokenFloor, 'config/unknown-key'],
    ['cannot be read', { files: withLink }, {}, 'config/unreadable'],
  ])('has to be there where the operator wants it: it %s', async (_, more, owners, code) => {
    const base = { ...good.base, [CONFIGURATION]: 'mode: gate\n' };
    const sides = { base, head: { ...base, ...good.head } };
    const review = await judgeUnder(ownerOf(owners, { floor: 'required', ...more }), sides);
    expect([review.decision, review.problems.map((problem) => problem.code)]).toEqual(['block', [code]]);
    expect((await judgeUnder(ownerOf(owners, more), sides)).decision).toBe('pass');
  });

  it.each<[string, Texts]>([
    ['only observes', { [CONFIGURATION]: 'mode: observe\n' }],
    ['has no policies', {}],
  ])('blocks where it has to be there, is not, and the repository %s', async (_, base) => {
    const sides = adding({ 'README.md': 'a shop\n' }, base);
    const under = async (floor: 'required' | 'optional') => (await judgeUnder(ownerOf({}, { floor }), sides)).decision;
    expect([await under('optional'), await under('required')]).toEqual([expect.not.stringMatching('block'), 'block']);
  });

  it('may be nothing, said aloud', async () => {
    const owner = ownerOf({ [CONFIGURATION]: 'required: {}\n' }, { floor: 'required' });
    expect((await judgeUnder(owner, good)).decision).toBe('pass');
  });

  it('is named where it cannot be read and the repository has a configuration of its own', async () => {
    const base = { ...good.base, [CONFIGURATION]: 'mode: gate\n' };
    const review = await judgeUnder(ownerOf(brokenFloor), { base, head: { ...base, ...good.head } });
    expect(review.notes).toEqual([
      'What acme/.github requires is not known, and does not hold: acme/.github/.github/tidewaiter.yml:2: unknown key "mod" in "required".',
    ]);
  });

  it("is nothing to a repository's own file, and that is said", async () => {
    const base = { ...good.base, [CONFIGURATION]: 'required: { exemptions: none }\n' };
    for (const owner of [undefined, ownerOf({})]) {
      const review = await judgeUnder(owner, { base, head: { ...base, ...good.head } });
      expect(review.notes).toEqual([
        '.github/tidewaiter.yml: "required" has no effect here: the bot reads it in the owner\'s repository `.github`.',
      ]);
    }
  });
});

describe('a pull request that changes the gate', () => {
  it('is told what of it will have no effect', async () => {
    const base = { ...OWN, [CONFIGURATION]: 'mode: gate\n' };
    const head = { ...base, [CONFIGURATION]: '\nmode: observe\n' };
    const review = await judgeUnder(ownerOf(required('mode: gate')), { base, head });
    expect(review.notes).toEqual([
      'Once this is merged: .github/tidewaiter.yml:2 asks for mode: observe, and acme/.github/.github/tidewaiter.yml:3 requires gate: what is required holds.',
    ]);
  });

  it('mends a broken one under an owner, too', async () => {
    const base = { ...OWN, [CONFIGURATION]: 'mod: gate\n' };
    const review = await judgeUnder(ownerOf(required()), { base, head: { ...base, [CONFIGURATION]: 'mode: gate\n' } });
    expect([review.decision, review.reasons[0]]).toEqual([
      'pass',
      expect.stringMatching(/mends the base branch's gate/),
    ]);
  });

  it('does not mend what is broken at the owner', async () => {
    const owner = ownerOf({ [CONFIGURATION]: 'required: { mod: gate }\n' }, { floor: 'required' });
    const base = { ...OWN, [CONFIGURATION]: 'mode: gate\n' };
    const review = await judgeUnder(owner, { base, head: { ...base, [CONFIGURATION]: 'mode: observe\n' } });
    expect(review.decision).toBe('block');
  });
});

describe("the owner's own repository", () => {
  const itself = (floor: 'required' | 'optional' = 'optional') => ownerOf({}, { files: 'judged', floor });

  it('is held to what it requires', async () => {
    const base = { ...TEAM, [CONFIGURATION]: 'policies: []\nrequired: { policies: [policies/**] }\n' };
    const review = await judgeUnder(itself(), adding(BAD, base));
    expect([review.decision, review.notes]).toEqual(['block', []]);
    expect(review.findings[0]?.policySpan?.source.file).toBe('policies/team.yaml');
  });

  it('names a change of the policies that it requires', async () => {
    const base = { ...TEAM, [CONFIGURATION]: 'policies: []\nrequired: { policies: [policies/**] }\n' };
    const review = await judgeUnder(itself(), { base, head: { ...base, 'policies/team.yaml': labelPolicy('Audit') } });
    expect(review.gateChanges).toMatchObject([{ kind: 'policy', text: 'changes the ClusterPolicy require-team' }]);
  });

  it('can mend what it requires', async () => {
    const base = { ...TEAM, [CONFIGURATION]: 'required: { mod: gate }\n' };
    const head = { ...base, [CONFIGURATION]: 'required: { mode: gate }\n' };
    for (const floor of ['required', 'optional'] as const) {
      expect((await judgeUnder(itself(floor), adding(BAD, base))).problems).toHaveLength(1);
      expect((await judgeUnder(itself(floor), { base, head })).decision).toBe('pass');
    }
  });
});
