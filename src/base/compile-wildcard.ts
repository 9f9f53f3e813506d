import { hasWildcard, matchesWildcard } from './wildcard.ts';

/** `matchesWildcard` for a pattern that meets many texts: the usual ones need no more than a look at the text's ends. */
export function compileWildcard(pattern: string): (text: string) => boolean {
  if (!hasWildcard(pattern)) return (text) => text === pattern;
  if (/^\*+$/.test(pattern)) return () => true;
  if (pattern === '?*' || pattern === '*?') return (text) => text !== '';
  if (pattern.includes('?')) return (text) => matchesWildcard(pattern, text);
  const pieces = pattern.split('*');
  const first = pieces.shift() ?? '';
  const last = pieces.pop() ?? '';
  const middle = pieces.filter((piece) => piece !== '');
  const shortest = first.length + last.length;
  if (middle.length === 0) {
    return (text) => text.length >= shortest && text.startsWith(first) && text.endsWith(last);
  }
  return (text) =>
    text.length >= shortest && text.startsWith(first) && text.endsWith(last) && holdsInOrder(text, middle, first, last);
}

/** Whether the pieces come one after the other between the text's ends. The first place of each is as good as any other. */
function holdsInOrder(text: string, pieces: readonly string[], first: string, last: string): boolean {
  const end = text.length - last.length;
  let from = first.length;
  for (const piece of pieces) {
    const at = text.indexOf(piece, from);
    if (at < 0 || at + piece.length > end) return false;
    from = at + piece.length;
  }
  return true;
}
