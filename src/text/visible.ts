/**
 * Text that a terminal shows and does not obey: control characters, escapes and the marks that reorder text
 * (names of files and objects come from the pull request) become visible escapes; line breaks and tabs stay when asked.
 */
export function visible(text: string, options: { readonly keepLines?: boolean } = {}): string {
  return text.toWellFormed().replace(UNSEEN, (character) => {
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

/**
 * What a reader does not see as it is: C0, DEL, C1, line and paragraph separators, marks of annotations, and what Unicode has shown as
 * nothing (bidirectional marks and overrides, zero-width characters, tags). The selectors that choose between a plain and a colourful sign
 * are not among it.
 */
export const UNSEEN = /[\p{Cc}\p{Zl}\p{Zp}\ufff9-\ufffb]|(?![\ufe0e\ufe0f])\p{Default_Ignorable_Code_Point}/gu;
