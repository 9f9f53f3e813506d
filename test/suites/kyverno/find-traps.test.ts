import { expect, test } from 'vitest';
import { startOf } from '../../../src/text/position.ts';
import { inputFiles, runInput } from '../run-input.ts';

const FILE = 'strict/kyverno-test.yaml';
const [result] = runInput(FILE);
const traps = (result?.traps ?? []).map(({ message, remedy, span, code }) => ({
  code,
  line: span && startOf(span).line,
  text: `${message} → ${remedy}`,
}));
const lines = (inputFiles.read(FILE) ?? '').split('\n').map((text, index) => ({
  line: index + 1,
  text,
  expected: /# trap: (.*)/.exec(text)?.[1],
}));

// Each says what Kyverno's CLI makes of it: section 1.6 of the map of the format.
test.each(lines.filter(({ expected }) => expected !== undefined))('$line: $expected', ({ line, expected = '' }) => {
  const here = traps.filter((trap) => trap.line === line);
  expect(here).toHaveLength(1);
  for (const part of expected.split(' → ')) expect(here[0]?.text).toContain(part);
  expect(here[0]?.code).toBe('policy/vacuous-test');
});

test('nothing else is a trap', () => {
  const expected = lines.filter((each) => each.expected !== undefined).map(({ line }) => line);
  expect(traps.map(({ line }) => line).toSorted((left = 0, right = 0) => left - right)).toEqual(expected);
});

test('every row passes all the same, but for those that fail by what comes of it', () => {
  const failing = (result?.rows ?? []).filter(({ passed }) => !passed);
  expect(failing.map(({ policy, index }) => `${index} ${policy}`)).toEqual([
    // No answer of a policy that does not exist.
    '2 require-label',
    // Two rows are checked against all objects, of which one fails.
    '4 require-labels',
    '8 require-labels',
  ]);
});

test('rules that no row compared are told apart; a policy in CEL has one answer', () => {
  const rules = (result?.rules ?? []).map(({ policy, rule, exercised }) => `${policy}/${rule} ${exercised}`);
  expect(rules).toEqual([
    'require-labels/team true',
    'require-labels/owner false',
    'add-labels/add true',
    'cel/cel true',
  ]);
});
