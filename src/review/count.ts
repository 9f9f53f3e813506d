/** `1 finding`, `2 findings`: for words whose plural takes an s. */
export function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}
