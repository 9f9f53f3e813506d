import { describe, expect, it } from 'vitest';
import { type JudgeInput, judge } from '../../src/pipeline.ts';
import { changeSetOf } from '../change-set.ts';
import { pod } from '../cli/project.ts';
import { CONFIGURATION, judgeUnder, ownerOf, type Texts } from '../policy/owner.ts';
import { textFiles } from '../text-files.ts';

function policyFor(filter: string, validate = 'deny: {}'): Texts {
  return {
    'policies/who.yaml': `apiVersion: kyverno.io/v1
kind: ClusterPolicy
metadata: { name: who }
spec:
  background: false
  rules:
    - name: who
      match: { any: [{ resources: { kinds: [Pod] } }] }
      ${filter}
      validate: { failureAction: Enforce, ${validate} }
`,
  };
}

const UNLESS_ADMIN = policyFor('exclude: { any: [{ clusterRoles: [cluster-admin] }] }');
const USERS =
  'users:\n  Octocat: { username: jane, groups: [dev], clusterRoles: [cluster-admin] }\n  hubot: { username: hubot, clusterRoles: [] }\n';

async function outcomesOf(base: Texts, more: Partial<JudgeInput> = {}, head: Texts = {}): Promise<readonly string[]> {
  const change = changeSetOf({ base, head: { ...base, 'web.yaml': pod('web'), ...head } });
  const review = await judge({ change, library: textFiles({}), now: 0, seed: 1, clock: () => 0, ...more });
  expect(review.problems).toEqual([]);
  return review.findings.map(({ outcome }) => outcome);
}

describe('a rule about who asks', () => {
  it.each([
    ['octocat', []],
    ['hubot', ['fail']],
    ['monalisa', ['unknown']],
    [undefined, ['unknown']],
  ])('judges the change of %s: %j', async (author, outcomes) => {
    expect(await outcomesOf({ ...UNLESS_ADMIN, [CONFIGURATION]: USERS }, { author })).toEqual(outcomes);
  });

  it('stays unknown where nobody says which roles the user has', async () => {
    const configuration = 'users: { octocat: { username: jane } }\n';
    expect(await outcomesOf({ ...UNLESS_ADMIN, [CONFIGURATION]: configuration }, { author: 'octocat' })).toEqual([
      'unknown',
    ]);
  });

  it("goes by the base branch's word for it, never by the pull request's", async () => {
    const head = { [CONFIGURATION]: 'users: { hubot: { username: root, clusterRoles: [cluster-admin] } }\n' };
    expect(await outcomesOf({ ...UNLESS_ADMIN, [CONFIGURATION]: USERS }, { author: 'hubot' }, head)).toEqual(['fail']);
  });

  it('may ask for everything of the user', async () => {
    const conditions = (key: string, value: string) =>
      policyFor('', `deny: { conditions: { any: [{ key: "{{ ${key} }}", operator: Equals, value: "${value}" }] } }`);
    const configuration = `users:
  "*": { username: "system:serviceaccount:flux:apply", uid: "42", roles: ["shop:editor"], extra: { team: [a] } }
`;
    for (const [key, value] of [
      ['request.userInfo.username', 'system:serviceaccount:flux:apply'],
      ['request.userInfo.uid', '42'],
      ['request.userInfo.extra.team[0]', 'a'],
      ['request.roles[0]', 'shop:editor'],
      ['serviceAccountName', 'apply'],
      ['serviceAccountNamespace', 'flux'],
    ] as const) {
      const base = { ...conditions(key, value), [CONFIGURATION]: configuration };
      expect(await outcomesOf(base, { author: 'anybody' }), key).toEqual(['fail']);
    }
  });
});

describe("an owner's policy about who asks", () => {
  const head = (base: Texts) => ({ base, head: { ...base, 'web.yaml': pod('web') } });
  const own = { [CONFIGURATION]: 'users: { octocat: { username: root, clusterRoles: [cluster-admin] } }\n' };
  const required = (more: string) =>
    ownerOf({ ...UNLESS_ADMIN, [CONFIGURATION]: `required:\n  policies: [policies/**]\n${more}` });

  it('takes no word of a repository for it', async () => {
    const { findings } = await judgeUnder(required(''), head(own), { author: 'octocat' });
    expect(findings.map(({ outcome }) => outcome)).toEqual(['unknown']);
  });

  it("takes the owner's", async () => {
    const users = '  users: { octocat: { username: jane, clusterRoles: [] } }\n';
    const { findings, notes } = await judgeUnder(required(users), head(own), { author: 'octocat' });
    expect(findings.map(({ outcome }) => outcome)).toEqual(['fail']);
    expect(notes).toEqual([expect.stringContaining('asks for users')]);
  });
});
