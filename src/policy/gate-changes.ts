import { deepEqual } from '../base/deep-equal.ts';
import { compileGlob } from '../base/glob.ts';
import { isManifestFile } from '../manifests/classify-files.ts';
import { readWrittenObjects } from '../manifests/written-objects.ts';
import type { Engine, Instant, PolicyDocument } from '../model/engine.ts';
import type { ChangedFile, ChangeSet, Files } from '../model/files.ts';
import type { KubernetesObject } from '../model/kubernetes-object.ts';
import type { GateChange } from '../model/review.ts';
import { startOf } from '../text/position.ts';
import type { Source } from '../text/source.ts';
import { compareExemptions } from './compare-exemptions.ts';
import { CONFIGURATION_FILES, type PolicyReference } from './configuration.ts';
import { describeExemption } from './describe-exemption.ts';
import { identityOfPolicy } from './identity-of-policy.ts';
import type { Gate } from './load-gate.ts';
import { isPolicyKind, mayHoldPolicy } from './policy-kinds.ts';
import { readExemptions } from './read-exemptions.ts';
import { readPolicyFiles } from './read-policy-files.ts';

/** What a pull request changes about the gate that judges it. */
export interface GateChanges {
  readonly changes: readonly GateChange[];
  /** Policies or configuration are among it, so that a preview has something to tell. */
  readonly judgesOtherwise: boolean;
  /** It changes nothing but policies, configuration and exemptions: what may mend a broken gate. */
  readonly nothingElse: boolean;
}

export interface GateChangeOptions {
  /** Of the base's tip, and of head. */
  readonly gates: readonly Pick<Gate, 'configuration' | 'floor'>[];
  readonly engines: readonly Engine[];
  readonly now: Instant;
  /** Configurations that were named in place of the usual one. */
  readonly configurationFile?: string | undefined;
  /** The workflow file that runs this gate. */
  readonly workflowFile?: string | undefined;
}

/** Finds what of a pull request is about its own gate: policies, configuration, exemptions and the workflow that asks. */
export async function findGateChanges(change: ChangeSet, options: GateChangeOptions): Promise<GateChanges> {
  const { base, changedFiles } = change;
  if (!base) return { changes: [], judgesOtherwise: false, nothingElse: false };
  const isConfiguration = isOneOf([...CONFIGURATION_FILES, options.configurationFile]);
  const isExemptions = isOneOf(options.gates.map(({ configuration }) => configuration.exemptions));
  const configuration = changedFiles.filter(isConfiguration);
  const exemptions = changedFiles.filter(isExemptions);
  const isOwnWorkflow = isOneOf([options.workflowFile]);
  const workflow = changedFiles.filter((file) => isOwnWorkflow(file) || isWorkflow(file));
  const rest = changedFiles.filter((file) => ![...configuration, ...exemptions, ...workflow].includes(file));
  const policies = await comparePolicies({ mergeBase: base.mergeBase, head: change.head }, rest, options);
  return {
    changes: [
      ...workflow.map((file) =>
        wholeFile('workflow', file, isOwnWorkflow(file) ? 'the workflow that runs this gate' : ANOTHER),
      ),
      ...configuration.map((file) => wholeFile('configuration', file, 'the configuration of this gate')),
      ...(await exemptionChanges(change, exemptions, options)),
      ...policies.changes,
    ],
    judgesOtherwise: configuration.length > 0 || policies.changes.length > 0,
    nothingElse: workflow.length === 0 && rest.every(({ path }) => policies.onlyPolicies.has(path)),
  };
}

function isOneOf(paths: readonly (string | undefined)[]): (file: ChangedFile) => boolean {
  return ({ path, previousPath }) =>
    paths.includes(path) || (previousPath !== undefined && paths.includes(previousPath));
}

function isWorkflow({ path, status }: ChangedFile): boolean {
  return status !== 'removed' && /^\.github\/workflows\/[^/]+\.ya?ml$/.test(path);
}

/** GitHub knows a required check by its name alone, whichever workflow reports it. */
const ANOTHER = "a workflow, whose jobs could pass for this gate's check";

function wholeFile(kind: GateChange['kind'], { path, status }: ChangedFile, what: string): GateChange {
  return { kind, file: path, line: 1, text: `${VERBS[status]} ${what}` };
}

const VERBS: { readonly [status in ChangedFile['status']]: string } = {
  added: 'adds',
  modified: 'changes',
  removed: 'removes',
  renamed: 'moves',
};

async function exemptionChanges(
  change: ChangeSet,
  files: readonly ChangedFile[],
  { now }: GateChangeOptions,
): Promise<readonly GateChange[]> {
  const changes: GateChange[] = [];
  for (const file of files) {
    const before = await sourceAt(change.base?.mergeBase, file.previousPath ?? file.path);
    const after = await sourceAt(change.head, file.path);
    if (!after) {
      changes.push(wholeFile('exemption', file, 'the exemptions'));
      continue;
    }
    const known = before ? readExemptions(before, now) : undefined;
    const wanted = readExemptions(after, now);
    if (wanted.outcome === 'invalid') {
      changes.push({
        kind: 'exemption',
        file: file.path,
        line: 1,
        text: 'changes the exemptions, which cannot be read then',
      });
      continue;
    }
    const entries = compareExemptions(known?.outcome === 'read' ? known.exemptions : [], wanted.exemptions);
    for (const { change: kind, exemption } of entries) {
      changes.push({
        kind: 'exemption',
        file: file.path,
        line: startOf(exemption.span).line,
        text: `${kind === 'added' ? 'adds' : 'widens'} an exemption from ${describeExemption(exemption)}`,
      });
    }
  }
  return changes;
}

