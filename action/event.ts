import { readFileSync } from 'node:fs';
import { isObject, type JsonObject, type JsonValue } from '../src/base/json.ts';
import { valueAt } from '../src/base/value-at.ts';
import { ConfigError } from '../src/errors/tidewaiter-error.ts';
import type { ActionInputs } from './inputs.ts';

/** What is to be judged, as the event tells it. Names of branches and commits are resolved later, for an event may be stale. */
export type Subject =
  /** Base and head are those of the pull request now; `headSha` is the commit that the job's conclusion is about. */
  | { readonly kind: 'pull-request'; readonly number: number; readonly headSha: string }
  /** A closed pull request: nothing is to be judged any more. */
  | { readonly kind: 'closed'; readonly number: number }
  /** From a branch, tag or commit to another: policies from the first. */
  | { readonly kind: 'range'; readonly base: string; readonly head: string }
  /** Everything at a commit. */
  | { readonly kind: 'everything'; readonly head: string };

export interface RunEvent {
  readonly name: string;
  readonly owner: string;
  readonly repo: string;
  readonly subject: Subject;
  /** The workflow's file in the repository, where the runner tells it. */
  readonly workflowFile: string | undefined;
  /** Whether the workflow file may be that of the commit that is judged, so that its inputs may only tighten. */
  readonly isOfAuthor: boolean;
}

type Environment = { readonly [name: string]: string | undefined };

/** Reads what the runner says about the event (GITHUB_EVENT_NAME, GITHUB_EVENT_PATH, GITHUB_REPOSITORY, GITHUB_WORKFLOW_REF). */
export function readEvent(environment: Environment, inputs: Pick<ActionInputs, 'baseRef' | 'headRef'>): RunEvent {
  const [owner = '', repo = ''] = (environment.GITHUB_REPOSITORY ?? '').split('/');
  if (owner === '' || repo === '') throw notOnARunner('GITHUB_REPOSITORY');
  const name = environment.GITHUB_EVENT_NAME ?? '';
  const payload = readPayload(environment);
  return {
    name,
    owner,
    repo,
    subject: subjectOf(name, payload, inputs, environment),
    workflowFile: workflowFileOf(environment.GITHUB_WORKFLOW_REF, `${owner}/${repo}`),
    isOfAuthor: !BY_HAND.has(name),
  };
}

/** Started by somebody who may write, or by the clock, with the default branch's workflow. */
const BY_HAND: ReadonlySet<string> = new Set(['workflow_dispatch', 'repository_dispatch', 'schedule']);

function subjectOf(
  name: string,
  payload: JsonObject,
  { baseRef, headRef }: Pick<ActionInputs, 'baseRef' | 'headRef'>,
  environment: Environment,
): Subject {
  const number = valueAt(payload, ['pull_request', 'number']);
  if (typeof number === 'number') {
    if (baseRef !== undefined || headRef !== undefined) throw refsOfAPullRequest();
    if (valueAt(payload, ['pull_request', 'state']) === 'closed') return { kind: 'closed', number };
    const headSha = text(payload, 'pull_request', 'head', 'sha');
    if (headSha === undefined) throw notOnARunner('the head of the pull request in GITHUB_EVENT_PATH');
    return { kind: 'pull-request', number, headSha };
  }
  const sha = environment.GITHUB_SHA ?? '';
  if (name === 'merge_group') return mergeGroup(payload);
  if (name === 'push' && baseRef === undefined && headRef === undefined) return pushed(payload, sha);
  if (!BY_HAND.has(name) && baseRef === undefined && headRef === undefined) throw otherEvent(name);
  const head = headRef ?? sha;
  if (head === '') throw notOnARunner('GITHUB_SHA');
  return baseRef === undefined ? { kind: 'everything', head } : { kind: 'range', base: baseRef, head };
}

/** Policies from the branch to merge into, objects from there to the combined tree. */
function mergeGroup(payload: JsonObject): Subject {
  const base = text(payload, 'merge_group', 'base_ref');
  const head = text(payload, 'merge_group', 'head_sha');
  if (base === undefined || head === undefined) throw notOnARunner('the merge group in GITHUB_EVENT_PATH');
  return { kind: 'range', base: base.replace(/^refs\/heads\//, ''), head };
}

/** What was pushed to the default branch is compared with what was there; any other branch with the default one, as a pull request would be. */
function pushed(payload: JsonObject, sha: string): Subject {
  const defaultBranch = text(payload, 'repository', 'default_branch');
  const before = text(payload, 'before') ?? '';
  const head = text(payload, 'after') ?? sha;
  const isNew = /^0*$/.test(before);
  if (text(payload, 'ref') !== `refs/heads/${defaultBranch}` && defaultBranch !== undefined)
    return { kind: 'range', base: defaultBranch, head };
  return isNew ? { kind: 'everything', head } : { kind: 'range', base: before, head };
}

function text(payload: JsonObject, ...path: readonly string[]): string | undefined {
  const value = valueAt(payload, path);
  return typeof value === 'string' ? value : undefined;
}

function readPayload({ GITHUB_EVENT_PATH: path }: Environment): JsonObject {
  if (path === undefined || path === '') return {};
  let payload: JsonValue;
  try {
    payload = JSON.parse(readFileSync(path, 'utf8'));
  } catch (cause) {
    throw notOnARunner('GITHUB_EVENT_PATH', cause);
  }
  return isObject(payload) ? payload : {};
}

/** `acme/shop/.github/workflows/gate.yml@refs/heads/main`; a required workflow of another repository is out of the author's hands. */
function workflowFileOf(reference: string | undefined, repository: string): string | undefined {
  const path = reference?.split('@')[0] ?? '';
  return path.startsWith(`${repository}/`) ? path.slice(repository.length + 1) : undefined;
}

function otherEvent(name: string): ConfigError {
  return new ConfigError(`the event "${name}" says nothing that could be judged`, {
    code: 'config/usage',
    remedy:
      'Start the workflow by pull_request, pull_request_target, merge_group or push, or set base-ref and head-ref.',
  });
}

function refsOfAPullRequest(): ConfigError {
  return new ConfigError('the inputs base-ref and head-ref are set, and the event is of a pull request', {
    code: 'config/usage',
    remedy: 'Leave them out: a pull request is judged against the branch that it goes into.',
  });
}

function notOnARunner(what: string, cause?: unknown): ConfigError {
  return new ConfigError(`${what} is missing or cannot be read`, {
    code: 'config/usage',
    remedy: 'This runs as a step of a workflow of GitHub Actions; elsewhere use `tidewaiter check`.',
    cause,
  });
}
