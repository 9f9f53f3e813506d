import type { ScalarEvent } from 'js-yaml';

/** A document as it is written: every node with its place. All offsets are into the text of the whole file. */
export interface YamlTree {
  /** Undefined for a document without content. */
  readonly root: YamlNode | undefined;
  /** The document's own range in the file. */
  readonly start: number;
  readonly end: number;
  /** How often each anchor is used, by the node that bears it. */
  readonly aliases: ReadonlyMap<YamlNode, number>;
}

export type YamlNode = ScalarNode | MappingNode | SequenceNode | AliasNode;

interface NodeBase {
  /** Without anchor and tag; quotes, brackets and a block scalar's header are part of it. */
  readonly start: number;
  readonly end: number;
  /** Where anchor or tag begin; `start` where there are none. */
  readonly outerStart: number;
  readonly anchor: string | undefined;
  readonly tag: string | undefined;
}

export interface ScalarNode extends NodeBase {
  readonly kind: 'scalar';
  readonly style: ScalarStyle;
  /** As js-yaml gave it, with offsets into the document's own text. */
  readonly event: ScalarEvent;
  /** The text that it stands for, quotes and escapes undone. */
  readonly text: string;
  /** Of a block scalar: the end of its last line with line break and kept blank lines; of others `end`. */
  readonly contentEnd: number;
}

export type ScalarStyle = 'empty' | 'plain' | 'single-quoted' | 'double-quoted' | 'literal' | 'folded';

export interface MappingNode extends NodeBase {
  readonly kind: 'mapping';
  readonly flow: boolean;
  /** A map of one pair without braces in a list in brackets: `[a: b]`. */
  readonly bare: boolean;
  readonly entries: readonly MappingEntry[];
}

export interface MappingEntry {
  readonly key: YamlNode;
  /** The key as Kubernetes reads it; undefined for the merge key and for what cannot be a key. */
  readonly name: string | undefined;
  readonly isMerge: boolean;
  /** Where the `?` of an explicit key stands. */
  readonly question: number | undefined;
  /** Where the `:` stands; undefined in `{a}`. */
  readonly colon: number | undefined;
  readonly value: YamlNode;
}

export interface SequenceNode extends NodeBase {
  readonly kind: 'sequence';
  readonly flow: boolean;
  readonly items: readonly YamlNode[];
  /** Where the `-` of each item stands; empty in brackets. */
  readonly dashes: readonly number[];
}

export interface AliasNode extends NodeBase {
  readonly kind: 'alias';
  readonly name: string;
  /** Undefined where no such anchor stands before. */
  readonly target: YamlNode | undefined;
}
