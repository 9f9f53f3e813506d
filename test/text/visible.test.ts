import { describe, expect, it } from 'vitest';
import { visible } from '../../src/text/visible.ts';

// The characters are those of Unicode's property Default_Ignorable_Code_Point, and of UAX 9 what changes the order of reading.
describe('visible', () => {
  it.each([
    ['controls', '\u001b[2J\u0007\u009b', '\\x1b[2J\\x07\\x9b'],
    ['line breaks and tabs', 'a\r\n\tb', 'a\\r\\n\\tb'],
    ['line breaks of Unicode', '\u0085\u2028\u2029', '\\x85\\u{2028}\\u{2029}'],
    ['another order of reading', '\u202e\u2066\u061c', '\\u{202e}\\u{2066}\\u{61c}'],
    ['letters of no width', '\u200b\u00ad\u034f\u3164\ufeff', '\\u{200b}\\xad\\u{34f}\\u{3164}\\u{feff}'],
    ['tags, in which a whole text can hide', '\u{e0041}', '\\u{e0041}'],
    ['selectors that hide bytes', '\ufe01\u{e0100}', '\\u{fe01}\\u{e0100}'],
    ['half a character', 'a\ud800', 'a\ufffd'],
  ])('shows %s', (_, text, shown) => {
    expect(visible(text)).toBe(shown);
  });

  it('keeps lines and tabs where they are wanted', () => {
    expect(visible('a\r\n\tb', { keepLines: true })).toBe('a\\r\n\tb');
  });

  it('keeps words in any script, and colourful signs', () => {
    expect(visible('Größe 大小 حجم ⚠️ 😀')).toBe('Größe 大小 حجم ⚠️ 😀');
  });
});
