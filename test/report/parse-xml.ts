export interface XmlNode {
  readonly name: string;
  readonly attributes: { readonly [name: string]: string };
  readonly children: readonly XmlNode[];
  readonly text: string;
}

/** Reads a document of XML 1.0 as strictly as the specification asks, without what no report uses: no DTD, no CDATA. */
export function parseXml(document: string): XmlNode {
  const illegal = ILLEGAL.exec(document);
  if (illegal) throw new Error(`no XML document may hold ${JSON.stringify(illegal[0])}`);
  const body = document.replace(/^<\?xml version="1\.0" encoding="UTF-8" ?\?>\s*/, '').replace(/<!--[\s\S]*?-->/g, '');
  const root: OpenNode = { name: '', attributes: {}, children: [], text: '' };
  const open = [root];
  for (const [token, tag, text] of body.matchAll(/<([^<>]*)>|([^<]+)|</g)) {
    const parent = open.at(-1) ?? root;
    if (text !== undefined) parent.text += resolveReferences(text);
    else if (tag === undefined) throw new Error(`a tag that never ends: ${token}`);
    else if (tag.startsWith('/')) {
      if (open.pop()?.name !== tag.slice(1)) throw new Error(`<${tag}> closes another element`);
    } else {
      const node = parseTag(tag);
      parent.children.push(node);
      if (!tag.endsWith('/')) open.push(node);
    }
  }
  const [first, ...others] = root.children;
  if (open.length !== 1 || !first || others.length > 0 || root.text.trim() !== '') throw new Error('no single element');
  return first;
}

interface OpenNode extends XmlNode {
  readonly children: XmlNode[];
  text: string;
}

// Section 2.2: what is no Char, and halves of surrogate pairs.
const ILLEGAL = /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u;

function parseTag(tag: string): OpenNode {
  const match = /^([\w:-]+)((?:\s+[\w:-]+="[^"<]*")*)\s*\/?$/.exec(tag);
  if (!match) throw new Error(`no tag: <${tag}>`);
  const [, name = '', written = ''] = match;
  const attributes: { [key: string]: string } = {};
  for (const [, key = '', value = ''] of written.matchAll(/([\w:-]+)="([^"]*)"/g)) {
    if (Object.hasOwn(attributes, key)) throw new Error(`<${tag}> has ${key} twice`);
    // Section 3.3.3: a reader takes line breaks and tabs for blanks.
    attributes[key] = resolveReferences(value.replace(/[\n\r\t]/g, ' '));
  }
  return { name, attributes, children: [], text: '' };
}

const ENTITIES: { readonly [name: string]: string } = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

function resolveReferences(text: string): string {
  if (text.includes(']]>')) throw new Error('a ]]> in text');
  return text.replace(/&([^;]*;?)/g, (_, reference: string) => {
    const code = /^#(\d+);$/.exec(reference)?.[1];
    const character = code === undefined ? ENTITIES[reference.slice(0, -1)] : String.fromCodePoint(Number(code));
    if (character === undefined || !reference.endsWith(';')) throw new Error(`no reference: &${reference}`);
    return character;
  });
}
