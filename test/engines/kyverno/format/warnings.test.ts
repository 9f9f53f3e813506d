import { describe, expect, test } from 'vitest';
import { seededRandom } from '../../../../src/base/seeded-random.ts';
import { notRun } from '../../../corpora.ts';
import { compile, ruleOf } from '../ask.ts';
import { compilePolicies, corpusPolicies, policiesOf, told } from './corpus-policies.ts';
import { misspell } from './mutants.ts';
import { MATCH, remarksOf } from './remarks.ts';

const policies = corpusPolicies();

/** What is warned of in a rule that judges all the same. */
function warnings(rule: string) {
  const remarks = remarksOf(ruleOf(`${MATCH}\n${rule}`, 'background: false'));
  expect(remarks).toMatchObject({ judges: 1, problems: [] });
  return remarks.warnings;
}

function remedies(rule: string) {
  return compile(ruleOf(`${MATCH}\n${rule}`, 'background: false')).warnings.map(({ remedy }) => remedy);
}

describe('an anchor', () => {
  test.each(['(x', 'x)', '=(x', '<(a', '^x)', 'x()', 'X(x', 'X(x]', '?(x)', '=x', '=((x)', 'x(y)', '>(x)', '^ (x)'])(
    'in a pattern that is none, "%s", is warned of at its key',
    (key) => {
      const pattern = (anchor: string) => `validate: { pattern: { spec: { "${anchor}": { a: b } } } }`;
      expect(warnings(pattern(key))).toEqual([
        `"${key}" | "${key}" is no anchor that a pattern knows: it is taken for a field of that name`,
      ]);
    },
  );

  test.each([
    '(x)',
    '=(x)',
    'X(x)',
    '<(x)',
    ' =(x) ',
    'x',
    'app.kubernetes.io/name',
    '*',
    '{{ to_upper(request.name) }}',
    '=({{ request.name }})',
  ])('in a pattern that is one, or a plain key, "%s", is not', (key) => {
    expect(warnings(`validate: { pattern: { spec: { "${key}": { a: b } } } }`)).toEqual([]);
  });

  test('in a patch is one of a patch', () => {
    const patch = (key: string) => warnings(`mutate: { patchStrategicMerge: { spec: { "${key}": { a: b } } } }`);
    for (const key of ['(x)', '+(x)', '<(x)', 'x']) expect(patch(key), key).toEqual([]);
    for (const key of ['+(x', '+x', '=(x)', 'X(x)', '^(x)']) expect(patch(key), key).toHaveLength(1);
  });

  test('is looked for in loops and alternatives, and its remedy says what could be meant', () => {
    const loop = 'validate: { foreach: [{ list: request.object.spec.a, pattern: { "=(image": b } }] }';
    expect(warnings(loop)).toHaveLength(1);
    expect(warnings('validate: { anyPattern: [{ a: b }, { list: [{ "=(image": b }] }] }')).toHaveLength(1);
    expect(remedies(loop)).toEqual(['Did you mean "=(image)"? A pattern has (), =(), ^(), X(), <().']);
  });
});

