import { parseGoTime, RFC3339 } from '../../../base/go-time.ts';
import { isArray, isObject, type JsonObject } from '../../../base/json.ts';
import type { Path } from '../../../base/path.ts';
import type { Instant, PolicyDocument } from '../../../model/engine.ts';
import { filtersOf } from '../match/compile-match.ts';
import { allOf, anyOf, no, YES } from '../match/match-answer.ts';
import { compileResourceFilter, type Question, textList } from '../match/resource-filter.ts';
import { type CompiledConditions, compileConditions } from '../rules/compile-conditions.ts';

/** A PolicyException whose document has been checked. */
export interface CompiledException {
  /** `namespace/name`, as Kyverno's messages have it. */
  readonly name: string;
  readonly document: PolicyDocument;
  readonly excused: readonly ExcusedRules[];
  /** Whether it excuses from some controls of Pod Security only, where a rule asks for those. */
  readonly isAboutControls: boolean;
  /** From then on it excuses nothing. */
  readonly expiresAt: Instant | undefined;
  readonly conditions: CompiledConditions | undefined;
  readonly matches: Question;
}

/** Rules of a policy from which an exception excuses. */
export interface ExcusedRules {
  /** `name`, or `namespace/name` of a Policy. */
  readonly policy: string;
  /** Names with wildcards. A variant that autogen makes has a name of its own. */
  readonly rules: readonly string[];
  readonly path: Path;
}

/** Semantics: kyverno/kyverno pkg/engine/utils/exceptions.go. */
export function compileException(document: PolicyDocument): CompiledException {
  const { metadata } = document.object;
  const spec = isObject(document.object.spec) ? document.object.spec : {};
  const namespace = typeof metadata.namespace === 'string' ? `${metadata.namespace}/` : '';
  return {
    name: `${namespace}${String(metadata.name)}`,
    document,
    excused: excusedRules(spec),
    isAboutControls: isArray(spec.podSecurity) && spec.podSecurity.length > 0,
    expiresAt: instantOf(spec.expiresAt),
    conditions: isObject(spec.conditions) ? compileConditions(withoutEmptyAny(spec.conditions)) : undefined,
    matches: compileFilters(spec),
  };
}

function excusedRules({ exceptions }: JsonObject): readonly ExcusedRules[] {
  if (!isArray(exceptions)) return [];
  return exceptions.flatMap((entry, index) =>
    isObject(entry)
      ? [
          {
            policy: String(entry.policyName),
            rules: textList(entry.ruleNames),
            path: ['spec', 'exceptions', index],
          },
        ]
      : [],
  );
}

function instantOf(expiresAt: JsonObject[string] | undefined): Instant | undefined {
  const parsed = typeof expiresAt === 'string' ? parseGoTime(RFC3339, expiresAt) : undefined;
  return parsed?.outcome === 'parsed' ? Number(parsed.time.nanoseconds / 1_000_000n) : undefined;
}

/** Of no conditions at all one need not hold, unlike in a rule's preconditions. */
function withoutEmptyAny({ any, ...rest }: JsonObject): JsonObject {
  return isArray(any) && any.length > 0 ? { ...rest, any } : rest;
}

function compileFilters({ match }: JsonObject): Question {
  if (!isObject(match)) return () => EMPTY;
  const { mode, filters } = filtersOf(match);
  const questions = filters.map(compileFilter);
  return mode === 'any' ? anyOf(questions) : allOf(questions);
}

const EMPTY = no('match is empty');

/**
 * A filter as a rule has it, but for three things: its operations are not asked for, a namespaceSelector holds for every Namespace, and where
 * nobody knows the user, in Kyverno's CLI, what is about the user does not hold.
 */
function compileFilter(filter: JsonObject): Question {
  const { operations: _notAskedFor, ...resources } = isObject(filter.resources) ? filter.resources : {};
  const { namespaceSelector: _holdsForNamespaces, ...ofNamespaces } = resources;
  const isEmpty = compileResourceFilter(filter, 'exclude') === undefined;
  const whole = compileResourceFilter({ ...filter, resources }, 'exclude');
  const forNamespaces = compileResourceFilter({ ...filter, resources: ofNamespaces }, 'exclude');
  if (isEmpty) return () => EMPTY_FILTER;
  return (subject) => (subject.object.kind === 'Namespace' ? forNamespaces : whole)?.(subject) ?? YES;
}

const EMPTY_FILTER = no('the filter is empty');
