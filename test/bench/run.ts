/**
 * `npm run bench [ROUNDS]`: how long the built command, the Action and the bot take, as whole processes; medians, and ratios within the same run to a Node that
 * does nothing and to `JSON.parse` of the same objects. At last, what all policies of the corpora cost by themselves, and their suites. Needs the corpora.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, rmSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { corporaFolder } from '../corpora.ts';
import { type ActionFigures, measureAction } from './action.ts';
import { measureBot } from './bot.ts';
import { describeBot } from './describe-bot.ts';
import { type KyvernoFigures, measureKyverno } from './kyverno.ts';
import { LARGEST_SET, type ManifestSet, makeManifests } from './make-manifests.ts';
import { type Case, measure, peakMemory } from './measure.ts';
import { measureParsing, type ParsingSpeed, yamlFilesIn } from './parse.ts';
import { copyPolicies } from './policies.ts';
import { megabytes, ratio, table } from './table.ts';

const CLI = fileURLToPath(new URL('../../dist/cli.js', import.meta.url));
const PARSE_JSON = fileURLToPath(new URL('parse-json.js', import.meta.url));
const POLICIES = 50;
const MANIFESTS_OF_A_PULL_REQUEST = 20;

async function main(rounds: number): Promise<void> {
  const corpora = corporaFolder();
  if (corpora === undefined) throw new Error('the bench needs the corpora: set TIDEWAITER_CORPORA');
  const scratch = join(tmpdir(), 'tidewaiter-bench');
  mkdirSync(scratch, { recursive: true });
  const policies = join(scratch, 'policies');
  copyPolicies(corpora, policies, POLICIES);
  const sets = makeManifests(corpora, scratch, [1, LARGEST_SET / 10, LARGEST_SET]);

  const cases: Case[] = [
    { name: 'node -e 0', args: ['-e', '0'] },
    { name: 'tidewaiter --version', args: [CLI, '--version'] },
    ...sets.flatMap((set) => [
      { name: jsonName(set), args: [PARSE_JSON, set.jsonFolder] },
      {
        name: checkName(set),
        args: [CLI, 'check', '.', '-p', policies, '-o', 'json'],
        folder: set.yamlFolder,
        exitCodes: [0, 1],
      },
    ]),
  ];
  const medians = measure(cases, rounds);
  const parsing = sets.map((set) => ({ set, speed: measureParsing(yamlFilesIn(set.yamlFolder), rounds + 1) }));
  const work = cases.filter(({ folder }) => folder !== undefined).map(describeWork);
  const largest = cases.at(-1);
  const memory = largest ? peakMemory(largest, scratch) : Number.NaN;
  process.stdout.write(describe({ sets, medians, parsing, work, memory, rounds }));
  const [few] = makeManifests(corpora, join(scratch, 'action'), [MANIFESTS_OF_A_PULL_REQUEST]);
  if (!few) throw new Error('there are no manifests');
  const action = await measureAction({ manifests: few.yamlFolder, policies, scratch }, rounds);
  process.stdout.write(describeAction(action));
  const many = sets.at(-1);
  if (!many) throw new Error('there are no manifests');
  const bot = await measureBot({ manifests: few.yamlFolder, manyManifests: many.yamlFolder, policies }, rounds);
  process.stdout.write(describeBot(bot, { manifests: few.files, manyManifests: many.files, policies: POLICIES }));
  const kyverno = await measureKyverno({ cli: CLI, corpora, manifests: many }, rounds);
  process.stdout.write(describeKyverno(kyverno));
  rmSync(scratch, { recursive: true, force: true });
}

function jsonName({ files }: ManifestSet): string {
  return `JSON.parse of ${files}`;
}

function checkName({ files }: ManifestSet): string {
  return `${files} × ${POLICIES} policies`;
}

/** What the command did, so that nobody takes for fast what did nothing. */
function describeWork({ name, args, folder }: Case): string {
  const { stdout } = spawnSync(process.execPath, args, { cwd: folder, encoding: 'utf8', maxBuffer: 1e9 });
  const { counts, findings } = JSON.parse(stdout);
  const suggested = findings.filter((finding: { suggestion?: unknown }) => finding.suggestion !== undefined);
  return `${name}: ${counts.evaluations} evaluations, ${findings.length} findings, ${suggested.length} with a proven suggestion`;
}

