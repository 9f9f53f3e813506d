import { NeedsOutside } from '../functions/needs-outside.ts';
import { NeedsCluster } from './needs-cluster.ts';

/** What an evaluation would have to know of the world outside; undefined for whatever else was thrown. */
export function missingKnowledge(thrown: unknown): string | undefined {
  return thrown instanceof NeedsCluster || thrown instanceof NeedsOutside ? thrown.needs : undefined;
}
