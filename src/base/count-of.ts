import { formatCount } from './format-count.ts';

/** `1 finding`, `2 findings`, `1,200 policies`. */
export function countOf(count: number, singular: string, plural = `${singular}s`): string {
  return `${formatCount(count)} ${count === 1 ? singular : plural}`;
}
