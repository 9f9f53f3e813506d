import { describe, expect, it } from 'vitest';
import { ruleOf } from '../ask.ts';
import { MATCH, remarksOf } from './remarks.ts';

function remarks(tree: string, context = 'context: []') {
  return remarksOf(ruleOf(`${MATCH}\n${context}\nvalidate:\n  assert:\n    ${tree}`), 'cluster', '1.18');
}

describe('an assertion tree', () => {
  it.each([
    'object: { "(length(spec.containers) > `1` && $wanted)": "(upper(@))" }',
    'object: { ~i.spec->spec: { "a(b": c, "\\\\(a b)\\\\": 1 } }',
    '- { "(let $x = a in $x)": 1 }',
  ])('is left alone: %s', (tree) => {
    expect(remarks(tree)).toMatchObject({ judges: 1, problems: [], warnings: [] });
  });

  it.each([
    ['a key', 'object: { (a b): 1 }', '(a b) | "a b" is no JMESPath expression: the name "b" cannot stand here'],
    ['a text', 'object: [{ a: (a b) }]', '(a b) | "a b" is no JMESPath expression: the name "b" cannot stand here'],
    [
      'a function',
      'object: { (lenght(a)): 1 }',
      '(lenght(a)) | there is no function of assertion trees called "lenght"',
    ],
  ])('is warned of where %s breaks it', (_, tree, warning) => {
    expect(remarks(tree)).toMatchObject({ judges: 1, problems: [], warnings: [warning] });
  });

  // Source: kyverno/kyverno 1.18, pkg/validation/policy/validate.go, `validateRuleContext`.
  it('can name its context entries', () => {
    const context = (name: string) => `context: [{ name: ${name}, variable: { value: 1 } }]`;
    expect(remarks('object: {}', context('a.b')).problems).toEqual([
      'a.b | "a.b" is more than a word, and an assertion tree could not name it',
    ]);
    expect(remarks('object: {}', context('a_1')).problems).toEqual([]);
    const pattern = ruleOf(`${MATCH}\n${context('a.b')}\nvalidate: { pattern: {} }`);
    expect(remarksOf(pattern, 'cluster', '1.18').problems).toEqual([]);
  });
});
