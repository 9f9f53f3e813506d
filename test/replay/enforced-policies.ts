import type { FileContent, Files } from '../../src/model/files.ts';
import type { PolicyReference } from '../../src/policy/configuration.ts';
import { filesFromDisk } from '../../src/repository/files-from-disk.ts';
import { POLICY_SETS, type PolicySetName } from './policy-sets.ts';

export interface EnforcedPolicies {
  readonly files: Files;
  readonly references: readonly PolicyReference[];
}

/** The Kyverno policies below a folder (those of a set, where one is named), each at enforce level. */
export async function enforcedPolicies(folder: string, set?: PolicySetName): Promise<EnforcedPolicies> {
  const disk = filesFromDisk(['.'], { folder });
  const wanted = set === undefined ? await policyFiles(disk) : POLICY_SETS[set];
  const contents = await disk.read(wanted);
  const policies = new Map<string, FileContent>();
  for (const path of wanted) {
    const content = contents.get(path);
    if (content === undefined) throw new Error(`${folder} has no ${path}`);
    if (content.outcome === 'text' && isPolicy(content.source.text)) policies.set(path, enforced(content));
  }
  if (policies.size === 0) throw new Error(`${folder} holds no Kyverno policy`);
  return {
    files: {
      revision: 'disk',
      id: 'disk',
      list: async () => [...policies.keys()].sort().map((path) => ({ path, kind: 'file' })),
      read: async (paths) => new Map(paths.flatMap((path) => [[path, policies.get(path)] as const]).filter(isPresent)),
    },
    references: [...policies.keys()].map((path) => ({ kind: 'path', path })),
  };
}

/** Hidden folders hold the policies' own tests. */
async function policyFiles(files: Files): Promise<readonly string[]> {
  const entries = await files.list();
  return entries
    .filter(({ path, kind }) => kind === 'file' && /\.ya?ml$/.test(path) && !/(?:^|\/)\./.test(path))
    .map(({ path }) => path);
}

function isPolicy(text: string): boolean {
  return /^apiVersion: kyverno\.io\//m.test(text) && /^kind: (?:Cluster)?Policy$/m.test(text);
}

function isPresent<Value>(entry: readonly [string, Value | undefined]): entry is readonly [string, Value] {
  return entry[1] !== undefined;
}

/** Enforce in place of whatever the policy says; a policy that says nothing would only audit. */
function enforced(content: FileContent & { outcome: 'text' }): FileContent {
  let text = content.source.text.replace(
    /^(\s*(?:-\s+)?(?:validationFailureAction|failureAction):)[ \t]*["']?[A-Za-z]+["']?/gm,
    '$1 Enforce',
  );
  if (!/^\s*(?:-\s+)?(?:validationFailureAction|failureAction):/m.test(text)) {
    text = text.replace(/^spec:[ \t]*(?:#.*)?$/gm, '$&\n  validationFailureAction: Enforce');
  }
  return { outcome: 'text', source: { ...content.source, text } };
}
