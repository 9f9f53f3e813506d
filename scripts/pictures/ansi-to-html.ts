import { escapeHtml } from './escape-html.ts';

const ESCAPE = '\u001b[';

/** What a terminal would show of a text with colours, as HTML: a span for each run of equal styles, with a class for each code. */
export function ansiToHtml(text: string): string {
  const styles = new Map<string, number>();
  return text
    .split(ESCAPE)
    .map((part, index) => {
      const [, codes = '', shown = ''] = (index === 0 ? undefined : /^([\d;]*)m(.*)$/s.exec(part)) ?? ['', '', part];
      if (index > 0) for (const code of codes.split(';')) applyCode(styles, Number(code));
      if (shown === '' || styles.size === 0) return escapeHtml(shown);
      const classes = Array.from(styles.values(), (code) => `ansi-${code}`);
      return `<span class="${classes.join(' ')}">${escapeHtml(shown)}</span>`;
    })
    .join('');
}

/** What each code of "select graphic rendition" sets or ends: ECMA-48, 8.3.117. */
function applyCode(styles: Map<string, number>, code: number): void {
  if (code === 0) styles.clear();
  else if (code === 1 || code === 2) styles.set('weight', code);
  else if (code === 22) styles.delete('weight');
  else if (code === 4) styles.set('line', code);
  else if (code === 24) styles.delete('line');
  else if (code === 39) styles.delete('colour');
  else if (code === 49) styles.delete('ground');
  else styles.set(code >= 40 && code <= 47 ? 'ground' : 'colour', code);
}
