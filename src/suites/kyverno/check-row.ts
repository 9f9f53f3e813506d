import { formatPath } from '../../base/path.ts';
import { groupVersionKindOf } from '../../kubernetes/group-version-kind.ts';
import type { JsonPatchOperation } from '../../model/json-patch.ts';
import type { KubernetesObject } from '../../model/kubernetes-object.ts';
import { isSuccess, type LineResult, type RowResult } from '../suite-result.ts';
import { differencesFrom, sameIdentity } from './compare-objects.ts';
import { nameOf, namespaceOf } from './kubernetes-object.ts';
import type { Response, RuleResponse } from './response.ts';
import type { ResourceSpec, SuiteRow } from './suite.ts';

/** An object of the suite with all that was said about it. */
export interface Answered {
  readonly object: KubernetesObject;
  readonly responses: readonly Response[];
}

/** The objects of a file that a row compares with; undefined where there is no such file. */
export type ReadExpected = (path: string) => readonly KubernetesObject[] | undefined;

/**
 * Compares a row with the answers, as the CLI does (commands/test/output.go; section 1.6 of the map of the format): every object that the
 * row names, by name only, or all objects where it names none that exists; of each every answer of the policy; of each answer every rule
 * that the row means. A row passes if every line does.
 */
export function checkRow(row: SuiteRow, answered: readonly Answered[], readExpected: ReadExpected): RowResult {
  const lines = candidates(row, answered).flatMap((each) => checkObject(row, each, readExpected));
  const { index, policy, rule, want } = row;
  return { index, policy, rule, want, lines, passed: lines.every(isSuccess) };
}

/** A name that does not exist is as good as none: then all objects are checked. */
function candidates(row: SuiteRow, answered: readonly Answered[]): readonly Answered[] {
  const named = answered.filter(
    ({ object }) =>
      row.resources.some((entry) => isNamed(object, entry)) ||
      row.resourceSpecs.some((spec) => isSpecified(object, spec)),
  );
  return named.length > 0 ? named : answered;
}

/** `name`, or `namespace/name`. The kind makes no difference. */
function isNamed(object: KubernetesObject, entry: string): boolean {
  const name = nameOf(object);
  return entry === name || entry === `${namespaceOf(object)}/${name}`;
}

function isSpecified(object: KubernetesObject, spec: ResourceSpec): boolean {
  const { group, version, kind } = groupVersionKindOf(object);
  return (
    (spec.group ?? '') === group &&
    (spec.version ?? '') === version &&
    (spec.kind ?? '') === kind &&
    (spec.namespace ?? '') === namespaceOf(object) &&
    (spec.name ?? '') === nameOf(object)
  );
}

function checkObject(
  row: SuiteRow,
  { object, responses }: Answered,
  readExpected: ReadExpected,
): readonly LineResult[] {
  const of = describe(object);
  const lines: LineResult[] = [];
  let answers = 0;
  let compared = 0;
  for (const response of responses) {
    if (response.policy !== row.policy) continue;
    answers++;
    if (response.gap !== undefined) {
      lines.push({ outcome: 'unsupported', object: of, rule: row.rule, got: 'nothing', reason: response.gap });
      compared++;
      continue;
    }
    for (const rule of rulesMeant(row, response)) {
      compared++;
      lines.push(...checkRule(row, response, rule, of, readExpected));
    }
  }
  if (answers === 0) {
    return [{ outcome: 'not-found', object: of, rule: row.rule, got: 'nothing', reason: `no answer of ${row.policy}` }];
  }
  if (compared === 0)
    lines.push({ outcome: 'excluded', object: of, rule: row.rule, got: 'nothing', reason: 'no rule answered' });
  return lines;
}

/** The rules of a response that a row means: the named one and what autogen made of it; all, where it names none. */
function rulesMeant(row: SuiteRow, { namedRules, rules }: Response): readonly RuleResponse[] {
  if (row.rule === '' || !namedRules) return rules;
  const names = [row.rule, `autogen-${row.rule}`, `autogen-cronjob-${row.rule}`];
  return rules.filter(({ rule }) => names.includes(rule));
}

