import { isArray, isObject, type JsonObject, type JsonValue } from '../../../base/json.ts';
import { parseAnchor } from './anchor.ts';
import { goTypeName } from './go-format.ts';
import { formatKyvernoPath } from './kyverno-path.ts';
import {
  type Check,
  type Compiler,
  type Look,
  type Mismatch,
  noteFailure,
  plainMismatch,
  type Walk,
} from './mismatch.ts';
import { removalOf } from './remedy.ts';

/** A check of one key, given the object that may have it. */
export interface MemberCheck {
  readonly look: (object: JsonObject) => Look;
  readonly explain: (object: JsonObject, walk: Walk) => Mismatch | undefined;
}

/** Compiles one key of an object of a pattern by its anchor. */
export function compileMember(text: string, pattern: JsonValue, compiler: Compiler): MemberCheck {
  const anchor = parseAnchor(text);
  switch (anchor?.kind) {
    case 'condition':
      return compileCondition(anchor.key, compiler.compile(pattern));
    case 'global':
      return compileGlobal(anchor.key, compiler.compile(pattern));
    case 'equality':
      return compileEquality(anchor.key, compiler.compile(pattern));
    case 'existence':
      return compileExistence(anchor.key, pattern, compiler);
    case 'negation':
      return compileNegation(anchor.key);
    default:
      // An addition anchor means nothing here: Kyverno looks for a key that is spelt like it.
      return pattern === '*' ? compilePresence(text) : compilePlain(text, compiler.compile(pattern));
  }
}

function compilePlain(key: string, { look, explain }: Check): MemberCheck {
  const read = reader(key);
  return {
    look: (object) => look(read(object) ?? null),
    explain: (object, walk) => {
      walk.path.push(key);
      const mismatch = explain(read(object) ?? null, walk);
      walk.path.pop();
      return mismatch;
    },
  };
}

/** `*` alone: there has to be something. */
function compilePresence(key: string): MemberCheck {
  const read = reader(key);
  return {
    look: (object) => ((read(object) ?? null) === null ? 'fail' : 'match'),
    explain: (object, walk) => {
      if ((read(object) ?? null) !== null) return undefined;
      const mismatch = plainMismatch(walk, (path) => `${formatKyvernoPath(path)}/${key} not found`);
      return noteFailure(walk, mismatch, [...walk.path, key]);
    },
  };
}

/** `=(key)`: if it is there. */
function compileEquality(key: string, { look, explain }: Check): MemberCheck {
  const read = reader(key);
  return {
    look: (object) => {
      const value = read(object);
      return value === undefined ? 'match' : look(value);
    },
    explain: (object, walk) => {
      const value = read(object);
      if (value === undefined) return undefined;
      walk.path.push(key);
      const mismatch = explain(value, walk);
      walk.path.pop();
      return mismatch;
    },
  };
}

/** `(key)`: only where it is there and matches. */
function compileCondition(key: string, check: Check): MemberCheck {
  const read = reader(key);
  const { look } = check;
  return {
    look: (object) => {
      const value = read(object);
      return value !== undefined && look(value) === 'match' ? 'match' : 'skip';
    },
    explain: (object, walk) => {
      const value = read(object);
      if (value !== undefined) return aside('condition', 'conditional anchor mismatch', key, value, check, walk);
      return {
        kind: 'condition',
        path: [...walk.path, key],
        message: () => "conditional anchor mismatch: conditional anchor key doesn't exist in the resource",
      };
    },
  };
}

/** `<(key)`: where it is there and does not match, the rule is about nothing of the whole object. */
function compileGlobal(key: string, check: Check): MemberCheck {
  const read = reader(key);
  const { look } = check;
  return {
    look: (object) => {
      const value = read(object);
      return value === undefined || look(value) === 'match' ? 'match' : 'skip';
    },
    explain: (object, walk) => {
      const value = read(object);
      return value === undefined ? undefined : aside('global', 'global anchor mismatch', key, value, check, walk);
    },
  };
}

/** `X(key)`: must not be there. */
function compileNegation(key: string): MemberCheck {
  return {
    look: (object) => (Object.hasOwn(object, key) ? 'fail' : 'match'),
    explain: (object, walk) => {
      if (!Object.hasOwn(object, key)) return undefined;
      const path = [...walk.path, key];
      const message = () => `negation anchor matched in resource: ${formatKyvernoPath(path)} is not allowed`;
      return noteFailure(walk, { kind: 'negation', path, message }, path, () => removalOf(walk.root, path));
    },
  };
}

/** `^(key)`: for every object of the pattern's list, at least one item matches. */
function compileExistence(key: string, pattern: JsonValue, compiler: Compiler): MemberCheck {
  const read = reader(key);
  const checks = isArray(pattern)
    ? pattern.map((item) => (isObject(item) ? compiler.compile(item) : undefined))
    : undefined;
  /** What is wrong, in Kyverno's words; undefined is nothing. */
  const problemOf = (
    value: JsonValue,
    path: () => string,
    matches: (check: Check, item: JsonValue) => boolean,
  ): string | undefined => {
    if (!isArray(value)) {
      return `invalid resource type ${goTypeName(value, compiler.numbers)}: Existence ^ () anchor can be used only on list/array type resource`;
    }
    const typeName = goTypeName(pattern, 'integer');
    if (!checks) return `invalid pattern type ${typeName}: Pattern has to be of list to compare against resource`;
    for (const check of checks) {
      if (!check) {
        return `invalid pattern type ${typeName}: Pattern has to be of type map to compare against items in resource`;
      }
      if (!value.some((item) => matches(check, item))) {
        return `existence anchor validation failed at path ${path()}`;
      }
    }
    return undefined;
  };
  return {
    look: (object) => {
      const value = read(object);
      return value === undefined || problemOf(value, () => '', looksLike) === undefined ? 'match' : 'fail';
    },
    explain: (object, walk) => {
      const value = read(object);
      if (value === undefined) return undefined;
      const path = [...walk.path, key];
      const { failures } = walk;
      walk.failures = null;
      // Explained, though nobody reads why, for the walk notes which anchored keys it meets.
      const problem = problemOf(
        value,
        () => formatKyvernoPath(path),
        (check, item) => !check.explain(item, walk),
      );
      walk.failures = failures;
      if (problem === undefined) return undefined;
      return noteFailure(walk, { kind: 'plain', path, message: () => problem }, path);
    },
  };
}

function looksLike(check: Check, item: JsonValue): boolean {
  return check.look(item) === 'match';
}

/** Explains what only decides whether something applies: its mismatches are no failures. */
function aside(
  kind: 'condition' | 'global',
  prefix: string,
  key: string,
  value: JsonValue,
  check: Check,
  walk: Walk,
): Mismatch | undefined {
  const { failures } = walk;
  walk.failures = null;
  walk.path.push(key);
  const inner = check.explain(value, walk);
  walk.path.pop();
  walk.failures = failures;
  return inner && { kind, path: inner.path, message: () => `${prefix}: ${inner.message()}` };
}

/** Reads an own key. Only the few names that every object inherits need the slow way. */
function reader(key: string): (object: JsonObject) => JsonValue | undefined {
  return key in Object.prototype
    ? (object) => (Object.hasOwn(object, key) ? object[key] : undefined)
    : (object) => object[key];
}
