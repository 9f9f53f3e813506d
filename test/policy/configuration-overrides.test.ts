import { describe, expect, it } from 'vitest';
import { DEFAULT_CONFIGURATION } from '../../src/policy/configuration.ts';
import { overridesFromEnvironment, parseOverrides, withOverrides } from '../../src/policy/configuration-overrides.ts';

describe('withOverrides', () => {
  it('lets the last layer win and keeps what no layer names', () => {
    const file = { ...DEFAULT_CONFIGURATION, mode: 'observe' as const, failOn: 'warn' as const };
    const result = withOverrides(file, { mode: 'gate', report: 'all' }, { report: 'changed-files' });
    expect(result).toEqual({ ...file, mode: 'gate', report: 'changed-files' });
  });
});

describe('parseOverrides', () => {
  it('reads words by their names in the file', () => {
    expect(parseOverrides({ 'fail-on': 'any', kubernetes: '1.30' }, (name) => name)).toEqual({
      failOn: 'any',
      kubernetes: '1.30',
    });
  });

  it('names the place, the allowed words and the one that was meant', () => {
    expect(() => parseOverrides({ 'fail-on': 'enforced' }, (name) => `--${name}`)).toThrow(
      expect.objectContaining({
        code: 'config/invalid-value',
        message: '--fail-on is "enforced", which is none of none, enforce, warn, any',
        remedy: 'Did you mean "enforce"?',
      }),
    );
    expect(() => parseOverrides({ kubernetes: 'v1.30' }, (name) => `--${name}`)).toThrow('--kubernetes');
  });
});

describe('overridesFromEnvironment', () => {
  it('reads TIDEWAITER_ variables; an empty one is none', () => {
    const { overrides } = overridesFromEnvironment({ TIDEWAITER_FAIL_ON: 'warn', TIDEWAITER_MODE: '', PATH: '/bin' });
    expect(overrides).toEqual({ failOn: 'warn' });
  });

  it('finds misspelt variables and leaves those of others alone', () => {
    const { misspelt } = overridesFromEnvironment({ TIDEWAITER_FAILON: 'warn', TIDEWAITER_CORPORA: '/x' });
    expect(misspelt).toEqual([{ variable: 'TIDEWAITER_FAILON', meant: 'TIDEWAITER_FAIL_ON' }]);
  });
});
