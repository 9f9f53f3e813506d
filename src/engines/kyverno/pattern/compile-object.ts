import { compareText } from '../../../base/compare-text.ts';
import { isArray, isObject, type JsonObject, type JsonValue } from '../../../base/json.ts';
import { type AnchorKind, parseAnchor } from './anchor.ts';
import { compileMember, type MemberCheck } from './compile-member.ts';
import { expandMetadataKeys, needsExpansion } from './expand-metadata-keys.ts';
import { goTypeName } from './go-format.ts';
import { formatKyvernoPath } from './kyverno-path.ts';
import { type Check, type Compiler, isSkip, type Look, type Mismatch, noteFailure, plainMismatch } from './mismatch.ts';
import { remedyFor } from './remedy.ts';

/** Compiles an object of a pattern: its keys in Kyverno's order, each with what its anchor means. */
export function compileObject(pattern: JsonObject, compiler: Compiler): Check {
  const members = needsExpansion(pattern) ? compileExpanding(pattern, compiler) : compileMembers(pattern, compiler);
  const anchors = anchorsToTrack(pattern);
  return {
    look: (value) => (isObject(value) ? members.look(value) : 'fail'),
    explain: (value, walk) => {
      if (!isObject(value)) {
        const path = [...walk.path];
        const typeName = goTypeName(value, compiler.numbers);
        const mismatch = plainMismatch(
          walk,
          (at) =>
            `pattern and resource have different structures. Path: ${formatKyvernoPath(at)}. Expected map[string]interface {}, found ${typeName}`,
        );
        return noteFailure(walk, mismatch, path, () => remedyFor(pattern, walk.root, path));
      }
      for (const [text, key] of walk.anchors ? anchors : []) {
        walk.anchors?.set(text, walk.anchors.get(text) === true || Object.hasOwn(value, key));
      }
      return members.explain(value, walk);
    },
  };
}

function compileMembers(pattern: JsonObject, compiler: Compiler): MemberCheck {
  const checks = membersInOrder(pattern).map((key) => compileMember(key, pattern[key] ?? null, compiler));
  return {
    look: lookAtMembers(checks),
    explain: (object, walk) => {
      let first: Mismatch | undefined;
      for (const check of checks) {
        const mismatch = check.explain(object, walk);
        if (!mismatch) continue;
        if (!walk.failures) return mismatch;
        first ??= mismatch;
        // Where the rule is not about this object, what else it has does not matter.
        if (isSkip(mismatch)) return first;
      }
      return first;
    },
  };
}

function lookAtMembers(checks: readonly MemberCheck[]): (object: JsonObject) => Look {
  const looks = checks.map(({ look }) => look);
  const [only] = looks;
  if (looks.length === 1 && only) return only;
  return (object) => {
    for (const look of looks) {
      const seen = look(object);
      if (seen !== 'match') return seen;
    }
    return 'match';
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

/** Wildcards in the keys of labels and annotations stand for keys of the value, so the pattern depends on it. */
function compileExpanding(pattern: JsonObject, compiler: Compiler): MemberCheck {
  let last: { readonly text: string; readonly check: MemberCheck } | undefined;
  const compileFor = (object: JsonObject, everyForbidden: boolean): MemberCheck => {
    const expanded = expandMetadataKeys(pattern, object, { everyForbidden });
    const text = JSON.stringify(expanded);
    if (last?.text !== text) last = { text, check: compileMembers(expanded, compiler) };
    return last.check;
  };
  return {
    look: (object) => compileFor(object, false).look(object),
    explain: (object, walk) => compileFor(object, walk.failures !== null).explain(object, walk),
  };
}
