/**
 * Judges whole histories as pull requests, and checks every suggestion from outside:
 * `npm run replay -- [REPO.bundle…] [--policies DIR…] [--policies-filter validate|mutate] [--report new|changed-files] [--limit n] [--no-verify]`
 * Without arguments: every history of the corpora, by all of their policies as one set.
 */
import { globSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { corporaFolder } from '../corpora.ts';
import { runGit } from '../repository/git-fixture.ts';
import { enforcedPolicies } from './enforced-policies.ts';
import { POLICY_SETS, type PolicySetName } from './policy-sets.ts';
import { type Quantiles, type Replay, type ReplayOptions, replayHistory, type Tally } from './replay-history.ts';

const USAGE =
  'usage: npm run replay -- [REPO.bundle…] [--policies DIR…] [--policies-filter validate|mutate] [--report new|changed-files] [--limit n] [--no-verify]';

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    allowNegative: true,
    options: {
      policies: { type: 'string', multiple: true, default: policiesOfCorpora() },
      'policies-filter': { type: 'string' },
      report: { type: 'string', default: 'new' },
      limit: { type: 'string' },
      verify: { type: 'boolean', default: true },
    },
  });
  const bundles = positionals.length > 0 ? positionals : bundlesOfCorpora();
  const { policies: folders, report, verify } = values;
  const set = values['policies-filter'];
  if (bundles.length === 0 || folders.length === 0 || !(report === 'new' || report === 'changed-files')) return usage();
  if (set !== undefined && !isSetName(set)) return usage();

  const policies = await enforcedPolicies(
    folders.map((folder) => resolve(folder)),
    set,
  );
  const limit = values.limit === undefined ? undefined : Number.parseInt(values.limit, 10);
  let kept = true;
  for (const bundle of bundles) {
    const replay = await replayBundle(bundle, { policies, report, limit, verify, progress: showProgress });
    console.log(`${bundle}\n${describeReplay(replay, { policies: policies.count, report })}\n`);
    kept &&= replay.crashes.length + replay.lies.length === 0;
  }
  return kept ? 0 : 1;
}

function policiesOfCorpora(): string[] {
  const corpora = corporaFolder();
  return corpora === undefined ? [] : [join(corpora, 'kyverno-policies'), join(corpora, 'kyverno-cli')];
}

function bundlesOfCorpora(): readonly string[] {
  const corpora = corporaFolder();
  return corpora === undefined ? [] : globSync(join(corpora, 'repos', '*.bundle')).toSorted();
}

async function replayBundle(bundle: string, options: Omit<ReplayOptions, 'repository'>): Promise<Replay> {
  const clone = mkdtempSync(join(tmpdir(), 'tidewaiter-replay-'));
  try {
    runGit(clone, ['clone', '-q', '--bare', resolve(bundle), '.']);
    return await replayHistory({ ...options, repository: clone });
  } finally {
    rmSync(clone, { recursive: true, force: true });
  }
}

function usage(): number {
  console.error(USAGE);
  return 2;
}

function isSetName(name: string): name is PolicySetName {
  return Object.hasOwn(POLICY_SETS, name);
}

function showProgress(done: number, all: number): void {
  if (process.stderr.isTTY) process.stderr.write(`\r${done}/${all}`);
}

function describeReplay(replay: Replay, { policies, report }: { readonly policies: number; readonly report: string }) {
  const { suggestions, milliseconds } = replay;
  return [
    `commits ${replay.commits}, policies ${policies}, requests ${replay.requests}, evaluations ${replay.evaluations} (report: ${report})`,
    ...describeTally('findings', replay.findings),
    `suggestions: for ${suggestions.findings} findings, by ${suggestions.edits} edits; checked from outside: ${suggestions.verified}, false: ${replay.lies.length}`,
    ...describeTally('remedies refused or not proven', replay.refused),
    ...describeTally('findings without a remedy', replay.withoutRemedy),
    ...describeTally('not judged', replay.notJudged),
    ...describeTally('problems', replay.problems),
    ...describeList('FALSE SUGGESTIONS', replay.lies),
    ...describeList('CRASHES', replay.crashes),
    `crashes: ${replay.crashes.length}`,
    `milliseconds a commit: ${describeQuantiles(milliseconds.both)}; reading ${describeQuantiles(milliseconds.read)}; judging ${describeQuantiles(milliseconds.judge)}`,
  ].join('\n');
}

function describeTally(title: string, tally: Tally): readonly string[] {
  const total = [...tally.values()].reduce((sum, count) => sum + count, 0);
  return [`${title}: ${total}`, ...Array.from(tally, ([name, count]) => `  ${String(count).padStart(6)}  ${name}`)];
}

function describeList(title: string, entries: readonly string[]): readonly string[] {
  return entries.length === 0 ? [] : [`${title}:`, ...entries.map((entry) => `  ${entry}`)];
}

function describeQuantiles({ p50, p95, worst }: Quantiles): string {
  return `p50 ${p50.toFixed(0)}, p95 ${p95.toFixed(0)}, worst ${worst.toFixed(0)}`;
}

process.exitCode = await main();
