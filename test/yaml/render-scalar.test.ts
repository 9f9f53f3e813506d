import { describe, expect, it } from 'vitest';
import { renderScalar } from '../../src/yaml/render-scalar.ts';

// Left unquoted exactly where go-yaml v2 and YAML 1.2 both read the text as itself.
describe('text', () => {
  it.each([
    'nginx:1.27@sha256:0a',
    'http://example.org/?a=b&c#d',
    'two words',
    "it's",
    '-x',
    '--flag=1',
    ':8080',
    '?x',
    'a#b',
    'C:\\dir',
    '1.2.3',
    '100m',
    '2001-01-01',
    '12:30:45',
    'tRue',
    'ümlaut',
    'a,b',
    'a[0]',
  ])('%j needs no quotes', (text) => {
    expect(block(text)).toBe(text);
  });

  it.each([
    '',
    'yes',
    'y',
    'Off',
    'null',
    '~',
    '0644',
    '0o17',
    '1_000',
    '0x1f',
    '08',
    '1e3',
    '1e400',
    '.5',
    '.inf',
    '.NaN',
    '+1',
    '- x',
    '-',
    '? x',
    ': x',
    'a: b',
    'a:',
    'a #b',
    '#a',
    '&a',
    '*a',
    '!a',
    '|',
    '>a',
    '%a',
    '@a',
    '`a',
    '{a}',
    '[a]',
    ',a',
    '"a',
    "'a",
    ' a',
    'a ',
    'a\tb: c',
    '---',
    '--- a',
    '...',
    '<<',
    '=',
  ])('%j needs quotes', (text) => {
    expect(block(text)).toBe(JSON.stringify(text));
  });

  it.each(['a,b', 'a[0]', 'a?b', 'a:]', '{a}', 'x: y'])('%j needs quotes in brackets', (text) => {
    expect(renderScalar(text, { place: 'flow', quoting: 'plain', quote: "'" })).toBe(`'${text}'`);
  });

  it('is escaped where quotes alone do not carry it', () => {
    expect(block('a\u0085b\u2028c\ufeff\u0007')).toBe('"a\\u0085b\\u2028c\\ufeff\\u0007"');
    expect(renderScalar('a\nb', { place: 'block', quoting: "'", quote: "'" })).toBe('"a\\nb"');
    expect(renderScalar("it's", { place: 'block', quoting: "'", quote: "'" })).toBe("'it''s'");
  });
});

describe('numbers', () => {
  it.each([
    [0, '0'],
    [-0, '0'],
    [1.5, '1.5'],
    [1e21, '1e+21'],
    [1e-7, '1e-7'],
  ])('%j', (number, written) => {
    expect(block(number)).toBe(written);
  });
});

function block(value: string | number): string {
  return renderScalar(value, { place: 'block', quoting: 'plain', quote: '"' });
}
