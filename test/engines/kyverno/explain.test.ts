import { expect, test } from 'vitest';
import type { TraceStep } from '../../../src/model/engine.ts';
import { contextOf, objectOf, policyOf, requestOf, ruleOf } from './ask.ts';

const OBJECT = 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: c, namespace: shop }\ndata: { a: "1" }';

/** A trace as lines, indented by depth. */
function explain(rule: string, object = OBJECT): readonly string[] {
  const { steps = [] } = policyOf(ruleOf(rule)).explain?.(requestOf(objectOf(object)), contextOf()) ?? {};
  const lines = (list: readonly TraceStep[], indent: string): readonly string[] =>
    list.flatMap(({ text, outcome, steps: inner = [] }) => [
      `${indent}${outcome} ${text}`,
      ...lines(inner, `${indent}  `),
    ]);
  return lines(steps, '');
}

test('a rule that is about something else says why', () => {
  expect(explain('match: { any: [{ resources: { kinds: [Pod] } }] }\nvalidate: { deny: {} }')).toEqual([
    'no rule r does not match: the kind does not match',
    '  no match: any of 1',
    '    no {"resources":{"kinds":["Pod"]}}: does not match: the kind does not match',
  ]);
});

test('a denial shows its values, and what decided', () => {
  const lines = explain(`match: { any: [{ resources: { kinds: [ConfigMap] } }] }
context: [{ name: limit, variable: { value: "2" } }]
preconditions: { all: [{ key: "{{ request.operation }}", operator: Equals, value: CREATE }] }
validate: { message: too small, deny: { conditions: { any: [{ key: "{{ request.object.data.a }}", operator: LessThan, value: "{{ limit }}" }] } } }`);
  expect(lines).toEqual([
    'no rule r: fail',
    '  yes match: any of 1',
    '    yes {"resources":{"kinds":["ConfigMap"]}}: matches',
    '  note context limit = "2"',
    '  yes preconditions',
    '    yes all of',
    '      yes {{ request.operation }} = "CREATE" Equals "CREATE"',
    '  yes deny',
    '    yes any of',
    '      yes {{ request.object.data.a }} = "1" LessThan {{ limit }} = "2"',
    '  no fail: too small',
    '    no data.a: "1"',
  ]);
});

test('a pattern names what does not match, a patch what it changes', () => {
  const match = 'match: { any: [{ resources: { kinds: [ConfigMap] } }] }';
  expect(explain(`${match}\nvalidate: { pattern: { data: { b: "?*" } } }`).at(-1)).toBe('    no data.b: is missing');
  expect(explain(`${match}\nmutate: { patchStrategicMerge: { data: { b: "2" } } }`).at(-1)).toBe(
    '    note add data.b = "2"',
  );
});

test('of a Secret nothing is shown', () => {
  const secret = `apiVersion: v1\nkind: Secret\nmetadata: { name: s }\nstringData: { password: "hunter2${'x'.repeat(200)}" }`;
  const lines = explain(
    `match: { any: [{ resources: { kinds: [Secret] } }] }
context: [{ name: all, variable: { jmesPath: request.object } }]
validate: { deny: { conditions: { any: [{ key: "{{ request.object.stringData.password }}", operator: NotEquals, value: x }] } } }`,
    secret,
  );
  expect(lines).toContain('      yes {{ request.object.stringData.password }} = [redacted] NotEquals "x"');
  expect(lines.join()).not.toContain('hunter2');
});
