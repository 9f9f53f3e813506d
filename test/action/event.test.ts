import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { readEvent } from '../../action/event.ts';

const folder = mkdtempSync(join(tmpdir(), 'tidewaiter-event-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const SHA = 'a'.repeat(40);
const OLD = 'b'.repeat(40);
const repository = { default_branch: 'main' };

interface Given {
  readonly payload?: unknown;
  readonly sha?: string;
  readonly workflow?: string;
  readonly inputs?: { readonly baseRef?: string; readonly headRef?: string };
}

function read(name: string, { payload = {}, sha = SHA, workflow, inputs = {} }: Given = {}) {
  const file = join(folder, 'event.json');
  writeFileSync(file, typeof payload === 'string' ? payload : JSON.stringify(payload));
  return readEvent(
    {
      GITHUB_REPOSITORY: 'acme/shop',
      GITHUB_EVENT_NAME: name,
      GITHUB_EVENT_PATH: file,
      GITHUB_SHA: sha,
      GITHUB_WORKFLOW_REF: workflow,
    },
    { baseRef: inputs.baseRef, headRef: inputs.headRef },
  );
}

const pullRequest = (state: string) => ({ pull_request: { number: 7, state, head: { sha: SHA } } });

describe('what an event asks to judge', () => {
  it.each(['pull_request', 'pull_request_target'])('%s: the pull request, by its number', (name) => {
    expect(read(name, { payload: pullRequest('open') }).subject).toEqual({
      kind: 'pull-request',
      number: 7,
      headSha: SHA,
    });
  });

  it('a closed pull request: nothing', () => {
    expect(read('pull_request', { payload: pullRequest('closed') }).subject).toEqual({ kind: 'closed', number: 7 });
  });

  it('merge_group: from the branch to merge into to the combined tree', () => {
    const payload = { merge_group: { base_ref: 'refs/heads/main', base_sha: OLD, head_sha: SHA } };
    expect(read('merge_group', { payload }).subject).toEqual({ kind: 'range', base: 'main', head: SHA });
  });

  it.each([
    ['to the default branch: from what was there', 'refs/heads/main', OLD, { kind: 'range', base: OLD, head: SHA }],
    ['to another branch: from the default one', 'refs/heads/topic', OLD, { kind: 'range', base: 'main', head: SHA }],
    [
      'of a new branch: from the default one',
      'refs/heads/topic',
      '0'.repeat(40),
      { kind: 'range', base: 'main', head: SHA },
    ],
    ['of a new default branch: everything', 'refs/heads/main', '0'.repeat(40), { kind: 'everything', head: SHA }],
  ])('a push %s', (_, ref, before, subject) => {
    expect(read('push', { payload: { ref, before, after: SHA, repository } }).subject).toEqual(subject);
  });

  it.each([
    ['with both refs', { baseRef: 'v1', headRef: 'v2' }, { kind: 'range', base: 'v1', head: 'v2' }],
    ['with a base alone', { baseRef: 'v1' }, { kind: 'range', base: 'v1', head: SHA }],
    ['without', {}, { kind: 'everything', head: SHA }],
  ])('a run by hand %s', (_, inputs, subject) => {
    expect(read('workflow_dispatch', { inputs }).subject).toEqual(subject);
  });

  it('refuses refs for a pull request, which has its own', () => {
    const given = { payload: pullRequest('open'), inputs: { baseRef: 'lax' } };
    expect(() => read('pull_request', given)).toThrow('base-ref and head-ref are set');
  });

  it('refuses an event that names neither', () => {
    expect(() => read('issue_comment')).toThrow('the event "issue_comment" says nothing');
  });

  it('refuses to guess where the runner says nothing', () => {
    expect(() => read('pull_request', { payload: '{"pull' })).toThrow('GITHUB_EVENT_PATH is missing or cannot be read');
    expect(() => readEvent({}, { baseRef: undefined, headRef: undefined })).toThrow('GITHUB_REPOSITORY is missing');
  });
});

describe('whose workflow it is', () => {
  it.each([
    ['pull_request', true],
    ['pull_request_target', true],
    ['merge_group', true],
    ['push', true],
    ['workflow_dispatch', false],
    ['schedule', false],
  ])('%s', (name, isOfAuthor) => {
    const payload = { ...pullRequest('open'), merge_group: { base_ref: 'refs/heads/main', head_sha: SHA } };
    expect(read(name, { payload }).isOfAuthor).toBe(isOfAuthor);
  });

  it('names the file of this repository, and none of another', () => {
    const workflow = 'acme/shop/.github/workflows/gate.yml@refs/pull/7/merge';
    expect(read('schedule', { workflow }).workflowFile).toBe('.github/workflows/gate.yml');
    expect(read('schedule', { workflow: workflow.replace('shop', 'rules') }).workflowFile).toBeUndefined();
  });
});
