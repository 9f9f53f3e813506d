import { isArray, isObject, type JsonObject, type JsonValue } from '../../../base/json.ts';
import { matchesWildcard } from '../../../base/wildcard.ts';
import type { Level } from '../../../model/verdict.ts';
import type { MatchSubject } from '../match/match-subject.ts';
import { textList } from '../match/resource-filter.ts';
import { compileWildcardSelector } from '../match/wildcard-selector.ts';
import type { RuleLevel } from './compiled-rule.ts';

/** From the strictest. */
const LEVELS: readonly Level[] = ['enforce', 'warn', 'audit'];

export function strictestOf(levels: readonly Level[]): Level {
  return LEVELS.find((level) => levels.includes(level)) ?? 'audit';
}

/**
 * How much a validating rule means it: the overrides of the rule, its failureAction, the overrides of the policy, the policy's own action.
 * Semantics: kyverno/kyverno pkg/engine/api/engineresponse.go, `GetValidationFailureAction`; Kyverno takes the first rule's word for the
 * whole policy, we each rule's for itself.
 */
export function validationLevel(spec: JsonObject, rule: JsonObject): RuleLevel {
  const validate = isObject(rule.validate) ? rule.validate : {};
  const levelFor = (action: JsonValue | undefined) => levelOfAction(action, spec);
  const overrides = [
    ...compileOverrides(validate.failureActionOverrides, levelFor),
    ...(validate.failureAction === undefined ? compileOverrides(spec.validationFailureActionOverrides, levelFor) : []),
  ];
  const usual = levelFor(validate.failureAction ?? spec.validationFailureAction);
  const of = (subject: MatchSubject) => overrideFor(overrides, subject, usual) ?? usual;
  return {
    usual,
    strictest: strictestOf([usual, ...overrides.map(({ level }) => level)]),
    of,
    ofError: (subject) => ifBroken(of(subject), spec),
  };
}

/** A mutating rule denies nothing; but where it breaks, the request is denied, unless the policy's failurePolicy ignores that. */
export function mutationLevel(spec: JsonObject): RuleLevel {
  return { usual: 'warn', strictest: 'enforce', of: () => 'warn', ofError: () => ifBroken('enforce', spec) };
}

/** A rule that acts beside the request can neither deny nor change it. */
export const BESIDE_REQUEST: RuleLevel = {
  usual: 'audit',
  strictest: 'audit',
  of: () => 'audit',
  ofError: () => 'audit',
};

function ifBroken(level: Level, spec: JsonObject): Level {
  const webhook = isObject(spec.webhookConfiguration) ? spec.webhookConfiguration : {};
  const failurePolicy = webhook.failurePolicy ?? spec.failurePolicy;
  return failurePolicy === 'Ignore' && level === 'enforce' ? 'warn' : level;
}

function levelOfAction(action: JsonValue | undefined, { admission, emitWarning }: JsonObject): Level {
  // A policy that is not asked at admission only reports, in its background scans.
  if (admission === false) return 'audit';
  if (typeof action === 'string' && action.toLowerCase() === 'enforce') return 'enforce';
  return emitWarning === true ? 'warn' : 'audit';
}

interface Override {
  readonly level: Level;
  /** Undefined where that would need labels that nobody knows. */
  applies(subject: MatchSubject): boolean | undefined;
}

function compileOverrides(
  list: JsonValue | undefined,
  levelFor: (action: JsonValue | undefined) => Level,
): readonly Override[] {
  if (!isArray(list)) return [];
  return list.filter(isObject).map(({ action, namespaces, namespaceSelector }): Override => {
    const selects = compileWildcardSelector(namespaceSelector);
    const patterns = textList(namespaces);
    const bySelector = ({ namespaceLabels: { labels, needs } }: MatchSubject) =>
      needs === undefined ? selects(labels) : undefined;
    return {
      level: levelFor(action),
      applies(subject) {
        if (!isArray(namespaces)) return bySelector(subject);
        if (!patterns.some((pattern) => matchesWildcard(pattern, subject.namespace))) return false;
        return isObject(namespaceSelector) ? bySelector(subject) : true;
      },
    };
  });
}

/** The first override that applies; where it is unknown whether one does, the stricter stands. */
function overrideFor(overrides: readonly Override[], subject: MatchSubject, usual: Level): Level | undefined {
  const possible: Level[] = [];
  for (const override of overrides) {
    const applies = override.applies(subject);
    if (applies === false) continue;
    possible.push(override.level);
    if (applies) return strictestOf(possible);
  }
  return possible.length > 0 ? strictestOf([...possible, usual]) : undefined;
}
