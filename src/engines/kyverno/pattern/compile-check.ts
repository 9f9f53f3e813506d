import { compareText } from '../../../base/compare-text.ts';
import { isArray, isObject, type JsonObject, type JsonValue } from '../../../base/json.ts';
import type { JsonPatch } from '../../../model/json-patch.ts';
import { type AnchorKind, parseAnchor } from './anchor.ts';
import { expandMetadataKeys, needsExpansion } from './expand-metadata-keys.ts';
import { goSprint, goTypeName, type Numbers } from './go-format.ts';
import { formatKyvernoPath } from './kyverno-path.ts';
import { compileLeaf } from './leaf.ts';
import { type Check, isSkip, type Mismatch, type Walk } from './mismatch.ts';
import { remedyFor, removalOf } from './remedy.ts';

/**
 * Compiles a pattern to closures that walk a value. The order in which they do is Kyverno's, since its first error decides.
 * Semantics: kyverno/kyverno, pkg/engine/validate and pkg/engine/anchor.
 */
export function compileCheck(pattern: JsonValue, numbers: Numbers): Check {
  if (isObject(pattern)) return compileObject(pattern, numbers);
  if (isArray(pattern)) return compileList(pattern, numbers);
  return compileScalar(pattern, numbers);
}

function compileScalar(pattern: JsonValue, numbers: Numbers): Check {
  const matches = compileLeaf(pattern, numbers);
  return (value, walk) => {
    if (!isArray(value)) {
      if (matches(value)) return undefined;
      const mismatch = mismatchOfValue(value, pattern, numbers, walk);
      return fail(walk, mismatch, () => remedyFor(pattern, walk.root, [...walk.path]));
    }
    if (value.every(matches)) return undefined;
    const mismatch = mismatchOfValue(value, pattern, numbers, walk);
    if (walk.failures) {
      for (const [index, item] of value.entries()) {
        if (!matches(item)) walk.failures.push({ path: [...walk.path, index], message: mismatch.message() });
      }
    }
    return mismatch;
  };
}

function mismatchOfValue(value: JsonValue, pattern: JsonValue, numbers: Numbers, { path }: Walk): Mismatch {
  const at = [...path];
  return {
    kind: 'plain',
    path: at,
    message: () =>
      `resource value '${goSprint(value, numbers)}' does not match '${goSprint(pattern, 'float')}' at path ${formatKyvernoPath(at)}`,
  };
}

function compileObject(pattern: JsonObject, numbers: Numbers): Check {
  const checkMembers = needsExpansion(pattern) ? compileExpanding(pattern, numbers) : compileMembers(pattern, numbers);
  const anchors = anchorsToTrack(pattern);
  return (value, walk) => {
    if (!isObject(value)) {
      const at = [...walk.path];
      const mismatch: Mismatch = {
        kind: 'plain',
        path: at,
        message: () =>
          `pattern and resource have different structures. Path: ${formatKyvernoPath(at)}. Expected map[string]interface {}, found ${goTypeName(value, numbers)}`,
      };
      return fail(walk, mismatch, () => remedyFor(pattern, walk.root, at));
    }
    if (walk.anchors) {
      for (const [text, key] of anchors) {
        walk.anchors.set(text, walk.anchors.get(text) === true || Object.hasOwn(value, key));
      }
    }
    return checkMembers(value, walk);
  };
}

/** A check of one key, given the object that may have it. */
type MemberCheck = (object: JsonObject, walk: Walk) => Mismatch | undefined;

function compileMembers(pattern: JsonObject, numbers: Numbers): MemberCheck {
  const checks = membersInOrder(pattern).map((key) => compileMember(key, pattern[key] ?? null, numbers));
  return (object, walk) => {
    let first: Mismatch | undefined;
    for (const check of checks) {
      const mismatch = check(object, walk);
      if (!mismatch) continue;
      if (!walk.failures) return mismatch;
      first ??= mismatch;
      // Where the rule is not about this object, what else it has does not matter.
      if (isSkip(mismatch)) return first;
    }
    return first;
  };
}

/**
 * Anchors come first, by key; then `<()` and keys whose pattern holds an anchor somewhere, in falling order because each is put before
 * those that are there; then the rest, by key.
 */
function membersInOrder(pattern: JsonObject): readonly string[] {
  const anchored: string[] = [];
  const before: string[] = [];
  const after: string[] = [];
  for (const key of Object.keys(pattern).sort(compareText)) {
    const kind = parseAnchor(key)?.kind;
    if (kind === 'condition' || kind === 'existence' || kind === 'equality' || kind === 'negation') anchored.push(key);
    else if (kind === 'global' || holdsAnchor(pattern[key] ?? null)) before.unshift(key);
    else after.push(key);
  }
  return [...anchored, ...before, ...after];
}

