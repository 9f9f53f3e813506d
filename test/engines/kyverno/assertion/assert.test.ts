import { describe, expect, it } from 'vitest';
import { ask, failuresOf } from './ask-tree.ts';

/** The semantics are those of kyverno-json's pkg/engine/assert and pkg/engine/match. */
describe('what a tree holds of an object', () => {
  it.each([
    ['a field is as it is written', 'object: { kind: Pod }'],
    ['numbers are compared as numbers', 'object: { spec: { priority: 7.0 } }'],
    ['a bool', 'object: { spec: { hostNetwork: false } }'],
    ['an empty mapping is whatever is there', 'object: { spec: {} }'],
    ['an expression', 'object: { spec: { (length(containers)): 2 } }'],
    ['an expression that is missing is null', 'object: { (metadata.annotations): null }'],
    ['an expression on the right, about the value beside it', "object: { kind: \"(join('', ['P', 'od']))\" }"],
    ['a list with an expression an item', 'object: { spec: { containers: [{ name: a }, { (ports != null): true }] } }'],
    ['a loop over a list', 'object: { spec: { ~.containers: { (length(name) < `2`): true } } }'],
    [
      'a loop over an expression',
      "object: { spec: { '~.(containers[].name)': { \"(contains(['a', 'b'], @))\": true } } }",
    ],
    ['a loop over a mapping', 'object: { metadata: { ~key.labels: { (length($key) > `2`): true } } }'],
    ['an index of a loop is an integer', "object: { spec: { ~i.containers: { name: \"(at(['a', 'b'], $i))\" } } }"],
    ['an index of a loop is no float', 'object: { spec: { ~i.containers: { ($i == `0`): false } } }'],
    ['a binding holds behind it', 'object: { metadata->meta: {}, spec: { ($meta.name): web } }'],
    ['a binding holds within', 'object: { spec->s: { ~.containers: { ($s.hostNetwork): false } } }'],
    ['an escaped key is a field', "object: { spec: { nodeSelector: { '\\(a)\\': b } } }"],
    ['arithmetic', 'object: { spec: { (priority * `2`): 14 } }'],
    ['let', "object: { spec: { \"(let $n = containers[].name in join(',', $n))\": 'a,b' } }"],
    [
      'a function of kyverno-json',
      'object: { spec: { containers: [{ "(wildcard(\'nginx:*\', image))": true }, {}] } }',
    ],
    ['a function of Kyverno', "object: { spec: { containers: [{ \"(split(image, ':'))\": [nginx, '1.25'] }, {}] } }"],
    ['what the request is about', 'resourceKind: { group: "", version: v1, kind: Pod }'],
    ['an old object that is not there is an empty one', 'oldObject: {}\n(length(oldObject)): 0'],
    ['a request of the API server', 'admissionOperation: true'],
    ['a struct of Go, through an expression', '(requestResource.resource): pods'],
    [
      'a list that an expression expects, whatever more the members have',
      `'(\`{"a": [1, 2], "b": 3}\`)': '(\`{"a": [1, 2]}\`)'`,
    ],
  ])('passes: %s', (_, tree) => {
    expect(ask(tree).outcome).toBe('pass');
  });

  it.each<[string, string, readonly string[]]>([
    ['another value', 'object: { kind: Job }', ['object.kind: Invalid value: "Pod": Expected value: "Job"']],
    [
      'another number',
      'object: { spec: { priority: 8 } }',
      ['object.spec.priority: Invalid value: 7: Expected value: 8'],
    ],
    [
      'a bool',
      'object: { spec: { hostNetwork: true } }',
      ['object.spec.hostNetwork: Invalid value: false: Expected value: true'],
    ],
    [
      'a field that is missing',
      'object: { metadata: { annotations: { a: b } } }',
      ['object.metadata.annotations: Required value: field not found in the input object'],
    ],
    [
      'null that is expected',
      'object: { metadata: { (labels.app): null } }',
      ['object.metadata.(labels.app): Invalid value: "shop": Expected value: <nil>'],
    ],
    [
      'null that is not',
      'object: { (metadata.annotations): {} }',
      ['object.(metadata.annotations): Invalid value: null: invalid value, must not be null'],
    ],
    [
      'a list of another length',
      "object: { spec: { '(containers[].name)': [a] } }",
      ['object.spec.(containers[].name): Invalid value: ["a","b"]: lengths of slices don\'t match'],
    ],
    [
      'null for a list',
      'object: { spec: { (nothing): [a] } }',
      ['object.spec.(nothing): Invalid value: null: value is null'],
    ],
    [
      'an item of a loop',
      'object: { spec: { ~.containers: { "(contains(image, \':\'))": true } } }',
      ["object.spec.~.containers[1].(contains(image, ':')): Invalid value: false: Expected value: true"],
    ],
    [
      'an item of a loop over a mapping',
      'object: { metadata: { ~.labels: shop } }',
      ['object.metadata.~.labels[tier]: Invalid value: "front": Expected value: "shop"'],
    ],
    [
      'several, in their order',
      'object: { kind: Job, spec: { priority: 1, x: 2 } }',
      [
        'object.kind: Invalid value: "Pod": Expected value: "Job"',
        'object.spec.priority: Invalid value: 7: Expected value: 1',
        'object.spec.x: Required value: field not found in the input object',
      ],
    ],
    [
      'a list that an expression expects',
      `object: { spec: { '(containers[].name)': "(['a', 'c'])" } }`,
      ['object.spec.(containers[].name): Invalid value: ["a","b"]: Expected value: []interface {}{"a", "c"}'],
    ],
    [
      'a field of null',
      'object: { (nothing): { a: b } }',
      ['object.(nothing).a: Required value: field not found in the input object'],
    ],
    [
      'a longer list than an expression expects',
      '(`[1, 2]`): (`[1]`)',
      ['(`[1, 2]`): Invalid value: [1,2]: Expected value: []interface {}{1}'],
    ],
    // An integer of the object is never the float of a literal: only what is written as a value compares the two as numbers.
    [
      'an integer against a literal',
      'object: { spec: { (priority == `7`): true } }',
      ['object.spec.(priority == `7`): Invalid value: false: Expected value: true'],
    ],
    // Go's type of the operation is another one than that of text.
    [
      'the operation against a text',
      "(operation == 'CREATE'): true",
      ["(operation == 'CREATE'): Invalid value: false: Expected value: true"],
    ],
    [
      'an old object that is not there',
      'oldObject: { kind: Pod }',
      ['oldObject.kind: Required value: field not found in the input object'],
    ],
  ])('fails: %s', (_, tree, messages) => {
    const verdict = ask(tree);
    expect(failuresOf(verdict)).toEqual(messages);
    expect(verdict).toMatchObject({ message: messages[0] });
  });

  it.each([
    ['two kinds', 'object: { kind: 1 }', 'object.kind: Internal error: types are not comparable, float64 - string'],
    ['a field of a text', 'object: { kind: { a: b } }', 'object.kind.a: Internal error: projection not recognized'],
    [
      'a field of a list',
      'object: { spec: { containers: { name: a } } }',
      'object.spec.containers.name: Internal error: projection not recognized',
    ],
    ['a list against none', 'object: { kind: [a] }', 'object.kind: Invalid value: "Pod": expected a slice'],
    ['a loop over a text', 'object: { ~.kind: a }', 'object.~.kind: Invalid value: "Pod": expected a slice or a map'],
    [
      'a loop over nothing',
      "object: { '~.(nothing)': a }",
      'object.~.(nothing): Invalid value: null: expected a slice',
    ],
    ['a struct of Go', 'requestResource: { resource: pods }', 'requestResource.resource: Internal error: projection'],
    ['the operation', 'operation: CREATE', 'operation: Internal error: types are not comparable, string - string'],
    ['a function of an integer', 'object: { spec: { (abs(priority)): 7 } }', 'object.spec.(abs(priority)): Internal'],
    ['no expression', 'object: { (a b): 1 }', 'object.(a b): Internal error: '],
    ['an unknown variable', 'object: { ($a): 1 }', 'object.($a): Internal error: variable not defined: $a'],
    [
      'a loop with a name on the right',
      "object: { kind: '~i.(a)' }",
      'object.kind: Invalid value: "~i.(a)": foreach is not supported on the RHS',
    ],
    [
      'a binding on the right',
      "object: { kind: '(a)->b' }",
      'object.kind: Invalid value: "(a)->b": binding is not supported on the RHS',
    ],
  ])('breaks: %s', (_, tree, message) => {
    const verdict = ask(tree);
    expect(verdict.outcome).toBe('error');
    if (verdict.outcome === 'error') expect(verdict.error.message).toContain(`failed to apply assertion: ${message}`);
  });
});
