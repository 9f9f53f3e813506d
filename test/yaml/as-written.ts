import { isAlias, isMap, isScalar, isSeq, type Node, parseAllDocuments } from 'yaml';
import { readTree } from '../../src/yaml/read-tree.ts';
import type { YamlNode } from '../../src/yaml/tree.ts';

/** A value of which every scalar is its text: what two parsers must agree on, whatever their schemas make of it. */
export type AsWritten =
  | string
  | readonly AsWritten[]
  | { readonly pairs: readonly (readonly [AsWritten, AsWritten])[] };

/** One document as our tree has it. */
export function ourReading(text: string, document: number): AsWritten {
  const { root } = readTree(text, document, {});
  return root === undefined ? '' : written(root);
}

function written(node: YamlNode): AsWritten {
  switch (node.kind) {
    case 'scalar':
      return node.text;
    case 'alias':
      return `*${node.name}`;
    case 'sequence':
      return node.items.map(written);
    case 'mapping':
      return { pairs: node.entries.map(({ key, value }) => [written(key), written(value)]) };
  }
}

/** The same documents as the library `yaml` has them; undefined for one in which it finds an error. */
export function otherReadings(text: string): readonly (AsWritten | undefined)[] {
  const documents = parseAllDocuments(text, { schema: 'failsafe', uniqueKeys: false, logLevel: 'silent' });
  if ('empty' in documents) return [];
  return documents.map(({ errors, contents }) => (errors.length > 0 ? undefined : other(contents)));
}

function other(node: Node | null): AsWritten {
  if (isMap<Node, Node | null>(node)) return { pairs: node.items.map(({ key, value }) => [other(key), other(value)]) };
  if (isSeq<Node>(node)) return node.items.map(other);
  if (isAlias(node)) return `*${node.source}`;
  return isScalar(node) ? String(node.value ?? '') : '';
}
