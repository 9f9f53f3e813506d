import { deepEqual } from '../base/deep-equal.ts';
import { isObject, type JsonValue } from '../base/json.ts';
import { equalPaths, formatPath, type Path, startsWithPath } from '../base/path.ts';
import { valueAt } from '../base/value-at.ts';
import { listItemKey } from '../kubernetes/list-item-key.ts';
import type { JsonPatch, JsonPatchOperation } from '../model/json-patch.ts';
import { applyJsonPatch } from '../patch/apply-json-patch.ts';
import { diffValues } from '../patch/diff.ts';
import type { Admission, PolicyMutation } from './admission.ts';

/** One thing that admission would change, on the object as it was given; no two touch each other, so each can be committed alone. */
export interface AdmissionChange {
  /** Where: of one operation its own path, of several on one list the list's. */
  readonly path: Path;
  readonly patch: JsonPatch;
  /** The mutation that made it; where several had a hand in it, the last. */
  readonly by: PolicyMutation;
  readonly message: string;
}

/** What the mutating policies together change about a request's object, from the object as it was to the object as it became. */
export function admissionChanges(admission: Admission): readonly AdmissionChange[] {
  const { request, object, mutations } = admission;
  if (request.object === null || object === null || mutations.length === 0) return [];
  const whole = diffValues(request.object, object, { keyOf: (_path, item) => listItemKey(item) });
  const makerOf = findMakers(request.object, mutations);
  return groupByPlace(whole).flatMap(({ path, patch }) => partsByMaker(path, patch, makerOf));
}

/** Tells which mutation was the last to change what is at a path: the objects between the mutations are gone through again. */
function findMakers(
  original: JsonValue,
  mutations: readonly PolicyMutation[],
): (path: Path) => PolicyMutation | undefined {
  const steps: JsonValue[] = [original];
  for (const { mutation } of mutations) steps.push(applyJsonPatch(steps.at(-1) ?? null, mutation.patch));
  return (path) =>
    mutations.findLast((_, index) => !deepEqual(valueAt(steps[index], path), valueAt(steps[index + 1], path))) ??
    mutations.at(-1);
}

/** Where several mutations filled a map that was not there, each is told what is its own; whoever commits them all gets one map. */
function partsByMaker(
  path: Path,
  patch: JsonPatch,
  makerOf: (path: Path) => PolicyMutation | undefined,
): readonly AdmissionChange[] {
  const [operation] = patch;
  if (patch.length === 1 && operation?.op === 'add' && isObject(operation.value)) {
    const parts = Map.groupBy(Object.entries(operation.value), ([key]) => makerOf([...path, key]));
    if (parts.size > 1) {
      return [...parts].flatMap(([by, entries]) =>
        changeBy(by, path, [{ op: 'add', path, value: Object.fromEntries(entries) }]),
      );
    }
  }
  return changeBy(makerOf(path), path, patch);
}

function changeBy(by: PolicyMutation | undefined, path: Path, patch: JsonPatch): readonly AdmissionChange[] {
  return by ? [{ path, patch, by, message: describe(by, path, patch) }] : [];
}

/**
 * Operations that put items into a list or take them out shift its indices, so that whatever touches that list belongs together;
 * all others stand alone.
 */
function groupByPlace(patch: JsonPatch): readonly { readonly path: Path; readonly patch: JsonPatch }[] {
  const shifted = patch
    .filter(({ op, path }) => op !== 'replace' && typeof path.at(-1) === 'number')
    .map(({ path }) => path.slice(0, -1));
  const groups: { readonly path: Path; readonly patch: JsonPatchOperation[] }[] = [];
  for (const operation of patch) {
    const list = shifted.find((path) => startsWithPath(operation.path, path));
    const place = list ?? operation.path;
    const group = groups.find(({ path }) => equalPaths(path, place));
    if (group) group.patch.push(operation);
    else groups.push({ path: place, patch: [operation] });
  }
  return groups;
}

function describe({ mutation }: PolicyMutation, path: Path, patch: JsonPatch): string {
  if (mutation.message) return mutation.message;
  const where = `\`${formatPath(path)}\``;
  const [operation] = patch;
  const what =
    patch.length > 1 || !operation
      ? `change ${where}`
      : operation.op === 'remove'
        ? `remove ${where}`
        : operation.op === 'add'
          ? `add ${where}${shown(operation.value)}`
          : operation.op === 'replace'
            ? `set ${where} to \`${JSON.stringify(operation.value)}\``
            : `change ${where}`;
  return `admission would ${what}`;
}

function shown(value: JsonValue): string {
  const text = JSON.stringify(value);
  return text.length > 80 ? '' : `: \`${text}\``;
}
