import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { run } from '../../src/cli/run.ts';
import { checkJunit } from '../report/check-junit.ts';

const inputs = fileURLToPath(new URL('inputs', import.meta.url));
const folder = `${inputs}/command`;

interface Terminal {
  readonly folder?: string;
  readonly onWrite?: (text: string) => void;
  readonly untilInterrupted?: () => Promise<void>;
}

async function tidewaiter(args: readonly string[], terminal: Terminal = {}) {
  const written = { output: '', diagnostics: '' };
  const stream = (name: keyof typeof written) => ({
    isTerminal: false,
    width: undefined,
    write: (text: string) => {
      written[name] += text;
      terminal.onWrite?.(text);
    },
  });
  const exitCode = await run(args, {
    version: '0.0.0',
    folder: terminal.folder ?? folder,
    environment: {},
    output: stream('output'),
    diagnostics: stream('diagnostics'),
    readInput: async () => '',
    untilInterrupted: terminal.untilInterrupted ?? (async () => {}),
    now: () => 0,
    clock: () => 0,
  });
  return { exitCode, ...written };
}

describe('tidewaiter test', () => {
  test('a suite that passes is a table, a summary and exit code 0; what was excluded is counted', async () => {
    const { exitCode, output } = await tidewaiter(['test', 'passing']);
    expect(output).toContain('✔ passing/kyverno-test.yaml');
    expect(output).toMatch(/✔ no-latest {2}tag {2}Pod default\/good +pass\n/);
    expect(output).toMatch(/· no-latest {2}tag {2}Service default\/service +excluded\n/);
    expect(output).toContain('passed: 1 of 1 suite, 3 of 3 rows');
    expect(output).toContain('nothing compared: 1 of 3 comparisons');
    expect(exitCode).toBe(0);
  });

  test('hidden folders are looked through; what fails says what was wanted and what came', async () => {
    const { exitCode, output } = await tidewaiter(['test', 'passing', 'failing', '--fail-only']);
    expect(output).toContain('✖ failing/.kyverno-test/kyverno-test.yaml');
    expect(output).toMatch(/✖ no-latest {2}tag {2}Pod default\/good +want fail, got pass\n/);
    expect(output).toContain('failing/.kyverno-test/kyverno-test.yaml:7\n');
    expect(output).not.toContain('passing/kyverno-test.yaml');
    expect(output).not.toContain('Pod default/bad');
    expect(output).toContain('failed: 1 of 2 suites, 1 of 5 rows');
    expect(exitCode).toBe(1);
  });

  test('-o json is everything, for a program', async () => {
    const { exitCode, output } = await tidewaiter(['test', '-o', 'json', 'failing']);
    const report = JSON.parse(output);
    expect(report.counts).toEqual({
      suites: 1,
      suitesPassed: 0,
      rows: 2,
      rowsPassed: 1,
      lines: 2,
      excluded: 0,
      traps: 0,
    });
    expect(report.suites[0]).toMatchObject({ name: 'failing', passed: false });
    expect(report.suites[0].rows[0].lines[0]).toMatchObject({
      outcome: 'wrong',
      object: 'Pod default/good',
      got: 'pass',
    });
    expect(exitCode).toBe(1);
  });

  test('-f finds files of another name; a suite that cannot be read is exit code 2 with its place', async () => {
    const { exitCode, output } = await tidewaiter(['test', '-f', 'named-otherwise.yaml']);
    expect(output).toContain('failing/named-otherwise.yaml:4: there is no field polices');
    expect(output).toContain('Did you mean policies?');
    expect(exitCode).toBe(2);
  });

  test('operations: an update excuses what was there before, but not a rule about updates', async () => {
    const { exitCode, output } = await tidewaiter(['test', `${inputs}/update`, '--fail-only']);
    expect(output).toContain('passed: 1 of 1 suite, 6 of 6 rows');
    // On DELETE a pattern has nothing to be held against.
    expect(output).toContain('nothing compared: 1 of 7 comparisons');
    expect(exitCode).toBe(0);
  });

  test('no suite at all is not a success', async () => {
    const { exitCode, diagnostics } = await tidewaiter(['test', 'passing', '-f', 'misspelt.yaml']);
    expect(diagnostics).toContain('there is no misspelt.yaml in passing or below it');
    expect(exitCode).toBe(2);
  });

  test('a passing suite among others is one line, unless details are asked for', async () => {
    const all = await tidewaiter(['test']);
    expect(all.output).toMatch(/^✔ passing\/kyverno-test\.yaml passing 3 rows$/m);
    expect(all.output).not.toContain('Service default/service');
    // What failed stands last, next to the summary.
    expect(all.output.indexOf('✔ passing/')).toBeLessThan(all.output.indexOf('✖ failing/'));
    const detailed = await tidewaiter(['test', '--detailed-results']);
    expect(detailed.output).toContain('Service default/service');
    expect(detailed.output).toContain('validation error: no latest');
  });

  test('a wrong object is shown by its difference', async () => {
    const { output } = await tidewaiter(['test', 'patching', '--fail-only']);
    expect(output).toContain('want pass, got another object');
    expect(output).toMatch(/^ +- *team: b$/m);
    expect(output).toMatch(/^ +\+ *team: a$/m);
  });
});

