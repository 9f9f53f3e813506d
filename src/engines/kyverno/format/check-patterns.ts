import { isArray, isObject, type JsonValue } from '../../../base/json.ts';
import type { Path } from '../../../base/path.ts';
import { parseAnchor } from '../pattern/anchor.ts';
import type { CheckedRule } from './checked-policy.ts';
import { patternsOf } from './patterns-of.ts';
import type { Remarks } from './remarks.ts';

/** What Kyverno asks of patterns and patches before it runs them. */
export function checkPatterns(rule: CheckedRule, remarks: Remarks): void {
  for (const { use, looped, value, path } of patternsOf(rule)) {
    checkLabels(value, path, remarks);
    if (use === 'pattern' && !looped) checkPattern(value, path, remarks);
  }
}

/** Labels and annotations are text: `true` and `1` would match, or become, what no API server takes. */
function checkLabels(pattern: JsonValue, path: Path, remarks: Remarks): void {
  if (!isObject(pattern)) return;
  for (const place of [['metadata'], ['spec', 'template', 'metadata']]) {
    const metadata = place.reduce<JsonValue>((inner, key) => (isObject(inner) ? (inner[key] ?? null) : null), pattern);
    if (!isObject(metadata)) continue;
    for (const field of ['labels', 'annotations']) {
      const values = metadata[field];
      for (const [key, value] of isObject(values) ? Object.entries(values) : []) {
        if (typeof value === 'string') continue;
        remarks.refuse({
          code: 'policy/wrong-type',
          message: `${field} are text, and "${key}" is ${isObject(value) || isArray(value) ? 'none' : String(value)}`,
          remedy: 'Write it in quotes.',
          path: [...path, ...place, field, key],
        });
      }
    }
  }
}

function checkPattern(pattern: JsonValue, path: Path, remarks: Remarks): void {
  if (isArray(pattern)) for (const [index, item] of pattern.entries()) checkPattern(item, [...path, index], remarks);
  if (!isObject(pattern)) return;
  for (const [key, value] of Object.entries(pattern)) {
    checkMember(key, value, [...path, key], remarks);
    checkPattern(value, [...path, key], remarks);
  }
}

function checkMember(key: string, value: JsonValue, path: Path, remarks: Remarks): void {
  const anchor = parseAnchor(key);
  if (anchor?.kind === 'addition') {
    remarks.refuse({
      code: 'policy/invalid-value',
      message: `"${key}" adds a field, and a pattern adds none`,
      remedy: `Write "=(${anchor.key})": what is said of it holds if it is there.`,
      path,
      at: 'key',
    });
  }
  if (anchor?.kind === 'existence' && !(isArray(value) && value.length > 0)) {
    remarks.refuse({
      code: 'policy/wrong-type',
      message: `"${key}" asks for at least one item, and what it stands for is no list with an item`,
      remedy: 'Write a list with one item.',
      path,
      at: 'key',
    });
  }
}
