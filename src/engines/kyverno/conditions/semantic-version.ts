/** A version as semver.org 2.0.0 has it. Build metadata is left out: it has no order. */
export interface SemanticVersion {
  readonly numbers: readonly [major: bigint, minor: bigint, patch: bigint];
  readonly preRelease: readonly (string | bigint)[];
}

const NUMBER = '(0|[1-9]\\d*)';
const IDENTIFIERS = '[0-9A-Za-z-]+(?:\\.[0-9A-Za-z-]+)*';
const VERSION = new RegExp(`^${NUMBER}\\.${NUMBER}\\.${NUMBER}(?:-(${IDENTIFIERS}))?(?:\\+${IDENTIFIERS})?$`);

/** Reads a version strictly: all three numbers, no `v`. Semantics: blang/semver `Parse`, which Kyverno uses. */
export function parseSemanticVersion(text: string): SemanticVersion | undefined {
  const match = VERSION.exec(text);
  if (!match) return undefined;
  const [, major = '0', minor = '0', patch = '0', preRelease] = match;
  const identifiers = preRelease?.split('.') ?? [];
  if (identifiers.some((identifier) => /^0\d+$/.test(identifier))) return undefined;
  return {
    numbers: [BigInt(major), BigInt(minor), BigInt(patch)],
    preRelease: identifiers.map((identifier) => (/^\d+$/.test(identifier) ? BigInt(identifier) : identifier)),
  };
}

/** Precedence (semver.org, clause 11): below 0 where the left one comes first. */
export function compareSemanticVersions(left: SemanticVersion, right: SemanticVersion): number {
  for (const [index, number] of left.numbers.entries()) {
    const other = right.numbers[index] ?? 0n;
    if (number !== other) return number < other ? -1 : 1;
  }
  return comparePreReleases(left.preRelease, right.preRelease);
}

function comparePreReleases(left: readonly (string | bigint)[], right: readonly (string | bigint)[]): number {
  // A release comes after its pre-releases.
  if (left.length === 0 || right.length === 0) return right.length - left.length;
  for (const [index, identifier] of left.entries()) {
    const other = right[index];
    if (other === undefined) return 1;
    if (identifier === other) continue;
    // Numbers come before text.
    if (typeof identifier !== typeof other) return typeof identifier === 'bigint' ? -1 : 1;
    return identifier < other ? -1 : 1;
  }
  return left.length - right.length;
}
