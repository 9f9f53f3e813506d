import { defineFunction } from '../../../languages/jmespath/functions.ts';
import { parseSemanticVersion } from '../conditions/semantic-version.ts';
import type { KyvernoFunctions } from './environment.ts';
import { failure } from './failure.ts';
import { compileVersionRange } from './version-range.ts';

/** A text that is no version counts as 0.0.0, as in Kyverno, which drops the error. */
const ZERO = { numbers: [0n, 0n, 0n], preRelease: [] } as const;

export const versionFunctions: KyvernoFunctions = {
  semver_compare: defineFunction(['string', 'string'], ([version, range]) => {
    const compiled = compileVersionRange(range);
    if (compiled.outcome === 'invalid') throw failure('semver_compare', compiled.error);
    return compiled.includes(parseSemanticVersion(version) ?? ZERO);
  }),
};
