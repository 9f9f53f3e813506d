import type { Cluster } from '../model/cluster.ts';

/** The names of what was looked up: as `identityOf` writes an object, with `*` for any namespace or name of a list. */
export type LookUps = Set<string>;

/** A cluster that notes what it is asked. */
export function recordLookUps(cluster: Cluster, into: LookUps): Cluster {
  return {
    get(question) {
      into.add(JSON.stringify([question.group, question.kind, question.namespace, question.name]));
      return cluster.get(question);
    },
    list(question) {
      into.add(JSON.stringify([question.group, question.kind, question.namespace ?? '*', '*']));
      return cluster.list(question);
    },
  };
}

/** Whether one of some objects (by `identityOf`) was looked up, by its name or in a list. */
export function concernsLookUps(lookUps: ReadonlySet<string>, identities: Iterable<string>): boolean {
  if (lookUps.size === 0) return false;
  for (const identity of identities) {
    if (lookUps.has(identity)) return true;
    const [group, kind, namespace] = JSON.parse(identity) as readonly string[];
    if (
      lookUps.has(JSON.stringify([group, kind, namespace, '*'])) ||
      lookUps.has(JSON.stringify([group, kind, '*', '*']))
    )
      return true;
  }
  return false;
}
