import type { Change, Manifest } from '../model/manifest.ts';
import { identityOf } from './identity.ts';

/**
 * Pairs the objects of changed files before and after, by identity within one cluster: first inside the same file (renames followed),
 * then across files where the identity is left exactly once on either side, so that a moved object is an update and not a deletion.
 * @param previousPaths for a renamed file, its path before by its path after
 */
export function pairChanges(
  before: readonly Manifest[],
  after: readonly Manifest[],
  previousPaths: ReadonlyMap<string, string> = new Map(),
): readonly Change[] {
  const pairs = new Map<Manifest, Manifest>();
  const pairBy = (key: (manifest: Manifest, side: 'before' | 'after') => string, onlyUnique: boolean) => {
    const taken = new Set(pairs.values());
    const open = groupBy(
      before.filter((manifest) => !taken.has(manifest)),
      (manifest) => key(manifest, 'before'),
    );
    const wanted = groupBy(
      after.filter((manifest) => !pairs.has(manifest)),
      (manifest) => key(manifest, 'after'),
    );
    for (const [name, manifests] of wanted) {
      const candidates = open.get(name) ?? [];
      if (onlyUnique && (manifests.length > 1 || candidates.length > 1)) continue;
      manifests.forEach((manifest, index) => {
        const candidate = candidates[index];
        if (candidate) pairs.set(manifest, candidate);
      });
    }
  };
  pairBy((manifest, side) => {
    const { file } = manifest.origin.source;
    return `${side === 'after' ? (previousPaths.get(file) ?? file) : file}\n${clusterIdentity(manifest)}`;
  }, false);
  pairBy(clusterIdentity, true);

  const paired = new Set(pairs.values());
  return [
    ...after.map((manifest): Change => {
      const partner = pairs.get(manifest);
      return partner ? { before: partner, after: manifest } : { after: manifest };
    }),
    ...before.filter((manifest) => !paired.has(manifest)).map((manifest): Change => ({ before: manifest })),
  ];
}

function clusterIdentity(manifest: Manifest): string {
  return `${manifest.cluster}\n${identityOf(manifest.reference)}`;
}

function groupBy(manifests: readonly Manifest[], keyOf: (manifest: Manifest) => string): Map<string, Manifest[]> {
  const groups = new Map<string, Manifest[]>();
  for (const manifest of manifests) {
    const key = keyOf(manifest);
    const group = groups.get(key);
    if (group) group.push(manifest);
    else groups.set(key, [manifest]);
  }
  return groups;
}
