import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { run } from '../../src/cli/run.ts';

const inputs = fileURLToPath(new URL('inputs', import.meta.url));
const folder = `${inputs}/command`;

async function tidewaiter(...args: readonly string[]) {
  const written = { output: '', diagnostics: '' };
  const stream = (name: keyof typeof written) => ({
    isTerminal: false,
    width: undefined,
    write: (text: string) => {
      written[name] += text;
    },
  });
  const exitCode = await run(args, {
    version: '0.0.0',
    folder,
    environment: {},
    output: stream('output'),
    diagnostics: stream('diagnostics'),
    readInput: async () => '',
    untilInterrupted: async () => {},
    now: () => 0,
    clock: () => 0,
  });
  return { exitCode, ...written };
}

describe('tidewaiter test', () => {
  test('a suite that passes is a table, a summary and exit code 0; what was excluded is counted', async () => {
    const { exitCode, output } = await tidewaiter('test', 'passing');
    expect(output).toContain('✔ passing/kyverno-test.yaml');
    expect(output).toMatch(/✔ no-latest {2}tag {2}Pod default\/good +pass\n/);
    expect(output).toMatch(/· no-latest {2}tag {2}Service default\/service +excluded\n/);
    expect(output).toContain('passed: 1 of 1 suite, 3 of 3 rows');
    expect(output).toContain('nothing compared: 1 of 3 comparisons');
    expect(exitCode).toBe(0);
  });

  test('hidden folders are looked through; what fails says what was wanted and what came', async () => {
    const { exitCode, output } = await tidewaiter('test', '--fail-only');
    expect(output).toContain('✖ failing/.kyverno-test/kyverno-test.yaml');
    expect(output).toMatch(/✖ no-latest {2}tag {2}Pod default\/good +want fail, got pass\n/);
    expect(output).toContain('failing/.kyverno-test/kyverno-test.yaml:7\n');
    expect(output).not.toContain('passing/kyverno-test.yaml');
    expect(output).not.toContain('Pod default/bad');
    expect(output).toContain('failed: 1 of 2 suites, 1 of 5 rows');
    expect(exitCode).toBe(1);
  });

  test('-o json is everything, for a program', async () => {
    const { exitCode, output } = await tidewaiter('test', '-o', 'json', 'failing');
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
    const { exitCode, output } = await tidewaiter('test', '-f', 'named-otherwise.yaml');
    expect(output).toContain('failing/named-otherwise.yaml:4: there is no field polices');
    expect(output).toContain('Did you mean policies?');
    expect(exitCode).toBe(2);
  });

  test('operations: an update excuses what was there before, but not a rule about updates', async () => {
    const { exitCode, output } = await tidewaiter('test', `${inputs}/update`, '--fail-only');
    expect(output).toContain('passed: 1 of 1 suite, 6 of 6 rows');
    // On DELETE a pattern has nothing to be held against.
    expect(output).toContain('nothing compared: 1 of 7 comparisons');
    expect(exitCode).toBe(0);
  });

  test('no suite at all is not a success', async () => {
    const { exitCode, diagnostics } = await tidewaiter('test', 'passing', '-f', 'misspelt.yaml');
    expect(diagnostics).toContain('there is no misspelt.yaml in passing or below it');
    expect(exitCode).toBe(2);
  });
});
