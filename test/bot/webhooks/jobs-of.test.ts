import { describe, expect, it } from 'vitest';
import { jobsOf } from '../../../bot/webhooks/jobs-of.ts';
import type { JsonObject } from '../../../src/base/json.ts';

const SHOP = { installation: 7, owner: 'acme', repo: 'shop' };
const EVERY = {
  installation: { id: 7 },
  repository: { name: 'shop', full_name: 'acme/shop', owner: { login: 'acme' } },
  sender: { login: 'alice', type: 'User' },
};
const HEAD = 'a'.repeat(40);
const BEFORE = 'b'.repeat(40);
const ZEROS = '0'.repeat(40);

function jobs(event: string, payload: JsonObject) {
  return jobsOf(event, { ...EVERY, ...payload }).map(({ job, priority }) => {
    const { installation, owner, repo, ...rest } = job;
    expect({ installation, owner, repo }).toEqual(SHOP);
    return { ...rest, priority };
  });
}

function person(login: string, type = 'User') {
  return { login, type };
}

describe('a pull request', () => {
  const pullRequest = { number: 3, user: person('alice') };

  it.each(['opened', 'synchronize', 'reopened', 'ready_for_review', 'converted_to_draft'])(
    '%s: is judged',
    (action) => {
      expect(jobs('pull_request', { action, pull_request: pullRequest })).toEqual([
        { kind: 'judge-pull-request', number: 3, reason: `pull request ${action}`, priority: 'normal' },
      ]);
    },
  );

  it('edited: is judged where it is against another branch, not for another title', () => {
    const edited = { action: 'edited', pull_request: pullRequest };
    expect(jobs('pull_request', { ...edited, changes: { base: { ref: { from: 'main' } } } })).toMatchObject([
      { number: 3 },
    ]);
    expect(jobs('pull_request', { ...edited, changes: { title: { from: 'x' } } })).toEqual([]);
  });

  it.each(['closed', 'labeled', 'assigned', 'review_requested', 'locked', 'auto_merge_enabled'])(
    '%s: is not judged',
    (action) => {
      expect(jobs('pull_request', { action, pull_request: pullRequest })).toEqual([]);
    },
  );

  it.each(['submitted', 'dismissed'])(
    'review %s: is judged again where the bot opened it, for an approval decides about exemptions',
    (action) => {
      const review = (author: JsonObject) =>
        jobs('pull_request_review', { action, pull_request: { number: 3, user: author } });
      expect(review(person('tidewaiter[bot]', 'Bot'))).toMatchObject([{ number: 3, reason: 'asked' }]);
      expect(review(person('alice'))).toEqual([]);
    },
  );
});

describe('a merge group', () => {
  const branch = 'gh-readonly-queue/release/1/pr-3-0123abc';
  const group = { kind: 'judge-merge-group', headSha: HEAD, baseBranch: 'release/1', priority: 'normal' };
  const baseOnly = { head_sha: HEAD, base_ref: 'refs/heads/release/1' };

  it.each([
    ['merge_group', { action: 'checks_requested', merge_group: { ...baseOnly, head_ref: `refs/heads/${branch}` } }],
    [
      'push',
      {
        ref: `refs/heads/${branch}`,
        after: HEAD,
        deleted: false,
        commits: [],
        sender: person('github-merge-queue[bot]', 'Bot'),
      },
    ],
  ])('of which %s tells is judged, and whose turn it is', (event, payload) => {
    expect(jobs(event, payload)).toEqual([{ ...group, queuedNumber: 3 }]);
  });

  it.each([undefined, 'refs/heads/some/other/name', `refs/heads/gh-readonly-queue/main/pr-${'9'.repeat(10)}-0123abc`])(
    'is judged whatever its branch is called: %s',
    (headRef) => {
      const payload = {
        action: 'checks_requested',
        merge_group: { ...baseOnly, ...(headRef && { head_ref: headRef }) },
      };
      expect(jobs('merge_group', payload)).toEqual([group]);
    },
  );

  it.each([
    ['push', { ref: `refs/heads/${branch}`, after: HEAD, deleted: false, commits: [] }],
    [
      'check_run',
      { action: 'rerequested', check_run: { head_sha: HEAD, pull_requests: [], check_suite: { head_branch: branch } } },
    ],
    ['check_suite', { action: 'rerequested', check_suite: { head_sha: HEAD, head_branch: branch, pull_requests: [] } }],
  ])('is none by the name of a branch alone, which anybody may give it: %s', (event, payload) => {
    expect(jobs(event, payload)).toEqual([]);
  });

  it('that is gone is not', () => {
    expect(
      jobs('merge_group', { action: 'destroyed', merge_group: { head_sha: HEAD, base_ref: 'refs/heads/main' } }),
    ).toEqual([]);
    expect(jobs('push', { ref: `refs/heads/${branch}`, after: ZEROS, deleted: true, commits: [] })).toEqual([]);
  });
});