describe('--strict', () => {
  test('a row that checks nothing fails, and is named with its place; a lenient run says that there is something', async () => {
    const lenient = await tidewaiter(['test', 'lenient']);
    expect(lenient.exitCode).toBe(0);
    expect(lenient.output).toContain('traps: 1 place ');
    const strict = await tidewaiter(['test', 'lenient', '--strict']);
    expect(strict.exitCode).toBe(1);
    expect(strict.output).toContain('trap lenient/kyverno-test.yaml:7: the policy no-latest has no rule "tga"');
    expect(strict.output).toContain('Did you mean "tag"?');
  });

  test('rules that no row exercises are counted and listed', async () => {
    const { output } = await tidewaiter(['test', 'lenient', '--strict']);
    expect(output).toContain(
      'coverage: 0 of 1 rule exercised by a row, and not\n  no-latest/tag passing/policy.yaml:7\n',
    );
    const both = await tidewaiter(['test', 'lenient', 'passing', '--strict']);
    expect(both.output).toContain('coverage: 1 of 1 rule exercised by a row\n');
  });
});

describe('-t', () => {
  const rowsOf = async (selector: string) => {
    const { output } = await tidewaiter(['test', '-o', 'json', '-t', selector]);
    const { suites, coverage } = JSON.parse(output);
    // Where only some rows were run, no rule is to be called untested.
    expect(coverage).toBeUndefined();
    const rows = suites.flatMap((suite: { name: string; rows: readonly { index: number }[] }) =>
      suite.rows.map(({ index }) => `${suite.name} ${index}`),
    );
    return rows;
  };

  test.each([
    ['policy=no-latest', ['failing 0', 'failing 1', 'lenient 0', 'passing 0', 'passing 1', 'passing 2']],
    ['policy=no-*,rule=t?g,resource=good', ['failing 0', 'passing 0']],
    ['resource=s*', ['passing 2']],
    ['rule=label', ['patching 0', 'patching 1']],
  ])('%s', async (selector, rows) => {
    expect(await rowsOf(selector)).toEqual(rows);
  });

  test('of a row’s objects those that are selected', async () => {
    const { output } = await tidewaiter(['test', 'patching', '-o', 'json', '-t', 'resource=two']);
    const lines = JSON.parse(output).suites[0].rows.flatMap((row: { lines: readonly unknown[] }) => row.lines);
    expect(lines).toMatchObject([{ object: 'ConfigMap default/two' }]);
  });

  test.each([
    ['polcy=a', 'Did you mean policy=…?'],
    ['policy', 'none of policy=…, rule=… and resource=…'],
    ['policy=a=b', 'none of policy=…, rule=… and resource=…'],
    ['policy=nothing', 'no row of any suite is selected by "policy=nothing"'],
  ])('%s is no selection', async (selector, message) => {
    const { exitCode, diagnostics } = await tidewaiter(['test', '-t', selector]);
    expect(diagnostics).toContain(message);
    expect(exitCode).toBe(2);
  });
});

