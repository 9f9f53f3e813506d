import { columnOf } from './lines.ts';
import type { MappingNode, YamlNode, YamlTree } from './tree.ts';

/** How a document is written, as far as what is added to it has to look the same. */
export interface WritingStyle {
  readonly lineBreak: '\n' | '\r\n';
  /** Columns that a map stands in from the key that holds it. */
  readonly step: number;
  /** Columns that a list's dashes stand in from the key that holds it: 0, or a step. */
  readonly sequenceStep: number;
  /** Blanks behind a dash. */
  readonly dashGap: string;
  readonly quote: "'" | '"';
  /** The document is JSON: every text and every key is in double quotes. */
  readonly json: boolean;
  /** Whether text of several lines may become a block (`|`). */
  readonly blockText: boolean;
}

/** What most of a document does; where it says nothing, two columns, indented lists, double quotes. */
export function writingStyle(text: string, tree: YamlTree, { blockText }: { blockText: boolean }): WritingStyle {
  const votes = new Votes(text);
  if (tree.root) votes.visit(tree.root);
  const step = votes.steps.winner() ?? 2;
  const json = tree.root !== undefined && isJson(tree.root);
  return {
    lineBreak: lineBreakOf(text),
    step,
    sequenceStep: votes.sequenceSteps.winner() ?? step,
    dashGap: votes.dashGaps.winner() ?? ' ',
    quote: json ? '"' : (votes.quotes.winner() ?? '"'),
    json,
    blockText,
  };
}

function lineBreakOf(text: string): '\n' | '\r\n' {
  const first = text.indexOf('\n');
  return first > 0 && text.charCodeAt(first - 1) === 13 ? '\r\n' : '\n';
}

function isJson(root: YamlNode): boolean {
  if (root.kind === 'mapping') {
    const key = root.entries[0]?.key;
    return root.flow && key?.kind === 'scalar' && key.style === 'double-quoted';
  }
  if (root.kind !== 'sequence' || !root.flow) return false;
  return root.items.some((item) => (item.kind === 'scalar' ? item.style === 'double-quoted' : isJson(item)));
}

class Tally<Choice> {
  readonly #counts = new Map<Choice, number>();

  add(choice: Choice): void {
    this.#counts.set(choice, (this.#counts.get(choice) ?? 0) + 1);
  }

  winner(): Choice | undefined {
    let best: Choice | undefined;
    let most = 0;
    for (const [choice, count] of this.#counts) {
      if (count <= most) continue;
      best = choice;
      most = count;
    }
    return best;
  }
}

class Votes {
  readonly steps = new Tally<number>();
  readonly sequenceSteps = new Tally<number>();
  readonly dashGaps = new Tally<string>();
  readonly quotes = new Tally<"'" | '"'>();
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  visit(node: YamlNode): void {
    if (node.kind === 'scalar') {
      if (node.style === 'single-quoted') this.quotes.add("'");
      if (node.style === 'double-quoted') this.quotes.add('"');
    } else if (node.kind === 'mapping') this.#visitMapping(node);
    else if (node.kind === 'sequence') {
      for (const [index, item] of node.items.entries()) {
        const dash = node.dashes[index];
        if (dash !== undefined) {
          const gap = this.#text.slice(dash + 1, item.outerStart);
          if (/^ +$/.test(gap)) this.dashGaps.add(gap);
        }
        this.visit(item);
      }
    }
  }

  #visitMapping(mapping: MappingNode): void {
    const column = columnOf(this.#text, mapping.start);
    for (const { value } of mapping.entries) {
      if (!mapping.flow && value.kind === 'mapping' && !value.flow) {
        const step = columnOf(this.#text, value.start) - column;
        if (step > 0) this.steps.add(step);
      }
      if (!mapping.flow && value.kind === 'sequence' && !value.flow) {
        const step = columnOf(this.#text, value.start) - column;
        if (step >= 0) this.sequenceSteps.add(step);
      }
      this.visit(value);
    }
  }
}
