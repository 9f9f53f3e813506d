import type { Hunk } from '../model/files.ts';
import { parseHunkHeader } from '../revisions/hunk-header.ts';

/**
 * The hunks of a `patch` of GitHub's, which is a unified diff without the lines that name the files. Lines of content start
 * with a blank, `+`, `-` or `\`, so no file can forge a hunk.
 */
export function parsePatchHunks(patch: string): readonly Hunk[] {
  return patch.split('\n').flatMap((line) => parseHunkHeader(line) ?? []);
}
