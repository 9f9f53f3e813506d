import type { GitHub } from '../../src/github/client.ts';
import type { RepositoryName } from '../../src/github/repository-name.ts';
import { type CheckAnnotation, MOST_AT_ONCE } from './check-annotations.ts';

/** Where a check of ours is: GitHub knows it by its name and its commit. */
export interface CheckPlace extends RepositoryName {
  /** The App that makes it: another may make one of the same name. */
  readonly app: number;
  readonly headSha: string;
  readonly name: string;
  /** The page that tells more. */
  readonly detailsUrl: string | undefined;
}

/**
 * A check belongs to a commit, and a commit may be the head of several pull requests. So the branch is part of the name: what a lax branch
 * lets pass must not turn a strict one green.
 */
export function checkName(baseBranch: string): string {
  return `tidewaiter: ${baseBranch}`;
}

/** A check that is there already. */
export interface StandingCheck {
  readonly id: number;
  readonly isCompleted: boolean;
  readonly isCancelled: boolean;
  /** By GitHub's clock. */
  readonly completedAt: string | undefined;
  /** See `Completion`. */
  readonly subject: string;
  readonly annotations: number;
}

/** The newest of our checks of this name at the commit. */
export async function findCheck(
  github: GitHub,
  { owner, repo, app, headSha, name }: CheckPlace,
): Promise<StandingCheck | undefined> {
  const { data } = await github.request('GET /repos/{owner}/{repo}/commits/{ref}/check-runs', {
    owner,
    repo,
    ref: headSha,
    check_name: name,
    app_id: app,
  });
  const [run] = data.check_runs;
  if (run === undefined) return undefined;
  return {
    id: Number(run.id),
    isCompleted: run.status === 'completed',
    isCancelled: run.conclusion === 'cancelled',
    completedAt: run.completed_at ?? undefined,
    subject: run.external_id ?? UNJUDGED,
    annotations: run.output.annotations_count,
  };
}

/** A check that is not completed yet, and has no annotations. */
export interface Check {
  start(): Promise<void>;
  /** It is completed by the last request alone: one that was broken off in between never looks done. */
  complete(completion: Completion): Promise<void>;
}

export interface Completion {
  readonly conclusion: 'success' | 'failure' | 'neutral' | 'action_required' | 'cancelled';
  /** What was judged, so that it need not be judged again; undefined where that was not done. */
  readonly subject: string | undefined;
  readonly title: string;
  /** Markdown. */
  readonly summary: string;
  readonly annotations: readonly CheckAnnotation[];
  readonly buttons: readonly Button[];
}

const UNJUDGED = 'unjudged';

/** GitHub takes three, with labels and identifiers of 20 characters and descriptions of 40. */
export interface Button {
  readonly label: string;
  readonly description: string;
  readonly identifier: 'recheck' | 'fix';
}

export const RECHECK: Button = {
  label: 'Run again',
  description: 'Judge this commit once more',
  identifier: 'recheck',
};

export const FIX: Button = {
  label: 'Apply fixes',
  description: 'Commit all proven suggestions',
  identifier: 'fix',
};

/**
 * Shows that a commit is going to be judged. What stands is used again, unless it has annotations: they cannot be taken back, and those of
 * another judgement would remain among ours. Then there is a new check in its place, for GitHub counts the newest of a name.
 */
export async function openCheck(
  github: GitHub,
  place: CheckPlace,
  standing: StandingCheck | undefined,
): Promise<Check> {
  const queued = { ...addressOf(place), status: 'queued', external_id: UNJUDGED } as const;
  if (standing === undefined) return checkOf(github, place, await createCheck(github, place, queued));
  const { id, annotations, isCompleted } = standing;
  if (annotations === 0) {
    if (isCompleted) await updateCheck(github, place, id, queued);
    return checkOf(github, place, id);
  }
  if (!isCompleted) await completeCheck(github, place, id, INTERRUPTED);
  return checkOf(github, place, await createCheck(github, place, queued));
}

const INTERRUPTED: Completion = {
  conclusion: 'cancelled',
  subject: undefined,
  title: 'Interrupted',
  summary: 'This judgement was interrupted, and begun again.',
  annotations: [],
  buttons: [],
};

function checkOf(github: GitHub, place: CheckPlace, id: number): Check {
  return {
    start: () => updateCheck(github, place, id, { status: 'in_progress' }),
    complete: (completion) => completeCheck(github, place, id, completion),
  };
}

async function completeCheck(
  github: GitHub,
  place: CheckPlace,
  id: number,
  { conclusion, subject = UNJUDGED, title, summary, annotations, buttons }: Completion,
): Promise<void> {
  const last = Math.max(0, Math.ceil(annotations.length / MOST_AT_ONCE) - 1) * MOST_AT_ONCE;
  for (let at = 0; at < last; at += MOST_AT_ONCE) {
    const some = annotations.slice(at, at + MOST_AT_ONCE);
    await updateCheck(github, place, id, { output: { title, summary, annotations: some } });
  }
  await updateCheck(github, place, id, {
    status: 'completed',
    conclusion,
    external_id: subject,
    output: { title, summary, annotations: annotations.slice(last) },
    actions: [...buttons],
  });
}

interface CheckChanges {
  readonly status?: 'queued' | 'in_progress' | 'completed';
  readonly conclusion?: Completion['conclusion'];
  readonly external_id?: string;
  readonly details_url?: string;
  readonly output?: { readonly title: string; readonly summary: string; readonly annotations: CheckAnnotation[] };
  readonly actions?: Button[];
}

function addressOf({ detailsUrl }: CheckPlace): Pick<CheckChanges, 'details_url'> {
  return detailsUrl === undefined ? {} : { details_url: detailsUrl };
}

async function createCheck(
  github: GitHub,
  { owner, repo, name, headSha }: CheckPlace,
  queued: CheckChanges & { readonly status: 'queued' },
): Promise<number> {
  const { data } = await github.request('POST /repos/{owner}/{repo}/check-runs', {
    owner,
    repo,
    name,
    head_sha: headSha,
    ...queued,
  });
  return Number(data.id);
}

async function updateCheck(
  github: GitHub,
  { owner, repo }: CheckPlace,
  id: number,
  changes: CheckChanges,
): Promise<void> {
  await github.request('PATCH /repos/{owner}/{repo}/check-runs/{check_run_id}', {
    owner,
    repo,
    check_run_id: id,
    ...changes,
  });
}
