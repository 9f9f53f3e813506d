import { isArray, isObject, type JsonObject, type JsonValue } from '../../../base/json.ts';
import type { Path } from '../../../base/path.ts';
import { parseKindSelector } from '../match/kind-selector.ts';
import { textList } from '../match/resource-filter.ts';
import { filtersOf } from './check-match.ts';
import type { CheckedPolicy, CheckedRule } from './checked-policy.ts';
import { isSet, partsOf } from './parts-of.ts';
import type { Remarks } from './remarks.ts';

/** What Kyverno asks of the kinds that a rule matches and excludes. */
export function checkKinds(checked: CheckedRule, policy: CheckedPolicy, remarks: Remarks): void {
  const { rule, path } = checked;
  for (const block of ['match', 'exclude'] as const) {
    for (const { part, path: place } of filtersOf(rule[block], [...path, block])) {
      const list = isObject(part.resources) ? part.resources.kinds : undefined;
      const kinds = textList(list);
      for (const [index, kind] of kinds.entries()) {
        checkKind(kind, [...place, 'resources', 'kinds', index], { rule, policy, remarks });
      }
      if (kinds.includes('*')) checkWildcard(kinds, [...place, 'resources', 'kinds'], { rule, policy, remarks });
    }
  }
}

interface Setting {
  readonly rule: JsonObject;
  readonly policy: CheckedPolicy;
  readonly remarks: Remarks;
}

const KIND = /^[A-Za-z*?][A-Za-z0-9*?]*$/;

function checkKind(text: string, path: Path, { rule, policy, remarks }: Setting): void {
  const parsed = parseKindSelector(text);
  if (!parsed || !KIND.test(parsed.kind)) {
    remarks.refuse({
      code: 'policy/invalid-value',
      message: `"${text}" names no kind`,
      remedy: 'Write `Kind`, `version/Kind` or `group/version/Kind`, with `/subresource` behind it where one is meant.',
      path,
    });
    return;
  }
  if (/^[a-z]/.test(parsed.kind)) {
    remarks.warn({
      code: 'policy/invalid-value',
      message: `"${text}" matches nothing: kinds begin with a capital`,
      remedy: `Did you mean "${parsed.kind.slice(0, 1).toUpperCase()}${parsed.kind.slice(1)}"?`,
      path,
    });
  }
  // The CLI has no cluster to look subresources up in.
  const scans = policy.background && policy.target.profile === 'cluster' && isSet(rule.validate);
  if (!scans || parsed.subResource === '') return;
  remarks.refuse({
    code: 'policy/invalid-value',
    message: `"${text}" is a subresource, and a background scan sees none`,
    remedy: 'Set `spec.background: false`.',
    path,
  });
}

/** A rule about every kind: Kyverno lets it look at what all of them have. */
function checkWildcard(kinds: readonly string[], path: Path, { rule, policy, remarks }: Setting): void {
  const refuse = (message: string, remedy: string) =>
    remarks.refuse({ code: 'policy/invalid-value', message, remedy, path: [...path, kinds.indexOf('*')] });
  if (policy.background) {
    refuse('a rule about every kind is not for background scans', 'Set `spec.background: false`, or name the kinds.');
  }
  if (kinds.length > 1) refuse('"*" stands for every kind: no other can be beside it', 'Leave one of them.');
  const { validate, mutate } = rule;
  const isLoop = isObject(validate) && isArray(validate.foreach);
  if (isSet(rule.generate) || isSet(rule.verifyImages) || isLoop) {
    refuse('a rule about every kind cannot generate, verify images or validate in a loop', 'Name the kinds.');
  }
  const about = [...(isObject(validate) ? fieldsJudged(validate) : []), ...(isObject(mutate) ? fieldsOf(mutate) : [])];
  const other = about.find((field) => field !== 'metadata');
  if (other !== undefined) {
    refuse(
      `a rule about every kind can only look at metadata, and this one looks at "${other}"`,
      'Name the kinds that have it.',
    );
  }
}

function fieldsJudged(validate: JsonObject): readonly string[] {
  const deny = isObject(validate.deny) ? validate.deny : {};
  return [...keysOf(validate.pattern), ...itemsOf(validate.anyPattern).flatMap(keysOf), ...keysAsked(deny.conditions)];
}

const OBJECT_PATH = /request\.object\.(\w+)/;

/** Kyverno looks at the deprecated plain list only. */
function keysAsked(conditions: JsonValue | undefined): readonly string[] {
  return partsOf(conditions, []).flatMap(({ part }) => OBJECT_PATH.exec(String(part.key))?.[1] ?? []);
}

function fieldsOf({ patchStrategicMerge }: JsonObject): readonly string[] {
  return keysOf(patchStrategicMerge);
}

function keysOf(value: JsonValue | undefined): readonly string[] {
  return isObject(value) ? Object.keys(value) : [];
}

function itemsOf(value: JsonValue | undefined): readonly JsonValue[] {
  return isArray(value) ? value : [];
}
