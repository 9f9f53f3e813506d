/**
 * Runs the public Kyverno suites and prints what came of them:
 *   node test/conformance/run.ts [--suite TEXT] [--scope] [--verbose] [--reasons] [--ledger] [--remedies]
 * --suite: only suites whose name holds the text · --scope: only those that need neither CEL nor Pod Security · --verbose: every failing line, and
 * every line of a single suite · --reasons: failing suites by their first reason · --ledger: failing suites as known-gaps.ts has them ·
 * --remedies: how many failing rows get a suggestion that is proven, and why the others get none
 */
import { parseArgs } from 'node:util';
import { compareText } from '../../src/base/compare-text.ts';
import { countSuites, isSuccess, type SuiteResult } from '../../src/suites/suite-result.ts';
import { startOf } from '../../src/text/position.ts';
import { corporaFolder } from '../corpora.ts';
import { failingRowsOf } from './failing-rows.ts';
import { FAILS_AS_IT_SHOULD } from './known-gaps.ts';
import { countRemedies, type TriedRow } from './remedies.ts';
import { type CorpusSuite, loadCorpus, runCorpusSuite } from './suites.ts';

const { values } = parseArgs({
  options: {
    suite: { type: 'string' },
    scope: { type: 'boolean' },
    verbose: { type: 'boolean' },
    reasons: { type: 'boolean' },
    ledger: { type: 'boolean' },
    remedies: { type: 'boolean' },
  },
});

const folder = corporaFolder();
if (folder === undefined) {
  console.log('no corpora (set TIDEWAITER_CORPORA)');
  process.exit(2);
}

const chosen = loadCorpus(folder)
  .filter(({ name }) => values.suite === undefined || name.includes(values.suite))
  .filter(({ beyond }) => !values.scope || beyond.length === 0);
const started = performance.now();
const runs = chosen.map((each) => ({ ...each, result: runCorpusSuite(each, folder) }));
const milliseconds = performance.now() - started;

if (values.ledger) printLedger();
else if (values.remedies) await printRemedies(folder);
else if (values.reasons) printReasons();
else for (const run of runs) printRun(run);
printCounts(
  'kyverno-policies, in scope',
  runs.filter((run) => run.name.startsWith('kyverno-policies/') && inScope(run)),
);
printCounts(
  'kyverno-cli, in scope',
  runs.filter((run) => run.name.startsWith('kyverno-cli/') && inScope(run)),
);
printCounts('in scope', runs.filter(inScope));
printCounts('all', runs);
console.log(`${milliseconds.toFixed(0)} ms`);

type Run = CorpusSuite & { readonly result: SuiteResult };

function inScope({ beyond }: CorpusSuite): boolean {
  return beyond.length === 0;
}

function printCounts(title: string, some: readonly Run[]): void {
  const counts = countSuites(some.map(({ result }) => result));
  console.log(
    `${title.padEnd(27)} suites ${counts.suitesPassed}/${counts.suites}   rows ${counts.rowsPassed}/${counts.rows}   lines ${counts.lines} (${counts.excluded} excluded)`,
  );
}

function printRun({ name, beyond, result }: Run): void {
  const single = values.suite !== undefined && runs.length <= 3;
  if (result.passed && !single) return;
  const shown = values.verbose || single || beyond.length === 0;
  if (!shown) return;
  console.log(
    `${result.passed ? 'ok  ' : 'FAIL'} ${name}${beyond.length === 0 ? '' : `   (beyond: ${beyond.join(', ')})`}`,
  );
  for (const { message, span, code } of result.problems) {
    console.log(`     ${span ? `${span.source.file}:${startOf(span).line}: ` : ''}${message} (${code})`);
  }
  for (const row of result.rows) {
    for (const line of row.lines) {
      if (isSuccess(line) && !(single && values.verbose)) continue;
      const { outcome, object, rule, got, reason } = line;
      console.log(
        `     row ${row.index} ${row.policy}/${rule || row.rule}  ${object}: ${outcome}, want ${row.want}, got ${got}: ${reason}`,
      );
    }
  }
}

function printReasons(): void {
  const failed = runs.filter(({ result }) => !result.passed);
  const reasons = Map.groupBy(failed, ({ result }) => firstReason(result));
  for (const [reason, some] of [...reasons].toSorted((left, right) => right[1].length - left[1].length)) {
    console.log(
      `${String(some.length).padStart(4)} ${reason}\n       ${some
        .map(({ name }) => name)
        .slice(0, 6)
        .join(' ')}`,
    );
  }
}

function firstReason({ problems, rows }: SuiteResult): string {
  const line = rows.flatMap(({ lines }) => lines).find((each) => !isSuccess(each));
  return problems[0]?.message ?? `${line?.outcome}: ${line?.reason}`;
}

async function printRemedies(root: string): Promise<void> {
  const tried: TriedRow[] = [];
  for (const run of runs) {
    for (const row of await failingRowsOf(run, run.result, root)) tried.push({ row, findings: await row.mend() });
  }
  const counts = countRemedies(tried);
  for (const { body, rows, mended, partly, reasons } of counts) {
    console.log(`${body.padEnd(16)} rows ${rows}   mended ${mended}   partly ${partly}`);
    for (const [reason, findings] of reasons) console.log(`${String(findings).padStart(8)} findings: ${reason}`);
  }
  const mended = counts.reduce((sum, each) => sum + each.mended, 0);
  console.log(`${'all'.padEnd(16)} rows ${tried.length}   mended ${mended}`);
}

function printLedger(): void {
  const failed = runs.filter(({ name, result }) => !result.passed && name !== FAILS_AS_IT_SHOULD);
  const reasons = Map.groupBy(failed, (run) => run.beyond[0] ?? firstReason(run.result));
  for (const [reason, some] of [...reasons].toSorted(([left], [right]) => compareText(left, right))) {
    console.log(`  ${JSON.stringify(reason)}: \`${inLines(some.map(({ name }) => name))}\n  \`,`);
  }
}

function inLines(names: readonly string[]): string {
  const lines = [''];
  for (const name of names) {
    if ((lines.at(-1) ?? '').length + name.length > 140) lines.push('');
    lines[lines.length - 1] += `${lines.at(-1) === '' ? '    ' : ' '}${name}`;
  }
  return `\n${lines.join('\n')}`;
}
