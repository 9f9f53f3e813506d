import { escapeHtml } from './escape-html.ts';

/** A line of YAML as HTML, in the classes of GitHub's highlighting. Good enough for a picture: it looks at the line alone. */
export function highlightYaml(line: string): string {
  const [, code = '', comment = ''] = /^(.*?)((?:(?<=^|\s)#.*)?)$/s.exec(line) ?? [];
  return code.replace(TOKEN, highlightToken) + (comment === '' ? '' : span('pl-c', comment));
}

/** A key, else a scalar, else one character of what holds them together. */
const TOKEN = /([\w./-]+)(?=:(?:\s|$))|("[^"]*"|[^\s:{}[\],"-][^:{}[\],]*)|./gs;

function highlightToken(text: string, key: string | undefined, scalar: string | undefined): string {
  if (key !== undefined) return span('pl-ent', key);
  if (scalar === undefined) return escapeHtml(text);
  return span(/^(?:true|false|\d+)\s*$/.test(scalar) ? 'pl-c1' : 'pl-s', scalar);
}

function span(name: string, text: string): string {
  return `<span class="${name}">${escapeHtml(text)}</span>`;
}
