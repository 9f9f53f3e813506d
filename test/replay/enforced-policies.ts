import { basename } from 'node:path';
import { isObject } from '../../src/base/json.ts';
import type { FileContent, Files } from '../../src/model/files.ts';
import type { PolicyReference } from '../../src/policy/configuration.ts';
import { filesFromDisk } from '../../src/repository/files-from-disk.ts';
import { applyEdits, type TextEdit } from '../../src/text/text-edit.ts';
import { parseYaml } from '../../src/yaml/parse-yaml.ts';
import { POLICY_SETS, type PolicySetName } from './policy-sets.ts';

export interface EnforcedPolicies {
  readonly files: Files;
  readonly references: readonly PolicyReference[];
  /** How many files hold them. */
  readonly count: number;
}

/**
 * The Kyverno policies below some folders (those of a set, where one is named), each at enforce level. Where several have one name, which a
 * repository of examples may, the later ones get a number: as one policy set they all judge.
 */
export async function enforcedPolicies(folders: readonly string[], set?: PolicySetName): Promise<EnforcedPolicies> {
  const policies = new Map<string, FileContent>();
  const taken = new Set<string>();
  for (const folder of folders) {
    for (const [path, content] of await readPolicies(folder, set)) {
      const text = withNamesOfItsOwn(enforced(content.source.text), taken);
      policies.set(`${basename(folder)}/${path}`, { outcome: 'text', source: { ...content.source, text } });
    }
  }
  if (policies.size === 0) throw new Error(`${folders.join(', ')} hold no Kyverno policy`);
  return {
    files: {
      revision: 'disk',
      id: 'disk',
      list: async () => [...policies.keys()].sort().map((path) => ({ path, kind: 'file' })),
      read: async (paths) => new Map(paths.flatMap((path) => [[path, policies.get(path)] as const]).filter(isPresent)),
    },
    references: [{ kind: 'path', path: '.' }],
    count: policies.size,
  };
}

type Text = FileContent & { readonly outcome: 'text' };

async function readPolicies(folder: string, set: PolicySetName | undefined): Promise<ReadonlyMap<string, Text>> {
  const disk = filesFromDisk(['.'], { folder });
  const wanted = set === undefined ? await policyFiles(disk) : POLICY_SETS[set];
  const contents = await disk.read(wanted);
  const policies = new Map<string, Text>();
  for (const path of wanted) {
    const content = contents.get(path);
    if (content === undefined) throw new Error(`${folder} has no ${path}`);
    if (content.outcome === 'text' && isPolicy(content.source.text)) policies.set(path, content);
  }
  return policies;
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
function enforced(written: string): string {
  const text = written.replace(
    /^(\s*(?:-\s+)?(?:validationFailureAction|failureAction):)[ \t]*["']?[A-Za-z]+["']?/gm,
    '$1 Enforce',
  );
  if (/^\s*(?:-\s+)?(?:validationFailureAction|failureAction):/m.test(text)) return text;
  return text.replace(/^spec:[ \t]*(?:#.*)?$/gm, '$&\n  validationFailureAction: Enforce');
}

/** @param taken the names of the policies before, to which those of the text are added */
function withNamesOfItsOwn(text: string, taken: Set<string>): string {
  const { documents } = parseYaml({ file: 'policy.yaml', revision: 'disk', text });
  const edits = documents.flatMap((document): readonly TextEdit[] => {
    const { value } = document;
    const metadata = isObject(value) && isObject(value.metadata) ? value.metadata : {};
    if (!isObject(value) || typeof metadata.name !== 'string') return [];
    const key = [value.kind, metadata.namespace, ''].join('/');
    let name = metadata.name;
    for (let number = 2; taken.has(key + name); number++) name = `${metadata.name}-${number}`;
    taken.add(key + name);
    return name === metadata.name ? [] : [{ ...document.locate(['metadata', 'name']).span, replacement: name }];
  });
  return applyEdits(text, edits);
}
