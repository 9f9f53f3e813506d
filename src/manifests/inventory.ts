import { compareText } from '../base/compare-text.ts';
import { deepEqual } from '../base/deep-equal.ts';
import { parseApiVersion } from '../kubernetes/group-version-kind.ts';
import type { Cluster } from '../model/cluster.ts';
import type { Manifest } from '../model/manifest.ts';

/** What the repository holds of one cluster. */
export interface Inventory extends Cluster {
  /** Every manifest of it. */
  manifests(): readonly Manifest[];
}

/**
 * The inventory of one cluster. It is read at the first look-up: most policies never ask.
 * @param readManifests every manifest of that cluster
 */
export function createInventory(readManifests: () => readonly Manifest[]): Inventory {
  let kinds: ReadonlyMap<string, readonly Manifest[]> | undefined;
  const ofKind = (group: string, kind: string) => {
    kinds ??= Map.groupBy(
      readManifests(),
      ({ reference }) => `${parseApiVersion(reference.apiVersion).group}/${reference.kind}`,
    );
    return kinds.get(`${group}/${kind}`) ?? [];
  };
  return {
    manifests: readManifests,
    get({ group, kind, namespace, name }) {
      const found = ofKind(group, kind).filter(
        ({ reference }) => reference.name === name && (reference.namespace ?? '') === namespace,
      );
      const [first, ...others] = found;
      if (!first) return { outcome: 'absent' };
      const different = others.find((other) => !deepEqual(other.object, first.object));
      if (different) {
        const files = `${first.origin.source.file} and ${different.origin.source.file}`;
        return { outcome: 'ambiguous', reason: `${kind} ${name} is written differently in ${files}` };
      }
      return { outcome: 'found', object: first.object };
    },
    list({ group, kind, namespace }) {
      return ofKind(group, kind)
        .filter(({ reference }) => namespace === undefined || reference.namespace === namespace)
        .toSorted(
          (left, right) =>
            compareText(left.reference.namespace ?? '', right.reference.namespace ?? '') ||
            compareText(left.reference.name, right.reference.name),
        )
        .map(({ object }) => object);
    },
  };
}
