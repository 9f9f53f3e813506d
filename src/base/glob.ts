import { matchesWildcard } from './wildcard.ts';

/**
 * Compiles a glob for paths with `/` between folders: `*` and `?` within a name, `**` any number of folders (also none), `{a,b}`
 * alternatives. A name that begins with a dot is a name like any other. A pattern without wildcards is the file of that name or all
 * that is in the folder of that name. Linear in path × pattern: no pattern can make it slow.
 */
export function compileGlob(pattern: string): (path: string) => boolean {
  const alternatives = expandBraces(normalise(pattern)).map((alternative) =>
    alternative.split('/').filter((name) => name !== ''),
  );
  return (path) => {
    const names = path.split('/');
    return alternatives.some((segments) => matchesSegments(segments, names));
  };
}

/** Whether a glob reaches out of the repository. */
export function leavesRoot(pattern: string): boolean {
  return pattern.split('/').includes('..');
}

function normalise(pattern: string): string {
  return pattern.replace(/^(?:\.?\/)+/, '').replace(/^\.$/, '**');
}

/** Which path prefixes the segments can reach, segment by segment: a row of a table instead of backtracking. */
function matchesSegments(segments: readonly string[], names: readonly string[]): boolean {
  let reached = new Set([0]);
  for (const segment of segments) {
    const next = new Set<number>();
    for (const at of reached) {
      if (segment === '**') for (let to = at; to <= names.length; to++) next.add(to);
      else if (at < names.length && matchesWildcard(segment, names[at] ?? '')) next.add(at + 1);
    }
    reached = next;
  }
  // What is left of the path lies in the folder that the pattern names.
  return reached.has(names.length) || (isPlain(segments) && reached.size > 0);
}

function isPlain(segments: readonly string[]): boolean {
  return segments.every((segment) => !/[*?]/.test(segment));
}

const MAX_ALTERNATIVES = 256;

function expandBraces(pattern: string): readonly string[] {
  const open = pattern.indexOf('{');
  const close = open < 0 ? -1 : closingBrace(pattern, open);
  if (close < 0) return [pattern];
  const head = pattern.slice(0, open);
  const tails = expandBraces(pattern.slice(close + 1));
  const expanded: string[] = [];
  for (const option of optionsOf(pattern.slice(open + 1, close))) {
    for (const middle of expandBraces(option)) {
      for (const tail of tails) {
        expanded.push(head + middle + tail);
        // Braces beside braces multiply; a pattern with more names more than anybody reads.
        if (expanded.length > MAX_ALTERNATIVES)
          throw new RangeError(`the glob "${pattern}" has more than ${MAX_ALTERNATIVES} alternatives`);
      }
    }
  }
  return expanded;
}

function closingBrace(pattern: string, open: number): number {
  let depth = 0;
  for (let at = open; at < pattern.length; at++) {
    if (pattern[at] === '{') depth++;
    else if (pattern[at] === '}' && --depth === 0) return at;
  }
  return -1;
}

function optionsOf(inside: string): readonly string[] {
  const options: string[] = [];
  let depth = 0;
  let start = 0;
  for (let at = 0; at < inside.length; at++) {
    if (inside[at] === '{') depth++;
    else if (inside[at] === '}') depth--;
    else if (inside[at] === ',' && depth === 0) {
      options.push(inside.slice(start, at));
      start = at + 1;
    }
  }
  return [...options, inside.slice(start)];
}
