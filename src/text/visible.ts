/**
 * Text that a terminal shows and does not obey: control characters, escapes and the marks that reorder text
 * (names of files and objects come from the pull request) become visible escapes; line breaks and tabs stay when asked.
 */
export function visible(text: string, options: { readonly keepLines?: boolean } = {}): string {
  return text.replace(UNSAFE, (character) => {
    if (options.keepLines && (character === '\n' || character === '\t')) return character;
    const code = character.codePointAt(0) ?? 0;
    return (
      NAMED.get(character) ?? (code < 256 ? `\\x${code.toString(16).padStart(2, '0')}` : `\\u{${code.toString(16)}}`)
    );
  });
}

const NAMED = new Map([
  ['\n', '\\n'],
  ['\r', '\\r'],
  ['\t', '\\t'],
]);

// C0, DEL, C1, bidirectional marks and overrides, zero-width characters, line and paragraph separators.
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const UNSAFE = /[\u0000-\u001f\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/gu;
