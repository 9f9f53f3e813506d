import { compileGlob } from '../../src/base/glob.ts';
import { engines } from '../../src/engines/registry.ts';
import type { Instant } from '../../src/model/engine.ts';
import type { ChangeSet } from '../../src/model/files.ts';
import { holdToFloor } from '../../src/policy/floor.ts';
import { findGateChanges } from '../../src/policy/gate-changes.ts';
import { readGateConfiguration } from '../../src/policy/read-gate-configuration.ts';
import type { RepositoryGate } from './order.ts';

/** Whether what came to a branch changes by what its pull requests are judged: configuration, policies, exemptions, fixtures. */
export async function hasGateChanged(change: ChangeSet, gate: RepositoryGate, now: Instant): Promise<boolean> {
  const { configuration: said, floor, placeOf } = await readGateConfiguration(change.head, gate);
  const configuration = floor ? holdToFloor(said, floor, placeOf).configuration : said;
  const { judgesOtherwise } = await findGateChanges(change, { gates: [{ configuration, floor }], engines, now });
  if (judgesOtherwise) return true;
  const looksAt = [configuration.exemptions, ...configuration.cluster.fixtures].map(compileGlob);
  return change.changedFiles.some(({ path, previousPath = path }) =>
    looksAt.some((matches) => matches(path) || matches(previousPath)),
  );
}
