import { cpSync, mkdirSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import { VALIDATING_POLICIES } from '../replay/policy-sets.ts';

/** Folders of kyverno/policies that are about what most repositories hold, those about Pods first. */
const FOLDERS = ['pod-security/', 'best-practices/', 'other/'];

/** Copies so many real policies of the first slice into a folder: those that have the most to do with ordinary manifests. */
export function copyPolicies(corpora: string, folder: string, count: number): void {
  const chosen = FOLDERS.flatMap((start) => VALIDATING_POLICIES.filter((path) => path.startsWith(start))).slice(
    0,
    count,
  );
  if (chosen.length < count) throw new Error(`there are only ${chosen.length} policies`);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  for (const path of chosen) cpSync(join(corpora, 'kyverno-policies', path), join(folder, basename(path)));
}
