import { buildTree } from './build-tree.ts';
import { readEvents } from './read-events.ts';
import { splitDocuments } from './split-documents.ts';
import type { YamlTree } from './tree.ts';
import { DEFAULT_YAML_LIMITS, type YamlLimits } from './yaml-limits.ts';

/** The positioned tree of one document of a text that has been read without problems. */
export function readTree(text: string, document: number, limits: Partial<YamlLimits>): YamlTree {
  const allLimits = { ...DEFAULT_YAML_LIMITS, ...limits };
  const range = splitDocuments(text)[document];
  if (range === undefined) return { root: undefined, start: 0, end: 0, aliases: new Map() };
  const own = text.slice(range.start, range.end);
  return buildTree(own, readEvents(own, allLimits), range.start, allLimits);
}