function checkRule(
  row: SuiteRow,
  response: Response,
  rule: RuleResponse,
  of: string,
  readExpected: ReadExpected,
): readonly LineResult[] {
  if (rule.status === 'unknown') {
    return [{ outcome: 'unsupported', object: of, rule: rule.rule, got: 'unknown', reason: rule.message }];
  }
  if (response.part === 'generate' && rule.generated.length > 0) {
    return rule.generated.map(
      (made) => compareStatus(row, rule, of) ?? compareGenerated(row, rule, made, of, readExpected),
    );
  }
  if (response.part === 'mutate' && row.patchedResources !== undefined) {
    const expected = readExpected(row.patchedResources);
    if (expected === undefined) {
      return [wrong(rule, of, 'an object', `${row.patchedResources} does not exist`)];
    }
    const wanted = expected.find((each) => sameIdentity(each, response.object));
    if (wanted === undefined) {
      const reason = `${row.patchedResources} does not hold it`;
      if (row.failOnMissingResources) return [wrong(rule, of, 'an object', reason)];
      // The CLI drops such a line without a word; here it is at least counted.
      return [{ outcome: 'excluded', object: of, rule: rule.rule, got: 'nothing', reason }];
    }
    return [compareStatus(row, rule, of) ?? compareWith(wanted, response.object, rule, of)];
  }
  return [compareStatus(row, rule, of) ?? ok(rule, of)];
}

function compareStatus(row: SuiteRow, rule: RuleResponse, of: string): LineResult | undefined {
  if (rule.status === row.want) return undefined;
  return wrong(rule, of, rule.status, rule.message);
}

function compareGenerated(
  row: SuiteRow,
  rule: RuleResponse,
  made: KubernetesObject,
  of: string,
  readExpected: ReadExpected,
): LineResult {
  const paths = [...(row.generatedResource === undefined ? [] : [row.generatedResource]), ...row.generatedResources];
  if (paths.length === 0) return ok(rule, of);
  const expected = paths.flatMap((path) => readExpected(path) ?? []);
  const wanted = expected.find((each) => sameIdentity(each, made));
  if (wanted === undefined) return wrong(rule, of, 'an object', `${paths.join(', ')} does not hold ${describe(made)}`);
  return compareWith(wanted, made, rule, of);
}

/** How many differences are told: enough to see what is wrong. */
const TOLD = 3;

function compareWith(wanted: KubernetesObject, actual: KubernetesObject, rule: RuleResponse, of: string): LineResult {
  const differences = differencesFrom(wanted, actual);
  if (differences.length === 0) return ok(rule, of);
  const told = differences.slice(0, TOLD).map(describeDifference);
  if (differences.length > TOLD) told.push(`and ${differences.length - TOLD} more`);
  return wrong(rule, of, 'another object', told.join('; '));
}

function describeDifference(difference: JsonPatchOperation): string {
  const path = formatPath(difference.path);
  switch (difference.op) {
    case 'remove':
      return `${path} is missing`;
    case 'add':
      return `${path} should not be there: ${JSON.stringify(difference.value)}`;
    case 'replace':
      return `${path} is ${JSON.stringify(difference.value)}`;
    default:
      return `${path} differs`;
  }
}

function ok(rule: RuleResponse, object: string): LineResult {
  return { outcome: 'ok', object, rule: rule.rule, got: rule.status, reason: '' };
}

function wrong(rule: RuleResponse, object: string, got: string, reason: string): LineResult {
  return { outcome: 'wrong', object, rule: rule.rule, got, reason };
}

function describe(object: KubernetesObject): string {
  const namespace = namespaceOf(object);
  return `${object.kind} ${namespace === '' ? '' : `${namespace}/`}${nameOf(object)}`;
}
