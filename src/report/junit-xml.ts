import { visible } from '../text/visible.ts';

export interface XmlElement {
  readonly name: string;
  readonly attributes: { readonly [name: string]: string };
  /** Elements, or text. */
  readonly content: readonly XmlElement[] | string;
}

/** An XML 1.0 document. Whatever texts hold it is well-formed: what no document may hold, not even escaped, is made visible or replaced. */
export function writeXml(root: XmlElement): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n${write(root, '')}\n`;
}

function write({ name, attributes, content }: XmlElement, indentation: string): string {
  const written = Object.entries(attributes).map(([key, value]) => ` ${key}="${escapeAttribute(value)}"`);
  const head = `${indentation}<${name}${written.join('')}`;
  if (content.length === 0) return `${head}/>`;
  if (typeof content === 'string') return `${head}>${escapeText(content)}</${name}>`;
  const inner = content.map((element) => write(element, `${indentation}  `));
  return `${head}>\n${inner.join('\n')}\n${indentation}</${name}>`;
}

/** A reader turns line breaks and tabs of an attribute into blanks, unless they are written as references. */
function escapeAttribute(text: string): string {
  return escapeText(text).replaceAll('"', '&quot;').replaceAll('\n', '&#10;').replaceAll('\t', '&#9;');
}

function escapeText(text: string): string {
  return visible(text, { keepLines: true })
    .toWellFormed()
    .replace(/[\ufffe\uffff]/g, '\ufffd')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;');
}
