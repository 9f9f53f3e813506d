import type { ReactionState } from '../state/model.ts';

export const REACTIONS: readonly string[] = ['+1', '-1', 'laugh', 'hooray', 'confused', 'heart', 'rocket', 'eyes'];

/** How many reactions of each kind something has, at the address of the thing itself. */
export function presentReactions(self: string, reactions: readonly ReactionState[]) {
  const count = (content: string) => reactions.filter((reaction) => reaction.content === content).length;
  const counts = Object.fromEntries(REACTIONS.map((content) => [content, count(content)]));
  return { url: `${self}/reactions`, total_count: reactions.length, ...counts };
}
