import { formatCount } from '../base/format-count.ts';

/** More of one message nobody reads, and what a policy says may hold whatever a manifest holds. */
const MAX_CHARACTERS = 2_000;

/** The beginning of a text that is too long, and how much more there is of it. */
export function clipText(text: string): string {
  const more = text.length - MAX_CHARACTERS;
  if (more <= 0) return text;
  return `${text.slice(0, MAX_CHARACTERS).toWellFormed()}… (${formatCount(more)} more characters)`;
}
