import { deepEqual } from '../../../base/deep-equal.ts';
import { didYouMean } from '../../../base/did-you-mean.ts';
import { isArray, isObject, type JsonObject, type JsonValue } from '../../../base/json.ts';
import type { Path } from '../../../base/path.ts';
import { hasWildcard } from '../../../base/wildcard.ts';
import type { CheckedPolicy, CheckedRule } from './checked-policy.ts';
import { isFilledList, isSet, partsOf } from './parts-of.ts';
import type { Remarks } from './remarks.ts';
import { refuseSeveral } from './require-one.ts';

/** What Kyverno asks of `match` and `exclude`, but for their kinds. */
export function checkMatch({ name, rule, path }: CheckedRule, policy: CheckedPolicy, remarks: Remarks): void {
  for (const block of ['match', 'exclude'] as const) {
    const filters = rule[block];
    if (isObject(filters)) checkFilters(filters, [...path, block], policy, remarks);
  }
  checkKindsNamed(rule.match, [...path, 'match'], remarks);
  checkAnythingLeft({ name, rule, path }, remarks);
}

/** What Kyverno asks of the filters of one block, of a rule or of an exception. */
export function checkFilters(
  block: JsonObject,
  path: Path,
  policy: Pick<CheckedPolicy, 'namespace'>,
  remarks: Remarks,
): void {
  checkForms(block, path, remarks);
  for (const filter of filtersOf(block, path)) checkFilter(filter, policy, remarks);
}

export interface Filter {
  readonly part: JsonObject;
  readonly path: Path;
}

/** Every filter of a block: of `any`, of `all`, and the deprecated one beside them. */
export function filtersOf(block: JsonValue | undefined, path: Path): readonly Filter[] {
  if (!isObject(block)) return [];
  const lists = ['any', 'all'].flatMap((list) => partsOf(block[list], [...path, list]));
  return [...lists, { part: block, path }];
}

function checkForms(block: JsonObject, path: Path, remarks: Remarks): void {
  const what = String(path.at(-1));
  const lists = ['any', 'all'].filter((list) => isFilledList(block[list]));
  refuseSeveral(block, lists, { what, path, remarks });
  if (lists.length > 0 && isObject(block.resources) && Object.keys(block.resources).length > 0) {
    remarks.refuse({
      code: 'policy/invalid-value',
      message: `${what} has resources beside ${lists.join(' and ')}`,
      remedy: `Write them as an item of \`${lists[0]}\`.`,
      path: [...path, 'resources'],
      at: 'key',
    });
  }
}

function checkFilter({ part, path }: Filter, { namespace }: Pick<CheckedPolicy, 'namespace'>, remarks: Remarks): void {
  for (const subject of partsOf(part.subjects, [...path, 'subjects'])) checkSubject(subject, remarks);
  checkRoles(part.roles, [...path, 'roles'], remarks);
  const resources = isObject(part.resources) ? part.resources : {};
  const place = [...path, 'resources'];
  refuseSeveral(resources, ['name', 'names'], { what: 'resources', path: place, remarks });
  if (isObject(resources.selector)) checkSelector(resources.selector, [...place, 'selector'], remarks);
  if (namespace !== undefined && isFilledList(resources.namespaces)) {
    remarks.refuse({
      code: 'policy/invalid-value',
      message: 'a Policy judges its own namespace, and cannot choose among namespaces',
      remedy: 'Take `namespaces` out, or make it a ClusterPolicy.',
      path: [...place, 'namespaces'],
      at: 'key',
    });
  }
}

const SUBJECTS = ['User', 'Group', 'ServiceAccount'];