interface Figures {
  readonly sets: readonly ManifestSet[];
  readonly medians: ReadonlyMap<string, number>;
  readonly parsing: readonly { readonly set: ManifestSet; readonly speed: ParsingSpeed }[];
  readonly work: readonly string[];
  readonly memory: number;
  readonly rounds: number;
}

function describe({ sets, medians, parsing, work, memory, rounds }: Figures): string {
  const time = (name: string) => medians.get(name) ?? Number.NaN;
  const node = time('node -e 0');
  const rows = [['', 'median', '× node -e 0', '× JSON.parse', 'wanted']];
  const row = (name: string, json: number | undefined, wanted: string) =>
    rows.push([
      name,
      `${time(name).toFixed(0)} ms`,
      ratio(time(name), node),
      json ? ratio(time(name), json) : '',
      wanted,
    ]);
  row('node -e 0', undefined, '');
  row('tidewaiter --version', undefined, '< 2 × node');
  for (const set of sets) {
    row(jsonName(set), undefined, '');
    row(
      checkName(set),
      time(jsonName(set)),
      set.files === 1 ? '< 4 × node' : set.files === LARGEST_SET ? '1000 ms' : '',
    );
  }
  const [, small, large] = sets;
  const lines = [
    `Node ${process.version}, ${cpus().length} × ${cpus()[0]?.model.trim()}, medians of ${rounds} rounds of whole processes`,
    ...sets.map(
      ({ files, bytes }) => `${files} files: ${megabytes(bytes)}, ${(bytes / files / 1000).toFixed(1)} kB each`,
    ),
    '',
    ...table(rows),
    '',
  ];
  if (small && large) {
    const growth = (time(checkName(large)) - node) / (time(checkName(small)) - node);
    lines.push(
      `growth from ${small.files} to ${large.files}: ${growth.toFixed(1)} times the time for ${(large.bytes / small.bytes).toFixed(1)} times the text`,
    );
  }
  for (const { set, speed } of parsing) {
    const wanted = set === large ? ' (wanted: 20)' : '';
    lines.push(
      `parsing ${set.files} alone: ${speed.first.toFixed(1)} MB/s at first, ${speed.warm.toFixed(1)} MB/s warm${wanted}`,
    );
  }
  lines.push(...work);
  lines.push(`peak memory of ${large ? checkName(large) : ''}: ${memory.toFixed(0)} MiB`);
  return `${lines.join('\n')}\n`;
}

function describeAction({ node, first, again, bundleBytes, comments }: ActionFigures): string {
  const rows = [['', 'median', '× node -e 0', '× the API', 'calls to read', 'to publish']];
  for (const [name, run] of [
    ['first run', first],
    ['again, nothing new', again],
  ] as const) {
    rows.push([
      name,
      `${run.wall.toFixed(0)} ms`,
      ratio(run.wall, node),
      ratio(run.wall, run.api),
      String(run.reads),
      String(run.writes),
    ]);
  }
  const what = `${MANIFESTS_OF_A_PULL_REQUEST} manifests × ${POLICIES} policies, ${comments} comments`;
  const lines = [
    `the Action's bundle (${megabytes(bundleBytes)}) on a pull request of ${what}, against the twin of GitHub:`,
    ...table(rows),
  ];
  return `\n${lines.join('\n')}\n`;
}

function describeKyverno({ policies, whole, half, microsecondsUnmatched, suites }: KyvernoFigures): string {
  const speed = (whole.evaluations / whole.milliseconds) * 1000;
  return `
${whole.manifests} manifests × all ${policies} policies of the corpora, on one core and read already:
${whole.evaluations} evaluations in ${whole.milliseconds.toFixed(0)} ms of work: ${speed.toFixed(0)} a second
growth from ${half.manifests} to ${whole.manifests}: ${ratio(whole.milliseconds, half.milliseconds)} times the time
a policy that is not about an object: ${microsecondsUnmatched.toFixed(2)} µs (wanted: 2)
tidewaiter test of all suites, as a process: ${suites.milliseconds.toFixed(0)} ms (wanted: 2000); ${suites.summary}
`;
}

await main(Number(process.argv[2] ?? 7));
