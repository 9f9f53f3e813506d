import { expect } from 'vitest';
import { foundIn, type HostileCase, POLICIES, pod } from '../hostile-case.ts';
import type { Told } from '../judge-hostile.ts';

const MARKUP =
  '`<img src=x>` @octocat #1 | [owned](javascript:owned) ![x](https://evil.example/x.png)\n# owned\n::error::owned\n##[error]owned';
/** Kyverno takes no longer name of a policy. */
const NAME = '`<img src=x>` @octocat [owned](javascript:x)\n# owned\n::error::o';
const IN_A_MONTH = new Date(Date.now() + 30 * 86_400_000).toISOString().slice(0, 10);

/** What a pull request changes about its own gate is named and previewed; it decides nothing, and its words are text. */
export const OWN_GATE: readonly HostileCase[] = [
  {
    tries: 'to add a policy with hostile names and words',
    head: {
      'policies/added.yaml': denyingPolicy({
        name: MARKUP,
        rule: '`@octocat` <img src=x> |\n# owned',
        message: MARKUP,
        title: MARKUP,
      }),
      'gate/pod.yaml': pod({ says: 'no' }),
    },
    expect: (told) => {
      expect(changesIn(told, 'policies/added.yaml')).toEqual([`adds the ClusterPolicy ${MARKUP}`]);
      expect(foundIn(told, 'gate/pod.yaml').map(({ policy }) => policy)).toEqual(['says']);
    },
  },
  {
    tries: 'to add a policy in a file with a hostile name',
    head: { [`policies/${MARKUP.replaceAll('/', ' ')}.yaml`]: denyingPolicy({ name: 'added-too' }) },
    expect: (told) =>
      expect(changesIn(told, `policies/${MARKUP.replaceAll('/', ' ')}.yaml`)).toEqual([
        'adds the ClusterPolicy added-too',
      ]),
  },
  {
    tries: 'to remove a policy',
    base: { 'policies/removed.yaml': denyingPolicy({ name: `removed ${MARKUP}`, denies: 'nobody' }) },
    head: { 'policies/removed.yaml': null },
    expect: (told) => {
      expect(changesIn(told, 'policies/removed.yaml')).toEqual([`removes the ClusterPolicy removed ${MARKUP}`]);
    },
  },
  {
    tries: 'to make a policy that denies one that warns',
    head: {
      'policies/says.yaml': String(POLICIES['policies/says.yaml']).replace('Enforce', 'Audit'),
    },
    expect: (told) => {
      expect(changesIn(told, 'policies/says.yaml')).toEqual(['changes the ClusterPolicy says']);
      expect(told.report.decision).toBe('block');
    },
  },
  {
    tries: 'to add policies that nobody can read or compile',
    head: {
      'policies/unreadable.yaml': `${denyingPolicy({ name: 'unreadable' })}${JSON.stringify(MARKUP)}: {"a": [\n`,
      'policies/uncompiled.yaml': denyingPolicy({ name: `uncompiled ${MARKUP}`, message: `{{ ${MARKUP} }}` }),
    },
    expect: (told) => {
      expect(changesIn(told, 'policies/unreadable.yaml')).not.toEqual([]);
      expect(changesIn(told, 'policies/uncompiled.yaml')).not.toEqual([]);
    },
  },
  {
    tries: 'to exempt everything, in hostile words',
    head: {
      '.github/tidewaiter/exemptions.yml': JSON.stringify({
        exemptions: [
          { policy: '*', reason: MARKUP, until: IN_A_MONTH, 'approved-by': `@octocat ${MARKUP}` },
          {
            policy: MARKUP.replaceAll('/', ' '),
            names: [MARKUP],
            namespaces: [MARKUP],
            kinds: [MARKUP],
            reason: MARKUP,
            until: IN_A_MONTH,
          },
        ],
      }),
    },
    expect: (told) => {
      expect(changesIn(told, '.github/tidewaiter/exemptions.yml')).toHaveLength(2);
      expect(told.report.decision).toBe('block');
    },
  },
  {
    tries: 'to change the configuration, with keys and values that nobody knows',
    head: { '.github/tidewaiter.yml': JSON.stringify({ mode: 'observe', [MARKUP]: MARKUP, 'fail-on': MARKUP }) },
    expect: (told) => {
      expect(changesIn(told, '.github/tidewaiter.yml')).toEqual(['adds the configuration of this gate']);
      expect(told.exitCode).toBe(1);
    },
  },
];