async function sourceAt(files: Files | undefined, path: string): Promise<Source | undefined> {
  const content = (await files?.read([path]))?.get(path);
  return content?.outcome === 'text' ? content.source : undefined;
}

interface Sides {
  readonly mergeBase: Files;
  readonly head: Files;
}

interface PolicyChanges {
  readonly changes: readonly GateChange[];
  /** The files that hold policies and nothing else, on either side. */
  readonly onlyPolicies: ReadonlySet<string>;
}

async function comparePolicies(
  { mergeBase, head }: Sides,
  files: readonly ChangedFile[],
  options: GateChangeOptions,
): Promise<PolicyChanges> {
  const isRead = (path: string) => isManifestFile(path) || isNamed(path, options.gates);
  const candidates = files.filter(({ kind }) => kind === 'file');
  const pathsBefore = candidates.filter(({ status }) => status !== 'added').map(pathBefore);
  const pathsAfter = candidates.filter(({ status }) => status !== 'removed').map(({ path }) => path);
  const before = await readSide(mergeBase, pathsBefore.filter(isRead), options);
  const after = await readSide(head, pathsAfter.filter(isRead), options);
  const changes: GateChange[] = [];
  for (const [identity, document] of after.documents) {
    const known = before.documents.get(identity);
    if (!known) changes.push(policyChange('adds', document));
    else if (!deepEqual(known.object, document.object)) changes.push(policyChange('changes', document));
  }
  for (const [identity, document] of before.documents) {
    if (!after.documents.has(identity)) changes.push(policyChange('removes', document));
  }
  for (const file of after.broken) {
    changes.push({ kind: 'policy', file, line: 1, text: 'changes a policy, which cannot be read then' });
  }
  const only = candidates.filter(
    (file) =>
      [file.path, pathBefore(file)].every(isRead) &&
      !before.strangers.has(pathBefore(file)) &&
      !after.strangers.has(file.path),
  );
  return { changes, onlyPolicies: new Set(only.map(({ path }) => path)) };
}

function pathBefore({ path, previousPath = path }: ChangedFile): string {
  return previousPath;
}

/** A file that is named by itself is read whatever it is called. */
function isNamed(path: string, gates: GateChangeOptions['gates']): boolean {
  return gates.some(({ configuration: { policies = [] }, floor }) =>
    [...policies, ...(floor?.policies ?? [])].some(
      (reference) => reference.kind === 'files' && reference.pattern === path,
    ),
  );
}

/** Whether a policy in this file would count: by the configuration of either side. What goes with policies counts in every file. */
function mayJudge(path: string, gates: GateChangeOptions['gates']): boolean {
  return gates.some(
    ({ configuration: { policies }, floor }) =>
      policies === undefined || [...policies, ...(floor?.policies ?? [])].some((reference) => isAbout(reference, path)),
  );
}

function accompanies(object: KubernetesObject, engines: readonly Engine[]): boolean {
  return engines.some((engine) => engine.accompanies?.(object) === true);
}

function isAbout(reference: PolicyReference, path: string): boolean {
  return reference.kind === 'files' && compileGlob(reference.pattern)(path);
}

interface SideReading {
  readonly documents: ReadonlyMap<string, PolicyDocument>;
  /** Files with a policy that cannot be read. */
  readonly broken: readonly string[];
  /** Files that hold something that is no policy, or nothing that we know. */
  readonly strangers: ReadonlySet<string>;
}

async function readSide(
  files: Files,
  paths: readonly string[],
  { engines, gates }: GateChangeOptions,
): Promise<SideReading> {
  const configuration = gates[0]?.configuration;
  if (!configuration || paths.length === 0) return { documents: new Map(), broken: [], strangers: new Set() };
  const reading = await readPolicyFiles(files, paths, 'found', { engines, configuration });
  const contents = await files.read(paths);
  const strangers = paths.filter((path) => {
    const content = contents.get(path);
    return content?.outcome !== 'text' || !holdsOnlyPolicies(content.source, { engines, gates });
  });
  const documents = reading.documents.filter(
    ({ source, object }) => mayJudge(source.file, gates) || accompanies(object, engines),
  );
  const broken = reading.problems.flatMap(({ span }) => (span ? [span.source.file] : []));
  return {
    documents: new Map(documents.map((document) => [identityOfPolicy(document), document])),
    broken: [...new Set(broken.filter((file) => mayJudge(file, gates)))],
    strangers: new Set(strangers),
  };
}

function holdsOnlyPolicies(source: Source, { engines, gates }: Pick<GateChangeOptions, 'engines' | 'gates'>): boolean {
  if (!mayHoldPolicy(source.text)) return false;
  const holdsPolicies = mayJudge(source.file, gates);
  return readWrittenObjects(source).objects.every(
    ({ object }) =>
      accompanies(object, engines) ||
      (holdsPolicies && (isPolicyKind(object) || engines.some((engine) => engine.recognises(object)))),
  );
}

function policyChange(verb: string, document: PolicyDocument): GateChange {
  const { kind, metadata } = document.object;
  return {
    kind: 'policy',
    file: document.source.file,
    line: startOf(document.locate(['metadata', 'name']).span).line,
    text: `${verb} the ${kind} ${String(metadata.name)}`,
  };
}