describe('a variable', () => {
  const message = (text: string) => `validate: { message: '${text}', deny: {} }`;

  test.each([
    [
      '{{ reqest.object.a }}',
      'reqest.object.a',
      '"reqest" is neither a variable of Kyverno\'s nor an entry of the rule\'s context',
    ],
    ['{{ request.objct.a }}', 'request.objct.a', 'request has no "objct"'],
    ['{{ request.object.metdata.name }}', 'request.object.metdata.name', 'request.object has no "metdata"'],
    [
      '{{ request.object.metadata.lables.a }}',
      'request.object.metadata.lables.a',
      'request.object.metadata has no "lables"',
    ],
    ['{{ request.userInfo.usrname }}', 'request.userInfo.usrname', 'request.userInfo has no "usrname"'],
    ['{{ images.container }}', 'images.container', 'images has no "container"'],
    ['{{ images.containers.web.tga }}', 'images.containers.web.tga', 'images.containers.web has no "tga"'],
    ['{{ elemnt.name }}', 'elemnt.name', '"elemnt" is neither'],
    ['{{ allowed.data.x }}', 'allowed.data.x', '"allowed" is neither'],
    ['{{ length(reqest.object.a) }}', 'length(reqest.object.a)', '"reqest" is neither'],
    ['{{ request.object.a || nothing }}', 'request.object.a || nothing', '"nothing" is neither'],
  ])('that nobody knows, %s, is warned of', (text, place, said) => {
    expect(warnings(message(text))).toEqual([expect.stringContaining(`${place} | ${said}`)]);
  });

  test.each(['{{ x }', '{{ x', '{ request.object.a }}', '{{{ x }', 'a {{ request.name }} and {{ request.name }'])(
    'whose braces are not closed, %s, is warned of',
    (text) => {
      expect(warnings(message(text))).toEqual([
        expect.stringContaining('its braces are not closed as they are opened'),
      ]);
    },
  );

  test.each([
    '{{ request.object.spec.anything[0].goes }}',
    '{{ request.mode }}',
    '{{ request.object.metadata.labels."a.b/c" || "" }}',
    '{{ images.containers.*.registry }}',
    '{{ request.object.spec.containers[?name == request.object.metadata.name].image }}',
    '{{ map(&name, request.object.spec.containers) }}',
    '{{ request.object.{n: kind, m: metadata.name} }}',
    '{{ request.object.a.{{ request.name }}.b }}',
    '{{ items(request.object.metadata.labels, `"k"`, `"v"`)[0].k }}',
    '{{ @ }}',
    '{{request.object}}',
    '\\{{ anything }}',
    '{"a":{"b":1}}',
  ])('that is one, %s, is not', (text) => {
    expect(warnings(message(text.replaceAll("'", "''")))).toEqual([]);
  });

  test('of the context, of a loop, of a target or of an attestation is known there', () => {
    const context =
      'context: [{ name: allowed, variable: { value: { a: b } } }, { name: a.b, variable: { value: 1 } }]';
    expect(warnings(`${context}\n${message('{{ allowed.a }} {{ a.b }}')}`)).toEqual([]);
    expect(remedies(`${context}\n${message('{{ alowed.a }}')}`)).toEqual(['Did you mean "allowed"?']);
    expect(
      warnings(
        'validate: { foreach: [{ list: request.object.spec.a, context: [{ name: one, variable: { value: 1 } }], pattern: { a: "{{ element.b }} {{ element0 }} {{ elementIndex }} {{ one }}" } }] }',
      ),
    ).toEqual([]);
    expect(warnings('validate: { foreach: [{ list: request.objct.spec.a, deny: {} }] }')).toHaveLength(1);
    expect(
      warnings(
        'mutate: { targets: [{ apiVersion: v1, kind: Pod }], patchStrategicMerge: { a: "{{ target.metadata.name }}" } }',
      ),
    ).toEqual([]);
    expect(warnings('mutate: { patchStrategicMerge: { a: "{{ target.metadata.name }}" } }')).toHaveLength(1);
  });

  test('in the jmesPath of an entry is looked for, but where it names members of the entry', () => {
    const entry = (text: string) => `context: [{ name: a, ${text} }]\nvalidate: { deny: {} }`;
    expect(warnings(entry('variable: { jmesPath: reqest.object.a }'))).toHaveLength(1);
    expect(warnings(entry('variable: { value: { b: 1 }, jmesPath: b }'))).toEqual([]);
    expect(warnings(entry('apiCall: { urlPath: /api, jmesPath: items }'))).toEqual([]);
  });

  test('of a loop is refused outside of one', () => {
    expect(remarksOf(ruleOf(`${MATCH}\n${message('{{ element.name }}')}`)).problems).toEqual([
      'element.name | "element.name" is an item of a loop, and there is no loop here',
    ]);
  });

  test('in a long text is found on its line', () => {
    const found = compile(
      ruleOf(`${MATCH}\nvalidate:\n  deny: {}\n  message: >-\n    first\n    {{ reqest.name }}\n    last`),
    );
    expect(told(found.warnings)).toEqual([expect.stringMatching(/^15: /)]);
  });
});

describe.skipIf(policies.length === 0)('of the public suites', () => {
  test('no policy is warned of', () => {
    expect(policies.length).toBeGreaterThan(280);
    expect(policies.flatMap((policy) => told(compilePolicies([policy]).warnings))).toEqual([]);
  });

  test.each([
    ['anchor', /^\s*(?:- )?["']?[=+X^<]?\([\w./]+\)["']?:/, (line: string) => line.replace(/\)(["']?:)/, '$1')],
    ['brace', /\{\{[^{}]*\}\}/, (line: string) => line.replace('}}', '}')],
    [
      'variable',
      /\{\{ *request\.object\./,
      (line: string, random: () => number) => misspellIn(line, 'request', random),
    ],
    ['member', /\{\{ *request\.object\./, (line: string, random: () => number) => misspellIn(line, 'object', random)],
  ] as const)('a misspelt %s is told at its line, in 100 policies', (_, wanted, breakLine) => {
    const random = seededRandom(7);
    const places = policies.flatMap(({ source }) =>
      source.text
        .split('\n')
        .flatMap((line, index) => (wanted.test(line) && isCode(line) ? [{ source, line, index }] : [])),
    );
    const missed: string[] = [];
    for (let count = 0; count < 100; count++) {
      const { source, line, index } = places[Math.floor(random() * places.length)] ?? {
        source: { text: '' },
        line: '',
        index: 0,
      };
      const text = source.text.split('\n').with(index, breakLine(line, random)).join('\n');
      const { problems, warnings: found } = compilePolicies(policiesOf('mutant.yaml', text));
      if (![...told(problems), ...told(found)].some((remark) => remark.startsWith(`${index + 1}: `))) {
        missed.push(`${index + 1}: ${breakLine(line, seededRandom(7)).trim()}`);
      }
    }
    expect(missed).toEqual([]);
  });
});

/** Comments and descriptions say what they like. */
function isCode(line: string): boolean {
  return !line.trimStart().startsWith('#') && !/^\s{4}\w/.test(line);
}

function misspellIn(line: string, word: string, random: () => number): string {
  return line.replace(
    new RegExp(`(\\{\\{[^}]*?)\\b${word}\\b`),
    (_, before: string) => before + misspell(word, random),
  );
}

test.skipIf(policies.length > 0)(notRun(400, 'policies with a misspelt anchor or variable'), () => {});
