import { textWidth } from './text-width.ts';

/** The lines of a text, broken at spaces so that none is wider than `width`; a longer word stands alone, for it may be a path to copy. */
export function wrapText(text: string, width: number): readonly string[] {
  return text.split('\n').flatMap((paragraph) => wrapParagraph(paragraph, Math.max(20, width)));
}

function wrapParagraph(paragraph: string, width: number): readonly string[] {
  const indentation = /^ */.exec(paragraph)?.[0] ?? '';
  const lines: string[] = [];
  let line = '';
  for (const word of paragraph.split(/[ \t]+/).filter((part) => part !== '')) {
    if (line === '') line = indentation + word;
    else if (textWidth(line) + 1 + textWidth(word) <= width) line += ` ${word}`;
    else {
      lines.push(line);
      line = indentation + word;
    }
  }
  return [...lines, line];
}
