import { describe, expect, it } from 'vitest';
import type { Path } from '../../src/base/path.ts';
import { parseYaml } from '../../src/yaml/parse-yaml.ts';

const TEXT = `# a comment
apiVersion: v1
metadata: # the name follows
  name: "web"
  labels: {app: web, "tier": front}
spec:
  - &first
    args: [a, 'b'] # two
    text: |
      line one
      line two

  - *first
  - <<: *first
    own: 1
  - <<: {inline: 2}
  -
empty:
`;

describe('locate', () => {
  it.each<[Path, string, string | undefined]>([
    [['apiVersion'], 'v1', 'apiVersion'],
    [['metadata', 'name'], '"web"', 'name'],
    [['metadata', 'labels'], '{app: web, "tier": front}', 'labels'],
    [['metadata', 'labels', 'tier'], 'front', '"tier"'],
    [['spec', 0, 'args'], "[a, 'b']", 'args'],
    [['spec', 0, 'args', 1], "'b'", undefined],
    [['spec', 0, 'text'], '|\n      line one\n      line two', 'text'],
    [['spec', 0], "args: [a, 'b'] # two\n    text: |\n      line one\n      line two", undefined],
    // An alias is what stands there.
    [['spec', 1], '*first', undefined],
    [['spec', 2, 'own'], '1', 'own'],
    [['spec', 3, 'inline'], '2', 'inline'],
    [['spec', 4], '', undefined],
    [['empty'], '', 'empty'],
    // A pointer does not say whether a step is an index.
    [['spec', '0', 'args', '0'], 'a', undefined],
  ])('%j is there', (path, text, key) => {
    expect(locate(TEXT, path)).toEqual({ text, key, path, exact: true });
  });

  it('gives the nearest parent of what is not there', () => {
    expect(locate(TEXT, ['metadata', 'labels', 'none', 'deeper'])).toEqual({
      text: '{app: web, "tier": front}',
      key: 'labels',
      path: ['metadata', 'labels'],
      exact: false,
    });
    expect(locate(TEXT, ['apiVersion', 'x']).path).toEqual(['apiVersion']);
    expect(locate(TEXT, ['none']).path).toEqual([]);
  });

  it('gives the alias for what lies inside of it', () => {
    expect(locate(TEXT, ['spec', 1, 'args', 0])).toEqual({
      text: '*first',
      key: undefined,
      path: ['spec', 1],
      exact: false,
    });
  });

  it('gives the alias of the merge key for what is merged', () => {
    expect(locate(TEXT, ['spec', 2, 'args'])).toEqual({ text: '*first', key: '<<', path: ['spec', 2], exact: false });
  });

  it('takes the key that holds, where a merge key stands among others', () => {
    const text = 'a: &a {k: 1}\nb: {k: 2, <<: *a}\nc: {<<: *a, k: 3}\n';
    expect(locate(text, ['b', 'k'])).toMatchObject({ text: '*a', exact: false });
    expect(locate(text, ['c', 'k'])).toMatchObject({ text: '3', exact: true });
  });

  it('counts from the start of the file in every document, with any line breaks', () => {
    const text = '\ufeffa: 1\r\n---\r\nb:\r\n- c: "d"\r\n';
    const [, second] = parseYaml({ file: 'f', revision: 'head', text }).documents;
    const span = second?.locate(['b', 0, 'c']).span;
    expect(text.slice(span?.start, span?.end)).toBe('"d"');
  });

  it('finds keys that stand for other text', () => {
    expect(locate('y: 1\n0x10: 2\n"n": 3\n', ['true'])).toMatchObject({ text: '1', key: 'y' });
    expect(locate('y: 1\n0x10: 2\n"n": 3\n', ['16'])).toMatchObject({ text: '2', key: '0x10' });
    expect(locate('y: 1\n0x10: 2\n"n": 3\n', ['n'])).toMatchObject({ text: '3', key: '"n"' });
  });

  it('works in a document with problems as far as it can be parsed', () => {
    expect(locate('a: 1\na: 2\nb: .inf\n', ['b'])).toMatchObject({ text: '.inf', exact: true });
    expect(locate('a: [\n', ['a'])).toEqual({ text: 'a: [\n', key: undefined, path: [], exact: false });
  });

  it('does not follow hostile merges for ever', () => {
    let text = 'a0: &a0 {x: 1}\n';
    for (let level = 1; level <= 100; level++) text += `a${level}: &a${level} {<<: [*a${level - 1}, *a${level - 1}]}\n`;
    expect(locate(text, ['a100', 'none'])).toMatchObject({ path: ['a100'], exact: false });
  });
});

function locate(text: string, path: Path) {
  const document = parseYaml({ file: 'f', revision: 'head', text }).documents[0];
  if (document === undefined) throw new Error('there is no document');
  const { span, keySpan, path: found, exact } = document.locate(path);
  const key = keySpan && text.slice(keySpan.start, keySpan.end);
  return { text: text.slice(span.start, span.end), key, path: found, exact };
}
