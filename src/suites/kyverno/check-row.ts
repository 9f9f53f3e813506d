import { groupVersionKindOf } from '../../kubernetes/group-version-kind.ts';
import type { KubernetesObject } from '../../model/kubernetes-object.ts';
import { isSuccess, type LineResult, type RowResult } from '../suite-result.ts';
import { compareAnswer, type ReadExpected } from './compare-answer.ts';
import { sameIdentity } from './compare-objects.ts';
import { describeObject, nameOf, namespaceOf } from './kubernetes-object.ts';
import type { Response, RuleResponse } from './response.ts';
import type { NameMatcher } from './select-rows.ts';
import type { ResourceSpec, SuiteRow } from './suite.ts';
import type { Answered, AnsweredTarget, SuiteAnswers } from './suite-answers.ts';

/** What a row is compared with. */
export interface Comparison {
  readonly answers: Pick<SuiteAnswers, 'about' | 'targets'>;
  readonly readExpected: ReadExpected;
  /** Which objects whoever runs the suite asked about. */
  readonly isChosen: NameMatcher;
}

/** An object with the answers that a row is compared with. */
export interface Candidate {
  readonly object: KubernetesObject;
  readonly responses: readonly Response[];
  /** What was made of it as a target of rules about other objects. */
  readonly asTarget: AnsweredTarget | undefined;
}

/**
 * Compares a row with the answers, as the CLI does (commands/test/output.go; section 1.6 of the map of the format): every object that the
 * row names, by name only, or all objects where it names none that exists; of each every answer of the policy; of each answer every rule
 * that the row means. A row passes if every line does.
 */
export function checkRow(row: SuiteRow, { answers, readExpected, isChosen }: Comparison): RowResult {
  const named = candidatesOf(row, allCandidates(answers.about(row.operation), answers.targets));
  const chosen = named.filter(({ object }) => isChosen(object));
  const lines = (chosen.length > 0 ? chosen : named).flatMap((each) => checkObject(row, each, readExpected));
  const { index, policy, rule, want } = row;
  return { index, policy, rule, want, lines, passed: lines.every(isSuccess) };
}

export function allCandidates(asked: readonly Answered[], targets: readonly AnsweredTarget[]): readonly Candidate[] {
  const isAsked = (target: AnsweredTarget) => asked.some(({ object }) => sameIdentity(object, target.object));
  return [
    ...asked.map((each) => ({
      ...each,
      asTarget: targets.find(({ object }) => sameIdentity(object, each.object)),
    })),
    ...targets
      .filter((target) => !isAsked(target))
      .map((target) => ({ object: target.object, responses: [], asTarget: target })),
  ];
}

/** A name that does not exist is as good as none: then all objects are checked. */
function candidatesOf(row: SuiteRow, all: readonly Candidate[]): readonly Candidate[] {
  // The CLI reads the specs of a row only where the row has `resources`, too.
  const specs = row.resources === undefined ? [] : row.resourceSpecs;
  const named = all.filter(
    ({ object }) =>
      row.resources?.some((entry) => isNamed(object, entry)) || specs.some((spec) => isSpecified(object, spec)),
  );
  return named.length > 0 ? named : all;
}

/** `name`, or `namespace/name`. The kind makes no difference. */
export function isNamed(object: KubernetesObject, entry: string): boolean {
  const name = nameOf(object);
  return entry === name || entry === `${namespaceOf(object)}/${name}`;
}

/** The CLI does not look at the kind here either. */
export function isSpecified(object: KubernetesObject, spec: ResourceSpec): boolean {
  const { group, version } = groupVersionKindOf(object);
  return (
    (spec.group ?? '') === group &&
    (spec.version ?? '') === version &&
    (spec.namespace ?? '') === namespaceOf(object) &&
    (spec.name ?? '') === nameOf(object)
  );
}

function checkObject(row: SuiteRow, candidate: Candidate, readExpected: ReadExpected): readonly LineResult[] {
  const of = describeObject(candidate.object);
  const own = candidate.responses.filter(({ policy }) => policy === row.policy);
  const compared = [
    ...own.flatMap((response) => compareResponse(row, response, of, readExpected)),
    ...compareTarget(row, candidate.asTarget, of, readExpected),
  ];
  if (compared.length > 0) return compared;
  const nothing = { object: of, rule: row.rule, got: 'nothing' };
  return own.length === 0
    ? [{ ...nothing, outcome: 'not-found', reason: `no answer of ${row.policy}` }]
    : [{ ...nothing, outcome: 'excluded', reason: 'no rule answered' }];
}

function compareResponse(
  row: SuiteRow,
  response: Response,
  of: string,
  readExpected: ReadExpected,
): readonly LineResult[] {
  if (response.gap !== undefined) {
    return [{ outcome: 'unsupported', object: of, rule: row.rule, got: 'nothing', reason: response.gap }];
  }
  return rulesMeant(row, response).flatMap((rule) => {
    if (response.part !== 'generate') {
      return compareAnswer(row, { rule, of, object: response.object, part: response.part }, readExpected);
    }
    if (rule.generated.length === 0) return compareAnswer(row, { rule, of, part: 'generate' }, readExpected);
    return rule.generated.flatMap((object) => compareAnswer(row, { rule, of, object, part: 'generate' }, readExpected));
  });
}

/** The rules of a response that a row means: the named one and what autogen made of it; all, where it names none. */
function rulesMeant(row: SuiteRow, { namedRules, rules }: Response): readonly RuleResponse[] {
  if (row.rule === '' || !namedRules) return rules;
  return rules.filter(({ rule }) => isVariantOf(rule, row.rule));
}

/** Whether a rule is the named one, or what autogen made of it. */
export function isVariantOf(rule: string, name: string): boolean {
  return rule === name || rule === `autogen-${name}` || rule === `autogen-cronjob-${name}`;
}

/** What was made of an object by rules about others is compared whatever policy the row names. */
function compareTarget(
  row: SuiteRow,
  target: AnsweredTarget | undefined,
  of: string,
  readExpected: ReadExpected,
): readonly LineResult[] {
  return (target?.mutations ?? []).flatMap(({ rule, object }) =>
    compareAnswer(
      row,
      { rule: { rule, status: 'pass', message: '', generated: [] }, of, object, part: 'target' },
      readExpected,
    ),
  );
}
