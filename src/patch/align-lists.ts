/** One step from a list to another: keep an item of both, drop one of the first, or take one of the second. */
export type Alignment = readonly AlignmentStep[];
export type AlignmentStep =
  | { readonly kind: 'keep'; readonly before: number; readonly after: number }
  | { readonly kind: 'drop'; readonly before: number }
  | { readonly kind: 'take'; readonly after: number };

/** Above this product of lengths, a table of all pairs costs more than a smaller patch is worth. */
const MAX_CELLS = 1_000_000;

/**
 * Aligns two lists of names so that as many equal ones as possible are kept in order: the longest common subsequence, or,
 * for big lists, the longest that can be had from the names that occur once in each (so it stays below quadratic time).
 */
export function alignLists(before: readonly string[], after: readonly string[]): Alignment {
  let start = 0;
  while (start < before.length && start < after.length && before[start] === after[start]) start++;
  let end = 0;
  while (
    end < before.length - start &&
    end < after.length - start &&
    before[before.length - 1 - end] === after[after.length - 1 - end]
  ) {
    end++;
  }
  const middleBefore = before.slice(start, before.length - end);
  const middleAfter = after.slice(start, after.length - end);
  const pairs =
    middleBefore.length * middleAfter.length <= MAX_CELLS
      ? longestCommonPairs(middleBefore, middleAfter)
      : uniquePairs(middleBefore, middleAfter);
  const kept = [
    ...Array.from({ length: start }, (_, index): Pair => [index, index]),
    ...pairs.map(([left, right]): Pair => [left + start, right + start]),
    ...Array.from({ length: end }, (_, index): Pair => [before.length - end + index, after.length - end + index]),
  ];
  return stepsBetween(kept, before.length, after.length);
}

type Pair = readonly [before: number, after: number];

function longestCommonPairs(before: readonly string[], after: readonly string[]): Pair[] {
  const width = after.length + 1;
  const longest = new Uint32Array((before.length + 1) * width);
  for (let left = before.length - 1; left >= 0; left--) {
    for (let right = after.length - 1; right >= 0; right--) {
      longest[left * width + right] =
        before[left] === after[right]
          ? (longest[(left + 1) * width + right + 1] ?? 0) + 1
          : Math.max(longest[(left + 1) * width + right] ?? 0, longest[left * width + right + 1] ?? 0);
    }
  }
  const pairs: Pair[] = [];
  let left = 0;
  let right = 0;
  while (left < before.length && right < after.length) {
    if (before[left] === after[right]) pairs.push([left++, right++]);
    else if ((longest[(left + 1) * width + right] ?? 0) >= (longest[left * width + right + 1] ?? 0)) left++;
    else right++;
  }
  return pairs;
}

/** Names that occur once in each list, thinned to the longest run that rises in both (patience sorting). */
function uniquePairs(before: readonly string[], after: readonly string[]): Pair[] {
  const placesBefore = uniquePlaces(before);
  const candidates: Pair[] = [];
  for (const [name, right] of uniquePlaces(after)) {
    const left = placesBefore.get(name);
    if (left !== undefined) candidates.push([left, right]);
  }
  candidates.sort(([, left], [, right]) => left - right);
  return longestRising(candidates);
}

function uniquePlaces(names: readonly string[]): Map<string, number> {
  const places = new Map<string, number>();
  const repeated = new Set<string>();
  for (const [index, name] of names.entries()) {
    if (places.has(name)) repeated.add(name);
    places.set(name, index);
  }
  for (const name of repeated) places.delete(name);
  return places;
}

/** The longest subsequence of pairs whose first numbers rise; the second ones rise already. */
function longestRising(pairs: readonly Pair[]): Pair[] {
  const tails: number[] = [];
  const previous: number[] = [];
  for (const [index, [left]] of pairs.entries()) {
    let low = 0;
    let high = tails.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((pairs[tails[middle] ?? 0]?.[0] ?? 0) < left) low = middle + 1;
      else high = middle;
    }
    previous[index] = low > 0 ? (tails[low - 1] ?? -1) : -1;
    tails[low] = index;
  }
  const rising: Pair[] = [];
  for (let index = tails.at(-1) ?? -1; index >= 0; index = previous[index] ?? -1) {
    const pair = pairs[index];
    if (pair) rising.push(pair);
  }
  return rising.reverse();
}

function stepsBetween(kept: readonly Pair[], beforeLength: number, afterLength: number): Alignment {
  const steps: AlignmentStep[] = [];
  let left = 0;
  let right = 0;
  for (const [before, after] of [...kept, [beforeLength, afterLength] as const]) {
    while (left < before) steps.push({ kind: 'drop', before: left++ });
    while (right < after) steps.push({ kind: 'take', after: right++ });
    if (before < beforeLength) steps.push({ kind: 'keep', before: left++, after: right++ });
  }
  return steps;
}
