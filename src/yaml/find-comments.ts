import type { YamlNode, YamlTree } from './tree.ts';

export interface Comment {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** Every comment of a document: each `#` that is in no scalar begins one. */
export function findComments(text: string, tree: YamlTree): readonly Comment[] {
  const covered: (readonly [start: number, end: number])[] = [];
  if (tree.root) collectRanges(text, tree.root, covered);
  const comments: Comment[] = [];
  let at = tree.start;
  for (const [start, end] of [...covered, [tree.end, tree.end] as const]) {
    collectComments(text, at, Math.max(at, start), comments);
    at = Math.max(at, end);
  }
  return comments;
}

/** What is written as scalars, in the order in which it stands. A block scalar's header line may bear a comment. */
function collectRanges(text: string, node: YamlNode, into: (readonly [number, number])[]): void {
  switch (node.kind) {
    case 'scalar':
      if (node.style === 'literal' || node.style === 'folded') {
        const lineBreak = text.indexOf('\n', node.start);
        if (lineBreak >= 0) into.push([lineBreak, Math.max(lineBreak, node.contentEnd)]);
      } else into.push([node.start, node.end]);
      break;
    case 'alias':
      into.push([node.start, node.end]);
      break;
    case 'mapping':
      for (const { key, value } of node.entries) {
        collectRanges(text, key, into);
        collectRanges(text, value, into);
      }
      break;
    case 'sequence':
      for (const item of node.items) collectRanges(text, item, into);
      break;
  }
}

function collectComments(text: string, from: number, to: number, into: Comment[]): void {
  for (let start = text.indexOf('#', from); start >= 0 && start < to; ) {
    // In `&a#b` or a `%TAG` line it is part of a word.
    if (start > 0 && !/\s/.test(text[start - 1] ?? '')) {
      start = text.indexOf('#', start + 1);
      continue;
    }
    let end = text.indexOf('\n', start);
    if (end < 0 || end > text.length) end = text.length;
    into.push({ start, end, text: text.slice(start, end).trimEnd() });
    start = text.indexOf('#', end);
  }
}
