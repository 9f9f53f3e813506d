const PIECES = [
  ' ',
  '  ',
  '\t',
  '\n',
  '\n  ',
  '\n\n',
  ' \n',
  '\n# c\n',
  ':',
  ': ',
  ' #',
  ' # c',
  '#',
  '- ',
  '-',
  '[',
  ']',
  '{',
  '}',
  ',',
  '"',
  "'",
  "''",
  '|',
  '>',
  '|-\n',
  '>+\n',
  '&a ',
  '*a',
  '!x ',
  '? ',
  '\\',
  '\\n',
  '\r\n',
  '~',
  '%',
  '@',
  '`',
  '=',
  '<<: ',
  'y',
  '---\n',
  '\n---\n',
  '...',
  '0',
  '.inf',
  'é',
  '🚢',
  '\u0085',
  '__proto__: ',
  '[a, b]',
  '{a: b}',
  '[]',
  'x: ',
  '- x',
  '"a": ',
  '\0',
];

/** A text with one to three small mistakes: something left out, put in, repeated, or indented otherwise. */
export function mutateText(text: string, random: () => number): string {
  let mutated = text;
  for (let count = 1 + Math.floor(random() * 3); count > 0; count--) {
    const at = Math.floor(random() * (mutated.length + 1));
    const length = Math.floor(random() * 4);
    switch (Math.floor(random() * 5)) {
      case 0:
        mutated = mutated.slice(0, at) + mutated.slice(at + 1 + length);
        break;
      case 1:
      case 2:
        mutated = mutated.slice(0, at) + PIECES[Math.floor(random() * PIECES.length)] + mutated.slice(at);
        break;
      case 3: {
        // A line further in or out.
        const line = mutated.lastIndexOf('\n', at - 1) + 1;
        mutated =
          random() < 0.5
            ? `${mutated.slice(0, line)}${' '.repeat(1 + length)}${mutated.slice(line)}`
            : mutated.slice(0, line) + mutated.slice(line).replace(/^ {1,2}/, '');
        break;
      }
      default: {
        const line = mutated.lastIndexOf('\n', at - 1) + 1;
        const end = mutated.indexOf('\n', at) + 1;
        if (end > 0) mutated = mutated.slice(0, end) + mutated.slice(line, end) + mutated.slice(end);
      }
    }
  }
  return mutated;
}