function holdsAnchor(pattern: JsonValue): boolean {
  if (isArray(pattern)) return pattern.some(holdsAnchor);
  if (!isObject(pattern)) return false;
  return Object.entries(pattern).some(([key, child]) => {
    const kind = parseAnchor(key)?.kind;
    return (kind !== undefined && kind !== 'addition') || holdsAnchor(child);
  });
}

/** Kyverno's "missing anchor" looks at these kinds only. */
const TRACKED: ReadonlySet<AnchorKind> = new Set<AnchorKind>(['condition', 'existence', 'negation']);

function anchorsToTrack(pattern: JsonObject): readonly (readonly [text: string, key: string])[] {
  return Object.keys(pattern).flatMap((text) => {
    const anchor = parseAnchor(text);
    return anchor && TRACKED.has(anchor.kind) ? [[text, anchor.key] as const] : [];
  });
}

function compileMember(text: string, pattern: JsonValue, numbers: Numbers): MemberCheck {
  const anchor = parseAnchor(text);
  switch (anchor?.kind) {
    case 'condition':
      return compileCondition(anchor.key, compileCheck(pattern, numbers));
    case 'global':
      return compileGlobal(anchor.key, compileCheck(pattern, numbers));
    case 'equality':
      return compileEquality(anchor.key, compileCheck(pattern, numbers));
    case 'existence':
      return compileExistence(anchor.key, pattern, numbers);
    case 'negation':
      return compileNegation(anchor.key);
    default:
      // An addition anchor means nothing here: Kyverno looks for a key that is spelt like it.
      return pattern === '*' ? compilePresence(text) : compilePlain(text, compileCheck(pattern, numbers));
  }
}

function compilePlain(key: string, check: Check): MemberCheck {
  const read = reader(key);
  return (object, walk) => {
    walk.path.push(key);
    const mismatch = check(read(object) ?? null, walk);
    walk.path.pop();
    return mismatch;
  };
}

function compilePresence(key: string): MemberCheck {
  const read = reader(key);
  return (object, walk) => {
    const value = read(object);
    if (value !== undefined && value !== null) return undefined;
    const at = [...walk.path];
    const mismatch: Mismatch = {
      kind: 'plain',
      path: at,
      message: () => `${formatKyvernoPath(at)}/${key} not found`,
    };
    walk.failures?.push({ path: [...at, key], message: mismatch.message() });
    return mismatch;
  };
}

function compileEquality(key: string, check: Check): MemberCheck {
  const read = reader(key);
  return (object, walk) => {
    const value = read(object);
    if (value === undefined) return undefined;
    walk.path.push(key);
    const mismatch = check(value, walk);
    walk.path.pop();
    return mismatch;
  };
}

function compileCondition(key: string, check: Check): MemberCheck {
  const read = reader(key);
  return (object, walk) => {
    const value = read(object);
    if (value === undefined) {
      return {
        kind: 'condition',
        path: [...walk.path, key],
        message: () => "conditional anchor mismatch: conditional anchor key doesn't exist in the resource",
      };
    }
    const inner = checkAside(key, value, check, walk);
    return inner && { ...inner, kind: 'condition', message: () => `conditional anchor mismatch: ${inner.message()}` };
  };
}

function compileGlobal(key: string, check: Check): MemberCheck {
  const read = reader(key);
  return (object, walk) => {
    const value = read(object);
    if (value === undefined) return undefined;
    const inner = checkAside(key, value, check, walk);
    return inner && { ...inner, kind: 'global', message: () => `global anchor mismatch: ${inner.message()}` };
  };
}

function compileNegation(key: string): MemberCheck {
  return (object, walk) => {
    if (!Object.hasOwn(object, key)) return undefined;
    const at = [...walk.path, key];
    const mismatch: Mismatch = {
      kind: 'negation',
      path: at,
      message: () => `negation anchor matched in resource: ${formatKyvernoPath(at)} is not allowed`,
    };
    return fail(walk, mismatch, () => removalOf(walk.root, at), at);
  };
}

function compileExistence(key: string, pattern: JsonValue, numbers: Numbers): MemberCheck {
  const read = reader(key);
  const patterns = isArray(pattern) ? pattern : undefined;
  const checks = patterns?.map((item) => (isObject(item) ? compileObject(item, numbers) : undefined));
  return (object, walk) => {
    const value = read(object);
    if (value === undefined) return undefined;
    const at = [...walk.path, key];
    const failWith = (message: string) =>
      fail(walk, { kind: 'plain', path: at, message: () => message }, undefined, at);
    if (!isArray(value)) {
      return failWith(
        `invalid resource type ${goTypeName(value, numbers)}: Existence ^ () anchor can be used only on list/array type resource`,
      );
    }
    const typeName = goTypeName(pattern, 'float');
    if (!checks) {
      return failWith(`invalid pattern type ${typeName}: Pattern has to be of list to compare against resource`);
    }
    for (const check of checks) {
      if (!check) {
        return failWith(
          `invalid pattern type ${typeName}: Pattern has to be of type map to compare against items in resource`,
        );
      }
      const found = value.some((item, index) => !checkAside(key, item, check, walk, index));
      if (!found) return failWith(`existence anchor validation failed at path ${formatKyvernoPath(at)}`);
    }
    return undefined;
  };
}

