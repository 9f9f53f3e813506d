import { plainText } from './plain-words.ts';

/** Shown as nothing; what it parts is no link. */
const WORD_JOINER = '\u2060';

/**
 * Text of a SARIF message, which is not quite plain: braces are doubled (section 3.11.5 takes others for placeholders), and nothing
 * from a manifest becomes a link (section 3.11.6 has them as Markdown writes them).
 */
export function sarifText(text: string): string {
  return plainText(text).replace(/[{}]/g, '$&$&').replaceAll('](', `]${WORD_JOINER}(`);
}
