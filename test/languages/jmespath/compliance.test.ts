import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { JsonValue } from '../../../src/base/json.ts';
import { compileJmespath } from '../../../src/languages/jmespath/compile.ts';
import { JmespathRuntimeError, JmespathSyntaxError } from '../../../src/languages/jmespath/errors.ts';
import { standardFunctions } from '../../../src/languages/jmespath/standard-functions.ts';
import { corporaFolder, notRun } from '../../corpora.ts';
import { KNOWN_GAPS } from './known-gaps.ts';

interface Suite {
  readonly given: JsonValue;
  readonly cases: readonly Case[];
}

interface Case {
  readonly expression: string;
  readonly result?: JsonValue;
  readonly error?: string;
  readonly bench?: string;
}

const corpora = corporaFolder();

describe.skipIf(corpora === undefined)('the JMESPath compliance suite', () => {
  const folder = join(corpora ?? '', 'jmespath');
  const files = corpora === undefined ? [] : readdirSync(folder).filter((file) => file.endsWith('.json'));

  it.each(files)('%s', (file) => {
    const suites: readonly Suite[] = JSON.parse(readFileSync(join(folder, file), 'utf8'));
    const failures: string[] = [];
    const mended: string[] = [];
    for (const { given, cases } of suites) {
      for (const [index, testCase] of cases.entries()) {
        const failure = runCase(given, testCase);
        const gap = KNOWN_GAPS[`${file}: ${testCase.expression}`];
        if (failure !== undefined && gap === undefined) failures.push(`${index} ${testCase.expression}: ${failure}`);
        if (failure === undefined && gap !== undefined) mended.push(testCase.expression);
      }
    }
    expect(failures).toEqual([]);
    expect(mended, 'take these out of known-gaps.ts').toEqual([]);
  });
});

it.skipIf(corpora !== undefined)(notRun(892, 'cases of the JMESPath compliance suite'), () => {});

/** What is wrong, or undefined. */
function runCase(given: JsonValue, { expression, result, error, bench }: Case): string | undefined {
  let outcome: { readonly value: JsonValue } | { readonly error: string };
  try {
    const compiled = compileJmespath(expression, standardFunctions(), { missingKeys: 'null' });
    outcome = { value: compiled.evaluate(given, undefined) };
  } catch (cause) {
    if (cause instanceof JmespathSyntaxError) outcome = { error: 'syntax' };
    else if (cause instanceof JmespathRuntimeError) outcome = { error: cause.kind };
    else throw cause;
  }
  if (bench !== undefined) return 'error' in outcome ? outcome.error : undefined;
  if (error !== undefined) {
    if ('error' in outcome) return outcome.error === error ? undefined : `error ${outcome.error}, expected ${error}`;
    return `${JSON.stringify(outcome.value)}, expected the error ${error}`;
  }
  if ('error' in outcome) return `error ${outcome.error}, expected ${JSON.stringify(result)}`;
  return matches(outcome.value, result ?? null)
    ? undefined
    : `${JSON.stringify(outcome.value)}, expected ${JSON.stringify(result)}`;
}

function matches(actual: JsonValue, expected: JsonValue): boolean {
  try {
    expect(actual).toEqual(expected);
    return true;
  } catch {
    return false;
  }
}
