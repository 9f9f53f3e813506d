import { decodeFileName } from '../revisions/file-name.ts';
import { kindOfMode, type Tree, type TreeEntry } from '../revisions/tree.ts';
import type { Git } from './git.ts';

/** Every file of a commit. Links are entries like any other: nothing is followed. */
export async function readTree(git: Git, commit: string): Promise<Tree> {
  const { stdout } = await git.run(['ls-tree', '-r', '-z', '--full-tree', commit]);
  const tree = new Map<string, TreeEntry>();
  for (let at = 0; at < stdout.length; ) {
    const tab = stdout.indexOf(0x09, at);
    const end = stdout.indexOf(0x00, tab);
    const [mode = '', , id = ''] = stdout.toString('latin1', at, tab).split(' ');
    const path = decodeFileName(stdout.subarray(tab + 1, end));
    tree.set(path, { path, mode, id, kind: kindOfMode(mode) });
    at = end + 1;
  }
  return tree;
}
