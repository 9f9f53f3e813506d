import type { ChangeSet } from '../../src/model/files.ts';
import type { ReportedFinding } from '../../src/model/finding.ts';
import type { Review } from '../../src/model/review.ts';
import { judge } from '../../src/pipeline.ts';
import type { ReportScope } from '../../src/policy/configuration.ts';
import { bundledFiles } from '../../src/repository/bundled-files.ts';
import { readChangeSet } from '../../src/repository/read-change-set.ts';
import { runGit } from '../repository/git-fixture.ts';
import type { EnforcedPolicies } from './enforced-policies.ts';
import { groupSuggestions, verifySuggestions } from './verify-suggestions.ts';

export interface ReplayOptions {
  /** A clone, bare or not. */
  readonly repository: string;
  readonly policies: EnforcedPolicies;
  /** Which findings a pull request shows, and so which are mended. */
  readonly report: ReportScope;
  /** The last so many commits only. */
  readonly limit?: number | undefined;
  /** Whether each suggestion is checked once more from outside. */
  readonly verify: boolean;
  progress?(done: number, all: number): void;
}

export interface Replay {
  readonly commits: number;
  readonly requests: number;
  readonly evaluations: number;
  /** `new fail` → 12, `existing mutate` → 3, … */
  readonly findings: Tally;
  readonly notJudged: Tally;
  readonly problems: Tally;
  readonly suggestions: { readonly findings: number; readonly edits: number; readonly verified: number };
  /** Findings that have a remedy and yet no suggestion, by reason. */
  readonly refused: Tally;
  /** Findings for which there is no remedy, by reason. */
  readonly withoutRemedy: Tally;
  /** Suggestions that do not keep their promise. */
  readonly lies: readonly string[];
  readonly crashes: readonly string[];
  readonly milliseconds: { readonly read: Quantiles; readonly judge: Quantiles; readonly both: Quantiles };
}

export type Tally = ReadonlyMap<string, number>;

export interface Quantiles {
  readonly p50: number;
  readonly p95: number;
  readonly worst: number;
}

/** Judges every commit of a history against its first parent, as if it had been a pull request; the first against nothing. */
export async function replayHistory(options: ReplayOptions): Promise<Replay> {
  const collector = new Collector();
  const commits = listCommits(options.repository).slice(-(options.limit ?? Number.POSITIVE_INFINITY));
  for (const [index, commit] of commits.entries()) {
    options.progress?.(index, commits.length);
    try {
      await replayCommit(commit, options, collector);
    } catch (error) {
      collector.crashes.push(`${commit.id}: ${error instanceof Error ? error.stack : String(error)}`);
    }
  }
  return collector.result(commits.length);
}

interface Commit {
  readonly id: string;
  readonly parent?: string | undefined;
}

function listCommits(folder: string): readonly Commit[] {
  const lines = runGit(folder, ['rev-list', '--parents', '--topo-order', '--reverse', 'HEAD']).split('\n');
  return lines.map((line) => {
    const [id = '', parent] = line.split(' ');
    return { id, parent };
  });
}

async function replayCommit(
  { id, parent }: Commit,
  { repository, policies, report, verify }: ReplayOptions,
  collector: Collector,
): Promise<void> {
  const started = performance.now();
  const change = await readChangeSet({ folder: repository, base: parent, head: id });
  const read = performance.now();
  const review = await judgeWith(change, { policies, report });
  const judged = performance.now();
  collector.add(id, review, { read: read - started, judge: judged - read });
  if (!verify) return;
  const judgeAll = (changed: ChangeSet, paths: readonly string[]) =>
    judgeWith(changed, { policies, report: 'changed-files', paths });
  collector.addLies(id, review, await verifySuggestions(change, review, judgeAll));
}

/** One pull request, with nothing but the replay's policies to judge it. */
export function judgeWith(
  change: ChangeSet,
  {
    policies,
    report,
    paths = [],
  }: { readonly policies: EnforcedPolicies; readonly report: ReportScope; readonly paths?: readonly string[] },
): Promise<Review> {
  return judge({
    change,
    library: bundledFiles(),
    policies,
    paths,
    overrides: [{ report }],
    now: Date.UTC(2026, 0, 1),
    seed: 1,
    clock: () => performance.now(),
  });
}

class Collector {
  readonly crashes: string[] = [];
  readonly #lies: string[] = [];
  readonly #findings = new Counter();
  readonly #notJudged = new Counter();
  readonly #problems = new Counter();
  readonly #refused = new Counter();
  readonly #withoutRemedy = new Counter();
  readonly #times: { read: number; judge: number }[] = [];
  readonly #suggestions = { findings: 0, edits: 0, verified: 0 };
  #requests = 0;
  #evaluations = 0;

  add(commit: string, review: Review, time: { readonly read: number; readonly judge: number }): void {
    this.#times.push(time);
    this.#requests += review.counts.objects;
    this.#evaluations += review.counts.evaluations;
    for (const finding of review.findings) this.#addFinding(finding);
    for (const [status, count] of Object.entries(review.hidden)) this.#findings.add(`${status} (not shown)`, count);
    for (const entry of review.notJudged) this.#notJudged.add(entry.code);
    for (const problem of review.problems) {
      this.#problems.add(`${problem.code}: ${problem.message}`);
      if (problem.code === 'engine/crash') this.crashes.push(`${commit}: ${stackOf(problem)}`);
    }
    this.#suggestions.edits += groupSuggestions(review).length;
  }

  addLies(commit: string, review: Review, lies: readonly string[]): void {
    this.#suggestions.verified += groupSuggestions(review).length;
    this.#lies.push(...lies.map((lie) => `${commit}: ${lie}`));
  }

  result(commits: number): Replay {
    const times = (select: (time: { read: number; judge: number }) => number) => quantiles(this.#times.map(select));
    return {
      commits,
      requests: this.#requests,
      evaluations: this.#evaluations,
      findings: this.#findings.sorted(),
      notJudged: this.#notJudged.sorted(),
      problems: this.#problems.sorted(),
      suggestions: this.#suggestions,
      refused: this.#refused.sorted(),
      withoutRemedy: this.#withoutRemedy.sorted(),
      lies: this.#lies,
      crashes: this.crashes,
      milliseconds: {
        read: times((time) => time.read),
        judge: times((time) => time.judge),
        both: times((time) => time.read + time.judge),
      },
    };
  }

  #addFinding({ status, outcome, mending, remedy }: ReportedFinding): void {
    this.#findings.add(`${status} ${outcome}`);
    if (mending.outcome === 'suggestion') this.#suggestions.findings++;
    else if (remedy.outcome === 'patch') this.#refused.add(mending.reason);
    else this.#withoutRemedy.add(mending.reason);
  }
}

class Counter {
  readonly #counts = new Map<string, number>();

  add(name: string, count = 1): void {
    if (count > 0) this.#counts.set(name, (this.#counts.get(name) ?? 0) + count);
  }

  sorted(): Tally {
    return new Map([...this.#counts].sort((left, right) => right[1] - left[1]));
  }
}

function quantiles(values: readonly number[]): Quantiles {
  const sorted = values.toSorted((left, right) => left - right);
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
  return { p50: at(0.5), p95: at(0.95), worst: at(1) };
}

function stackOf(error: Error): string {
  return error.cause instanceof Error ? `${error.message}\n${error.cause.stack}` : String(error.stack);
}