describe('a push to a branch', () => {
  const pushed = (commit: JsonObject, push: JsonObject = {}) =>
    jobs('push', {
      ref: 'refs/heads/release/1',
      before: BEFORE,
      after: HEAD,
      commits: [{ added: [], removed: [], modified: [], ...commit }],
      ...push,
    });
  const mayBeAnything = { kind: 'judge-branch', branch: 'release/1', commit: HEAD, priority: 'low' };
  const again = { ...mayBeAnything, before: BEFORE };

  it.each([
    ['the configuration', { modified: ['.github/tidewaiter.yml'] }],
    ['exemptions', { added: ['.github/tidewaiter/exemptions.yml'] }],
    ['a policy, wherever it is', { removed: ['policies/no-root.yaml'] }],
    ['a policy as JSON', { modified: ['policies/no-root.JSON'] }],
    ['so many files that not all are listed', { added: Array.from({ length: 3000 }, (_, index) => `${index}.txt`) }],
  ])('that touches %s has its pull requests judged again, when there is time', (_, commit) => {
    expect(pushed(commit)).toEqual([again]);
  });

  it('to the default branch may have touched a policy in a file of any name', () => {
    const push = { repository: { name: 'shop', owner: { login: 'acme' }, default_branch: 'release/1' } };
    expect(pushed({ modified: ['rules/deny.policy'] }, push)).toEqual([again]);
  });

  it.each([
    ['forced, so that it may have taken something away', { forced: true }],
    ['that begins it', { created: true, before: ZEROS }],
  ])('%s has them judged again, whatever was before', (_, push) => {
    expect(pushed({}, push)).toEqual([mayBeAnything]);
  });

  it('of so many commits that not all are listed may have touched anything', () => {
    const commits = Array.from({ length: 2048 }, () => ({ modified: ['a.txt'] }));
    expect(pushed({}, { commits })).toEqual([again]);
  });

  it.each([
    ['source code alone', { commits: [{ added: ['main.go'], removed: [], modified: ['README.md'] }] }],
    ['that removes it', { deleted: true, after: ZEROS, commits: [] }],
    ['of a tag', { ref: 'refs/tags/v1', commits: [{ modified: ['policies/a.yaml'] }] }],
  ])('%s: has not', (_, push) => {
    expect(pushed({}, push)).toEqual([]);
  });
});

describe('an installation', () => {
  const told = (event: string, action: string, account: JsonObject = { login: 'acme', type: 'Organization' }) =>
    jobsOf(event, { action, installation: { id: 7, account }, sender: person('olivia') });

  it.each([
    ['installation', 'created'],
    ['installation', 'unsuspend'],
    ['installation', 'new_permissions_accepted'],
  ])('%s.%s: the open pull requests of all its repositories are judged, when there is time', (event, action) => {
    const walk = { kind: 'judge-owner', installation: 7, owner: 'acme', repo: '.github', after: '' };
    // That an owner has no repository of that name may be remembered for a minute.
    expect(told(event, action)).toEqual([{ job: walk, priority: 'low', inSeconds: 60 }]);
  });

  it.each([
    ['installation', 'deleted'],
    ['installation', 'suspend'],
    ['installation_repositories', 'added'],
    ['installation_repositories', 'removed'],
    ['installation_target', 'renamed'],
  ])('%s.%s: nothing is done', (event, action) => {
    expect(told(event, action)).toEqual([]);
  });

  it('of an enterprise has no repositories', () => {
    expect(told('installation', 'created', { slug: 'acme-corporation' })).toEqual([]);
  });
});