describe('-o', () => {
  test('yaml is the document of json', async () => {
    const json = await tidewaiter(['test', '-o', 'json']);
    const yaml = await tidewaiter(['test', '-o', 'yaml']);
    expect(parse(yaml.output)).toEqual(JSON.parse(json.output));
  });

  test('json holds the coverage, and of a failing comparison the difference', async () => {
    const { output } = await tidewaiter(['test', 'patching', '-o', 'json', '--fail-only']);
    const { coverage, suites } = JSON.parse(output);
    expect(coverage).toEqual({ rules: 1, exercised: 1, missing: [] });
    expect(suites[0].rows).toMatchObject([{ line: 8, want: 'pass', lines: [{ got: 'another object' }] }]);
    expect(suites[0].rows[0].lines[0].diff).toContain('-    team: b');
  });

  test('junit follows junit-10.xsd: a failure, an error, what was not compared as skipped', async () => {
    const { output, exitCode } = await tidewaiter(['test', '-o', 'junit', '--strict']);
    const suites = checkJunit(output).children;
    const answersOf = (name: string) =>
      suites
        .find(({ attributes }) => attributes.name?.startsWith(name))
        ?.children.map(({ children }) => children[0]?.name ?? 'passed');
    expect(answersOf('passing/')).toEqual(['passed', 'passed', 'skipped']);
    expect(answersOf('failing/')).toEqual(['failure', 'passed']);
    // The trap, and the comparison that was none.
    expect(answersOf('lenient/')).toEqual(['failure', 'skipped']);
    expect(exitCode).toBe(1);
    const unreadable = await tidewaiter(['test', '-f', 'named-otherwise.yaml', '-o', 'junit']);
    expect(checkJunit(unreadable.output).children[0]?.children[0]?.children[0]?.name).toBe('error');
  });

  test('markdown tells what failed, and folds what passed', async () => {
    const { output } = await tidewaiter(['test', '-o', 'markdown']);
    expect(output).toContain('## ❌ Policy tests: 2 of 4 suites failed');
    expect(output).toContain('### `failing/.kyverno-test/kyverno-test.yaml` failing');
    expect(output).toContain('| ❌ | 7 | `no-latest` | `tag` | `Pod default/good` | fail | pass |');
    expect(output).toContain('```diff\n');
    expect(output).toContain('<details><summary>2 suites passed</summary>');
  });

  test('an unknown format is named', async () => {
    const { exitCode, diagnostics } = await tidewaiter(['test', '-o', 'junti']);
    expect(diagnostics).toContain('Did you mean "junit"?');
    expect(exitCode).toBe(2);
  });
});

describe('--watch', () => {
  test('runs again what a changed file touches, and nothing else, until it is interrupted', async () => {
    const copy = mkdtempSync(join(tmpdir(), 'tidewaiter-watch-'));
    try {
      cpSync(folder, copy, { recursive: true });
      const steps = [
        // A policy that all suites but one name.
        () => rewrite(join(copy, 'passing/policy.yaml'), (text) => text.replace('no latest', 'no :latest')),
        // A suite that was not there before.
        () => cpSync(join(copy, 'lenient'), join(copy, 'passing/again'), { recursive: true }),
      ];
      const interrupt = Promise.withResolvers<void>();
      const runs: (readonly string[])[] = [];
      const { diagnostics } = await tidewaiter(['test', '--watch', '-o', 'json'], {
        folder: copy,
        onWrite(text) {
          if (text.startsWith('{')) {
            runs.push(JSON.parse(text).suites.map(({ file }: { readonly file: string }) => file.split('/')[0]));
          }
          // The first run is not yet watched when it is told.
          if (runs.length > 1 ? text.startsWith('{') : text.includes('watching')) {
            setTimeout(steps.shift() ?? interrupt.resolve, 50);
          }
        },
        untilInterrupted: () => interrupt.promise,
      });
      expect(runs).toEqual([
        ['failing', 'lenient', 'passing', 'patching'],
        ['failing', 'lenient', 'passing'],
        ['passing'],
      ]);
      expect(diagnostics).toContain('changed: passing/policy.yaml\nstill failing: patching/kyverno-test.yaml\n');
      expect(diagnostics).toContain(
        'still failing: failing/.kyverno-test/kyverno-test.yaml, patching/kyverno-test.yaml\n',
      );
    } finally {
      rmSync(copy, { recursive: true });
    }
  });
});

function rewrite(file: string, change: (text: string) => string): void {
  writeFileSync(file, change(readFileSync(file, 'utf8')));
}
