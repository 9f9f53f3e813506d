import { countOf } from '../base/count-of.ts';

/** A heading with items below it, as many as there is room for. */
export interface Section {
  readonly title: string;
  readonly items: readonly string[];
  /** What an item that is left out is called. */
  readonly item: string;
  /** How many are shown at most: as many as fit where not said. */
  readonly most?: number;
  /** Closed until somebody opens it. */
  readonly folded?: boolean;
}

/** GitHub takes 65,536 characters in a comment and in a check; the rest is room for whoever wraps this. */
export const MOST_IN_A_COMMENT = 60_000;

/**
 * Joins blocks and sections to a text of at most so many characters. Blocks are whole or left out; of sections as many items are shown as
 * fit, in the order of the sections, and what is left out is counted: nothing is cut inside of an item.
 */
export function fitMarkdown(parts: readonly (string | Section)[], most: number): string {
  const wanted = parts.filter((part) => (typeof part === 'string' ? part !== '' : part.items.length > 0));
  // Every section keeps room for its frame and for the line that counts what it leaves out.
  let room = most - wanted.reduce((sum, part) => sum + (typeof part === 'string' ? 2 : frameSize(part)), 0);
  const texts = wanted.map((part) => {
    if (typeof part === 'string') {
      if (part.length > room) return undefined;
      room -= part.length;
      return part;
    }
    const items: string[] = [];
    for (const item of part.items.slice(0, part.most)) {
      if (item.length + 3 > room) break;
      room -= item.length + 3;
      items.push(item);
    }
    return renderSection(part, items);
  });
  return `${texts.filter((text) => text !== undefined).join('\n\n')}\n`;
}

function frameSize({ title, item }: Section): number {
  return title.length + item.length + 100;
}

function renderSection({ title, items, item, folded = false }: Section, shown: readonly string[]): string {
  const left = items.length - shown.length;
  const lines = [
    ...shown.map((text) => `- ${text}`),
    ...(left > 0 ? [`- … and ${countOf(left, `more ${item}`)}, in the whole report`] : []),
  ];
  return folded
    ? ['<details>', `<summary>${title}</summary>`, '', ...lines, '', '</details>'].join('\n')
    : [`**${title}**`, '', ...lines].join('\n');
}