/** Policies come from the base branch, and there perhaps from somebody else: their words are no more than text either. */
export const BASE_POLICIES: readonly HostileCase[] = [
  denied('hostile names and words', {
    name: NAME,
    rule: '`@octocat` <img src=x> |\n# owned',
    message: MARKUP,
    title: MARKUP,
  }),
  denied('a link that runs a script', { documentation: 'javascript:alert(1)' }),
  denied('a link that ends itself', { documentation: 'https://evil.example) ![x](https://evil.example/x.png' }),
  denied('a link that ends its element', { documentation: 'https://evil.example/"><img src=x>' }),
  denied('a link to another host than it seems', { documentation: 'https://docs.example.com@evil.example/' }),
  denied('a link with a password', { documentation: 'https://octocat:correct-horse@evil.example/' }),
  denied('a link over several lines', { documentation: 'https://evil.example/\n\n# owned' }),
  denied('a link with letters that nobody sees', { documentation: 'https://docs.example.com/\u202e\u200b' }),
  denied('a link that never ends', { documentation: `https://docs.example.com/${'x'.repeat(100_000)}` }),
  denied('a message that never ends', { message: 'Never @octocat <br> '.repeat(20_000) }),
  denied('a message of nothing', { message: ' \n ' }),
  denied('a message of many lines', { message: '- owned\n'.repeat(5_000) }),
  {
    ...denied('a page about it', { documentation: 'https://docs.example.com/policies#it' }),
    expect: ({ comments }) => {
      const comment = comments.find(({ path }) => path === 'base/a-page-about-it.yaml');
      expect(comment?.body).toContain('(https://docs.example.com/policies#it)');
    },
  },
  {
    tries: 'exemptions in hostile words, one of which has run out',
    base: {
      '.github/tidewaiter/exemptions.yml': JSON.stringify({
        exemptions: [
          { policy: 'says', names: ['exempted'], reason: MARKUP, until: IN_A_MONTH, 'approved-by': MARKUP },
          { policy: 'says', names: ['expired'], reason: MARKUP, until: '2026-01-31', 'approved-by': MARKUP },
        ],
      }),
    },
    head: {
      'base/exempted.yaml': pod({ name: 'exempted', says: 'no' }),
      'base/expired.yaml': pod({ name: 'expired', says: 'no' }),
    },
    expect: (told) => {
      expect(foundIn(told, 'base/exempted.yaml')).toMatchObject([
        { exemption: { state: 'active', approvedBy: MARKUP } },
      ]);
      expect(foundIn(told, 'base/expired.yaml')).toMatchObject([
        { exemption: { state: 'expired', approvedBy: MARKUP } },
      ]);
    },
  },
];

interface PolicyWords {
  readonly name?: string;
  readonly rule?: string;
  readonly message?: string;
  readonly title?: string;
  readonly documentation?: string;
  /** The name of the Pods that it denies. */
  readonly denies?: string;
}

/** A policy of the base branch in these words, and a Pod that it denies. */
function denied(tries: string, words: PolicyWords): HostileCase {
  const slug = tries.replace(/[^a-z]+/g, '-');
  return {
    tries: `a policy with ${tries}`,
    base: { [`policies/${slug}.yaml`]: denyingPolicy({ name: slug, ...words, denies: slug }) },
    head: { [`base/${slug}.yaml`]: pod({ name: slug }) },
    expect: (told) => expect(foundIn(told, `base/${slug}.yaml`)).toHaveLength(1),
  };
}

function denyingPolicy({ name, rule, message, title, documentation, denies = 'web' }: PolicyWords): string {
  return JSON.stringify({
    apiVersion: 'kyverno.io/v1',
    kind: 'ClusterPolicy',
    metadata: {
      name,
      annotations: { 'policies.kyverno.io/title': title, 'policies.kyverno.io/documentation': documentation },
    },
    spec: {
      validationFailureAction: 'Enforce',
      rules: [
        {
          name: rule ?? 'denies',
          match: { any: [{ resources: { kinds: ['Pod'], names: [denies] } }] },
          validate: { message: message ?? 'No.', deny: {} },
        },
      ],
    },
  });
}

function changesIn({ report }: Told, file: string): readonly string[] {
  return report.gateChanges.filter((change) => change.file === file).map(({ text }) => text);
}