/** Checks what only decides whether something applies: its mismatches are no failures. */
function checkAside(key: string, value: JsonValue, check: Check, walk: Walk, index?: number): Mismatch | undefined {
  const { failures } = walk;
  walk.failures = null;
  walk.path.push(key);
  if (index !== undefined) walk.path.push(index);
  const mismatch = check(value, walk);
  if (index !== undefined) walk.path.pop();
  walk.path.pop();
  walk.failures = failures;
  return mismatch;
}

function compileList(pattern: readonly JsonValue[], numbers: Numbers): Check {
  const [first] = pattern;
  const checkItems =
    first === undefined
      ? emptyPattern
      : isObject(first)
        ? compileItems(compileObject(first, numbers))
        : isArray(first)
          ? compileByIndex(pattern.map((item) => compileCheck(item, numbers)))
          : compileScalar(first, numbers);
  return (value, walk) => {
    if (isArray(value)) return checkItems(value, walk);
    const at = [...walk.path];
    return fail(walk, {
      kind: 'plain',
      path: at,
      message: () =>
        `validation rule failed at path ${formatKyvernoPath(at)}, resource does not satisfy the expected overlay pattern`,
    });
  };
}

function emptyPattern(_: JsonValue, walk: Walk): Mismatch {
  return fail(walk, { kind: 'plain', path: [...walk.path], message: () => 'pattern Array empty' });
}

/** The first object of a list in a pattern is for every item of the value. */
function compileItems(check: Check): ListCheck {
  return (list, walk) => checkEach(list, list.length, () => check, walk);
}

/** Lists of lists are compared index by index. */
function compileByIndex(checks: readonly Check[]): ListCheck {
  return (list, walk) => {
    if (list.length >= checks.length) return checkEach(list, checks.length, (index) => checks[index], walk);
    return fail(walk, {
      kind: 'plain',
      path: undefined,
      message: () =>
        `validate Array failed, array length mismatch, resource Array len is ${list.length} and pattern Array len is ${checks.length}`,
    });
  };
}

type ListCheck = (list: readonly JsonValue[], walk: Walk) => Mismatch | undefined;

/** Items to which the rule does not apply are passed over; only if it applies to none is it not about the list. */
function checkEach(
  list: readonly JsonValue[],
  count: number,
  checkAt: (index: number) => Check | undefined,
  walk: Walk,
): Mismatch | undefined {
  let first: Mismatch | undefined;
  let applied = false;
  const skips: Mismatch[] = [];
  for (let index = 0; index < count; index++) {
    walk.path.push(index);
    const mismatch = checkAt(index)?.(list[index] ?? null, walk);
    walk.path.pop();
    if (!mismatch) applied = true;
    else if (isSkip(mismatch)) skips.push(mismatch);
    else if (walk.failures) first ??= mismatch;
    else return mismatch;
  }
  return first ?? (applied || skips.length === 0 ? undefined : combine(skips, walk));
}

function combine(skips: readonly Mismatch[], { path }: Walk): Mismatch {
  return {
    kind: 'condition',
    path: [...path],
    message: () => skips.map((skip) => skip.message()).join('; '),
  };
}

/** Notes a failing leaf, if failures are asked for. */
function fail(walk: Walk, mismatch: Mismatch, remedy?: () => JsonPatch | undefined, path = walk.path): Mismatch {
  if (walk.failures) {
    const patch = remedy?.();
    const failure = { path: [...path], message: mismatch.message() };
    walk.failures.push(patch ? { ...failure, remedy: patch } : failure);
  }
  return mismatch;
}

/** Wildcards in the keys of labels and annotations stand for keys of the value, so the pattern depends on it. */
function compileExpanding(pattern: JsonObject, numbers: Numbers): MemberCheck {
  let last: { readonly pattern: JsonObject; readonly text: string; readonly check: MemberCheck } | undefined;
  return (object, walk) => {
    const expanded = expandMetadataKeys(pattern, object, { everyForbidden: walk.failures !== null });
    const text = JSON.stringify(expanded);
    if (last?.text !== text) last = { pattern: expanded, text, check: compileMembers(expanded, numbers) };
    return last.check(object, walk);
  };
}

/** Reads an own key. Only the few names that every object inherits need the slow way. */
function reader(key: string): (object: JsonObject) => JsonValue | undefined {
  return key in Object.prototype
    ? (object) => (Object.hasOwn(object, key) ? object[key] : undefined)
    : (object) => object[key];
}
