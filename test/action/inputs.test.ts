import { describe, expect, it } from 'vitest';
import { type InputName, readInputs } from '../../action/inputs.ts';

type Given = { readonly [name in InputName]?: string };

const read = (given: Given, environment = {}) =>
  readInputs((name) => (name in given ? (given[name] ?? '') : name === 'github-token' ? 't' : ''), environment);

describe('the inputs of the step', () => {
  it('have their defaults in the code', () => {
    expect(read({})).toEqual({
      token: 't',
      configurationFile: undefined,
      policies: [],
      overrides: {},
      name: 'tidewaiter',
      maxComments: 15,
      summaryMode: 'always',
      baseRef: undefined,
      headRef: undefined,
      sarifFile: undefined,
      reportFile: undefined,
      workingDirectory: undefined,
    });
  });

  it('take lists with commas and with new lines', () => {
    expect(read({ policies: 'policies/**, bundle:starter\n\n more/p.yaml ' }).policies).toEqual([
      { kind: 'files', pattern: 'policies/**' },
      { kind: 'bundle', name: 'starter' },
      { kind: 'files', pattern: 'more/p.yaml' },
    ]);
  });

  it('beat the variables of the step', () => {
    const environment = { TIDEWAITER_FAIL_ON: 'none', TIDEWAITER_REPORT: 'all' };
    expect(read({ 'fail-on': 'warn' }, environment).overrides).toMatchObject({ failOn: 'warn', report: 'all' });
  });

  it.each([['true'], ['TRUE'], ['yes']])('take warn-only: %s for observe mode', (text) => {
    expect(read({ 'warn-only': text }).overrides.mode).toBe('observe');
  });

  it.each([['false'], ['no'], ['']])('take warn-only: %j for nothing', (text) => {
    expect(read({ 'warn-only': text }).overrides.mode).toBeUndefined();
  });

  it.each<[what: string, given: Given, message: string, remedy: string]>([
    ['no token', { 'github-token': ' ' }, 'the input github-token is empty', 'Leave it out'],
    ['a word', { 'fail-on': 'enforced' }, 'the input fail-on is "enforced"', 'Did you mean "enforce"?'],
    ['a contradiction', { mode: 'gate', 'warn-only': 'true' }, 'contradicts `mode: gate`', 'Set one of the two.'],
    ['a number', { 'max-comments': 'many' }, 'the input max-comments is "many"', 'GitHub refuses a review with more.'],
    ['too many comments', { 'max-comments': '31' }, 'it is no number from 0 to 30', 'GitHub refuses'],
    ['a mode of the summary', { 'comment-summary-in-pr': 'alway' }, 'is "alway"', 'Did you mean "always"?'],
    ['a name that could end a marker', { name: 'a --> b' }, 'it is no name of a gate', 'small letters'],
    ['a flag', { 'warn-only': 'maybe' }, 'neither true nor false', 'Write `true` or `false`.'],
    ['a version', { kubernetes: '1' }, 'the input kubernetes is "1"', 'Write it like 1.34.'],
  ])('are refused with the input and the remedy: %s', (_, given, message, remedy) => {
    expect(() => read(given)).toThrow(
      expect.objectContaining({
        message: expect.stringContaining(message),
        remedy: expect.stringContaining(remedy),
      }),
    );
  });
});
