import { didYouMean } from '../../../base/did-you-mean.ts';
import { isArray, isObject, type JsonValue } from '../../../base/json.ts';
import type { Path } from '../../../base/path.ts';
import { type AnchorKind, parseAnchor } from '../pattern/anchor.ts';
import { withoutVariables } from '../variables/find-variables.ts';
import type { CheckedRule } from './checked-policy.ts';
import { type PatternPart, patternsOf } from './patterns-of.ts';
import type { Remarks } from './remarks.ts';

/** Warns of keys that look like anchors and are none: Kyverno takes them for fields of that name, which no object has. */
export function checkAnchors(rule: CheckedRule, remarks: Remarks): void {
  for (const { use, value, path } of patternsOf(rule)) checkKeys(value, path, { use, remarks });
}

interface Setting {
  readonly use: PatternPart['use'];
  readonly remarks: Remarks;
}

function checkKeys(pattern: JsonValue, path: Path, setting: Setting): void {
  if (isArray(pattern)) for (const [index, item] of pattern.entries()) checkKeys(item, [...path, index], setting);
  if (!isObject(pattern)) return;
  for (const [key, value] of Object.entries(pattern)) {
    checkKey(key, [...path, key], setting);
    checkKeys(value, [...path, key], setting);
  }
}

/** What a mutation does not know stays in the object as it is written. */
const KNOWN: { readonly [use in PatternPart['use']]: readonly AnchorKind[] } = {
  pattern: ['condition', 'global', 'equality', 'negation', 'existence', 'addition'],
  patch: ['condition', 'global', 'addition'],
};
const WRITTEN: { readonly [use in PatternPart['use']]: readonly string[] } = {
  pattern: ['()', '=()', '^()', 'X()', '<()'],
  patch: ['()', '+()', '<()'],
};

function checkKey(text: string, path: Path, { use, remarks }: Setting): void {
  const key = withoutVariables(text, 'variable');
  const anchor = parseAnchor(key);
  if (anchor && KNOWN[use].includes(anchor.kind) && !/[()]/.test(anchor.key)) return;
  if (!anchor && !/[()]|^[+=<>^?!]/.test(key)) return;
  const meant = meantBy(key, use);
  remarks.warn({
    code: 'policy/invalid-value',
    message: `"${text}" is no anchor that a ${use} knows: it is taken for a field of that name`,
    remedy: `${meant === undefined ? '' : `Did you mean "${meant}"? `}A ${use} has ${WRITTEN[use].join(', ')}.`,
    path,
    at: 'key',
  });
}

/** No field of Kubernetes is called longer; a label's key may be, and then nothing is guessed. */
const MAX_FIELD = 100;

/** Of the anchors around the name in a key, the one that is written most like it. */
function meantBy(key: string, use: PatternPart['use']): string | undefined {
  const name = key.length > MAX_FIELD ? undefined : /[\w./*?-]+(?=[^\w]*$)/.exec(key)?.[0];
  if (name === undefined) return undefined;
  return didYouMean(
    key,
    WRITTEN[use].map((anchor) => anchor.replace('()', `(${name})`)),
  );
}
