import { compareText } from '../../../base/compare-text.ts';
import { isArray, isObject, type JsonObject, type JsonValue } from '../../../base/json.ts';
import { type AnchorKind, parseAnchor } from './anchor.ts';
import { compileMember, type MemberCheck } from './compile-member.ts';
import { expandMetadataKeys, needsExpansion } from './expand-metadata-keys.ts';
import { goTypeName } from './go-format.ts';
import { formatKyvernoPath } from './kyverno-path.ts';
import {
  type Check,
  type Compiler,
  isSkip,
  type Look,
  type Mismatch,
  noteFailure,
  plainMismatch,
  skipWithin,
  type Walk,
} from './mismatch.ts';
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
  const keys = membersInOrder(pattern);
  const compileAll = (part: readonly string[]) => part.map((key) => compileMember(key, pattern[key] ?? null, compiler));
  const anchored = compileAll(keys.filter(comesFirst));
  const rest = compileAll(keys.filter((key) => !comesFirst(key)));
  const lookAtAnchored = looksAtAnchored(anchored);
  const lookAtRest = looksAtRest(rest);
  return {
    look: (object) => {
      const seen = lookAtAnchored(object);
      return seen === 'match' ? lookAtRest(object) : seen;
    },
    explain: (object, walk) => {
      let first = explainAnchored(anchored, object, walk);
      if (first && (!walk.failures || isSkip(first))) return first;
      for (const check of rest) {
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

function comesFirst(text: string): boolean {
  const kind = parseAnchor(text)?.kind;
  return kind === 'condition' || kind === 'existence' || kind === 'equality' || kind === 'negation';
}

/**
 * A condition that does not hold decides. Where conditions within keep the rule from a part of the object, that part is passed over if
 * another anchor applies, else it is the object that the rule is not about.
 * Semantics: kyverno/kyverno, pkg/engine/validate/validate.go, `validateMap`.
 */
function looksAtAnchored(checks: readonly MemberCheck[]): (object: JsonObject) => Look {
  const looks = checks.map(({ look }) => look);
  return (object) => {
    let applies = looks.length === 0;
    let skipped = false;
    for (const look of looks) {
      const seen = look(object);
      if (seen === 'fail') return seen;
      if (seen === 'skip') return 'skip-within';
      if (seen === 'match') applies = true;
      else skipped = true;
    }
    return skipped && !applies ? 'skip-within' : 'match';
  };
}

/** The same, with its reasons: those of all conditions that do not hold. */
function explainAnchored(checks: readonly MemberCheck[], object: JsonObject, walk: Walk): Mismatch | undefined {
  const { failures } = walk;
  const skips: Mismatch[] = [];
  let first: Mismatch | undefined;
  let applies = false;
  let decided = false;
  for (const check of checks) {
    const mismatch = check.explain(object, walk);
    if (!mismatch) {
      applies = true;
    } else if (isSkip(mismatch)) {
      skips.push(mismatch);
      decided ||= mismatch.kind !== 'within';
      // Where the rule is not about this object, what else it has does not matter.
      if (decided) walk.failures = null;
    } else if (!decided) {
      if (!failures) return mismatch;
      first ??= mismatch;
    }
  }
  walk.failures = failures;
  if (first) return first;
  return skips.length > 0 && (decided || !applies) ? skipWithin(walk, skips) : undefined;
}

function looksAtRest(checks: readonly MemberCheck[]): (object: JsonObject) => Look {
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
export function membersInOrder(pattern: JsonObject): readonly string[] {
  const anchored: string[] = [];
  const before: string[] = [];
  const after: string[] = [];
  for (const key of Object.keys(pattern).sort(compareText)) {
    if (comesFirst(key)) anchored.push(key);
    else if (parseAnchor(key)?.kind === 'global' || holdsAnchor(pattern[key] ?? null)) before.unshift(key);
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

/** Kyverno's "missing anchor" looks at these kinds only: what is forbidden is meant to be missing. */
const TRACKED: ReadonlySet<AnchorKind> = new Set<AnchorKind>(['condition', 'existence']);

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
