import { isObject, type JsonObject } from '../../../base/json.ts';
import type { Path } from '../../../base/path.ts';
import { checkJsonPatch } from './check-json-patch.ts';
import type { CheckedPolicy, CheckedRule } from './checked-policy.ts';
import { isFilledList, isSet, partsOf } from './parts-of.ts';
import type { Remarks } from './remarks.ts';
import { requireFields } from './require-fields.ts';
import { requireOne } from './require-one.ts';

const MUTATIONS = ['patchStrategicMerge', 'patchesJson6902', 'foreach'];

/** What Kyverno asks of `mutate`. */
export function checkMutate({ rule, path }: CheckedRule, { namespace }: CheckedPolicy, remarks: Remarks): void {
  const { mutate } = rule;
  if (!isObject(mutate)) return;
  const place = [...path, 'mutate'];
  requireOne(mutate, MUTATIONS, { what: 'mutate', path: place, remarks });
  checkJsonPatch(mutate.patchesJson6902, [...place, 'patchesJson6902'], { inLoop: false, remarks });
  checkLoops(mutate, place, remarks);
  for (const { part, path: target } of partsOf(mutate.targets, [...place, 'targets'])) {
    if (namespace === undefined || !isSet(part.namespace) || part.namespace === namespace) continue;
    remarks.refuse({
      code: 'policy/invalid-value',
      message: `a Policy mutates in its own namespace "${namespace}", not in "${String(part.namespace)}"`,
      remedy: 'Take `namespace` out, or make it a ClusterPolicy.',
      path: [...target, 'namespace'],
    });
  }
}

const PATCHES = ['patchStrategicMerge', 'patchesJson6902'];
const BESIDE_A_LOOP = ['context', 'preconditions', ...PATCHES];

function checkLoops({ foreach }: JsonObject, path: Path, remarks: Remarks): void {
  for (const { part, path: place } of partsOf(foreach, [...path, 'foreach'])) {
    requireFields(part, ['list'], place, remarks);
    if (!isFilledList(part.foreach)) {
      requireOne(part, PATCHES, { what: 'a loop of mutate', path: place, remarks });
      checkJsonPatch(part.patchesJson6902, [...place, 'patchesJson6902'], { inLoop: true, remarks });
      continue;
    }
    const other = BESIDE_A_LOOP.find((field) => isSet(part[field]));
    if (other !== undefined) {
      remarks.refuse({
        code: 'policy/invalid-value',
        message: `a loop around another one has no ${other}`,
        remedy: 'Write it in the inner loop.',
        path: [...place, other],
        at: 'key',
      });
    }
    checkLoops(part, place, remarks);
  }
}