function checkSubject({ part, path }: Filter, remarks: Remarks): void {
  const kind = String(part.kind);
  if (!SUBJECTS.includes(kind)) {
    const meant = didYouMean(kind, SUBJECTS);
    remarks.refuse({
      code: 'policy/invalid-value',
      message: `a subject cannot be of kind "${kind}"`,
      remedy: `${meant === undefined ? '' : `Did you mean "${meant}"? `}Allowed: ${SUBJECTS.join(', ')}.`,
      path: [...path, 'kind'],
    });
  }
  if (part.name === '') {
    const message = 'a subject has to have a name';
    remarks.refuse({ code: 'policy/missing-field', message, path: [...path, 'name'] });
  }
  if (kind === 'ServiceAccount' && !isSet(part.namespace)) {
    const message = 'a ServiceAccount among the subjects has to have a namespace';
    remarks.refuse({ code: 'policy/missing-field', message, remedy: 'Add `namespace`.', path });
  }
}

function checkRoles(roles: JsonValue | undefined, path: Path, remarks: Remarks): void {
  for (const [index, role] of (isArray(roles) ? roles : []).entries()) {
    if (typeof role === 'string' && role.split(':').length === 2) continue;
    remarks.refuse({
      code: 'policy/invalid-value',
      message: `"${String(role)}" is no role`,
      remedy: 'Write `namespace:name`; a ClusterRole belongs under `clusterRoles`.',
      path: [...path, index],
    });
  }
}

/** A selector with wildcards is Kyverno's own, and is not looked at any further. */
function checkSelector(selector: JsonObject, path: Path, remarks: Remarks): void {
  const labels = isObject(selector.matchLabels) ? Object.entries(selector.matchLabels) : [];
  if (labels.some(([key, value]) => hasWildcard(key) || hasWildcard(String(value)))) return;
  const expressions = partsOf(selector.matchExpressions, [...path, 'matchExpressions']);
  if (labels.length + expressions.length === 0) {
    const message = 'the selector asks for nothing';
    remarks.refuse({
      code: 'policy/missing-field',
      message,
      remedy: 'Add matchLabels or matchExpressions, or take it out.',
      path,
    });
  }
  for (const { part, path: place } of expressions) {
    const takesValues = part.operator === 'In' || part.operator === 'NotIn';
    if (takesValues === isFilledList(part.values)) continue;
    remarks.refuse({
      code: takesValues ? 'policy/missing-field' : 'policy/invalid-value',
      message: `${String(part.operator)} in a selector ${takesValues ? 'needs' : 'takes no'} values`,
      remedy: takesValues ? 'Add `values`.' : 'Take `values` out, or write In or NotIn.',
      path: takesValues ? place : [...place, 'values'],
    });
  }
}

/** The filters that count: those of `any`, else those of `all`, else the deprecated one. */
function checkKindsNamed(match: JsonValue | undefined, path: Path, remarks: Remarks): void {
  if (!isObject(match)) return;
  const list = ['any', 'all'].find((name) => isFilledList(match[name]));
  const filters = list === undefined ? [{ part: match, path }] : partsOf(match[list], [...path, list]);
  for (const { part, path: place } of filters) {
    if (isObject(part.resources) && isFilledList(part.resources.kinds)) continue;
    remarks.refuse({
      code: 'policy/missing-field',
      message: 'a filter of match has to name kinds',
      remedy: 'Add `resources.kinds`.',
      path: isObject(part.resources) ? [...place, 'resources'] : place,
    });
  }
}

function checkAnythingLeft({ name, rule, path }: CheckedRule, remarks: Remarks): void {
  const { match, exclude } = rule;
  if (!isObject(match) || !isObject(exclude)) return;
  if (isFilledList(match.all) || isFilledList(exclude.all)) return;
  const excluded = isFilledList(exclude.any)
    ? partsOf(exclude.any, [...path, 'exclude', 'any'])
    : [{ part: exclude, path: [...path, 'exclude'] }];
  const matched = isFilledList(match.any) ? match.any : [match];
  const same = excluded.find(({ part }) => matched.some((filter) => deepEqual(filter, part)));
  if (!same) return;
  remarks.refuse({
    code: 'policy/invalid-value',
    message: `rule "${name}" excludes all that one of its filters matches`,
    remedy: 'Narrow the one that excludes, or take it out.',
    path: same.path,
  });
}