describe('a check', () => {
  const run = { head_sha: HEAD, pull_requests: [{ number: 3 }, { number: 4 }], check_suite: { head_branch: 'topic' } };

  it.each([
    ['check_run', { check_run: run }],
    ['check_suite', { check_suite: { ...run, head_branch: 'topic' } }],
  ])('%s that is to be run again: each of its pull requests is judged, because somebody asked', (event, payload) => {
    expect(jobs(event, { action: 'rerequested', ...payload })).toEqual(
      [3, 4].map((number) => ({ kind: 'judge-pull-request', number, reason: 'asked', priority: 'normal' })),
    );
  });

  it('whose button was pressed', () => {
    const pressed = {
      action: 'requested_action',
      requested_action: { identifier: 'fix' },
      check_run: { ...run, pull_requests: [{ number: 3 }] },
    };
    expect(jobs('check_run', pressed)).toEqual([
      { kind: 'button', number: 3, action: 'fix', headSha: HEAD, sender: 'alice', priority: 'normal' },
    ]);
  });

  it.each(['created', 'completed'])('%s, by ourselves: nothing', (action) => {
    expect(jobs('check_run', { action, check_run: run })).toEqual([]);
    expect(jobs('check_suite', { action, check_suite: run })).toEqual([]);
  });
});

describe('a comment', () => {
  const said = (body: string, user: JsonObject = person('alice'), changes: JsonObject = {}) =>
    jobs('issue_comment', {
      action: 'created',
      comment: { id: 9, body, user },
      issue: { number: 3, pull_request: {} },
      ...changes,
    });

  it('with a line that starts with the command is obeyed', () => {
    const body = 'Now then:\r\n/tidewaiter recheck';
    expect(said(body)).toEqual([
      {
        kind: 'command',
        number: 3,
        comment: { kind: 'conversation', id: 9 },
        sender: 'alice',
        body,
        priority: 'normal',
      },
    ]);
  });

  it('in a reply knows the head that it was made at', () => {
    const payload = {
      action: 'created',
      comment: { id: 9, body: '/tidewaiter fix', user: person('alice') },
      pull_request: { number: 3, head: { sha: HEAD } },
    };
    expect(jobs('pull_request_review_comment', payload)).toMatchObject([
      { kind: 'command', comment: { kind: 'review', id: 9 }, headSha: HEAD },
    ]);
  });

  it.each([
    ['with the command within a line', 'see /tidewaiter fix', person('alice')],
    ['with a word that begins like it', '/tidewaiters fix', person('alice')],
    ['of a bot', '/tidewaiter fix', person('renovate[bot]', 'Bot')],
    ['of our own', '/tidewaiter help', person('tidewaiter[bot]', 'Bot')],
  ])('%s is not', (_, body, user) => {
    expect(said(body, user)).toEqual([]);
  });

  it('that was edited, or is on an issue, is not', () => {
    expect(said('/tidewaiter fix', person('alice'), { action: 'edited' })).toEqual([]);
    expect(said('/tidewaiter fix', person('alice'), { issue: { number: 3 } })).toEqual([]);
    expect(said('/tidewaiter fix', person('alice'), { sender: person('editor[bot]', 'Bot') })).toEqual([]);
  });
});

it.each([
  ['an event that nobody listens to', 'star', { action: 'created' }],
  ['no installation', 'pull_request', { action: 'opened', pull_request: { number: 3 }, installation: null }],
  ['a number that is none', 'pull_request', { action: 'opened', pull_request: { number: '3' } }],
  ['no pull request', 'pull_request', { action: 'opened' }],
  ['keys of the prototype', 'pull_request', { action: 'opened', pull_request: { __proto__: { number: 3 } } }],
])('%s: nothing is done', (_, event, payload) => {
  expect(jobs(event, payload)).toEqual([]);
});
