import type { JudgedFinding } from '../admission/judged-finding.ts';
import { deepEqual } from '../base/deep-equal.ts';
import { secretSpans } from '../manifests/secret-spans.ts';
import type { Finding, Mending } from '../model/finding.ts';
import type { JsonPatch } from '../model/json-patch.ts';
import type { Origin } from '../model/manifest.ts';
import { linesOf } from '../text/line-edits.ts';
import { endOf, startOf } from '../text/position.ts';
import type { Source } from '../text/source.ts';
import { applyEdits, type TextEdit } from '../text/text-edit.ts';
import { editYaml } from '../yaml/edit-yaml.ts';
import { combinePatches } from './combine-patches.ts';
import { type ProvingGround, prove } from './prove.ts';

export interface SuggestOptions {
  /** How many findings to try at most, a file more or less: a proof costs more than a verdict. */
  readonly most: number;
}

/**
 * Gives each finding its suggestion, or the reason why it has none. Remedies that touch the same lines become one suggestion, proven
 * together; where that fails, each is tried alone. At the end all suggestions of a file are proven as one, for they may be applied so.
 */
export async function suggest(
  findings: readonly JudgedFinding[],
  ground: ProvingGround,
  { most }: SuggestOptions,
): Promise<readonly JudgedFinding[]> {
  const mendings = new Map<Finding, Mending>();
  for (const finding of findings) {
    if (finding.exemption?.state === 'active') mendings.set(finding, none('it is exempted'));
  }
  let tried = 0;
  const worstFirst = findings.filter(isMendable).toSorted((left, right) => rankOf(left) - rankOf(right));
  for (const [source, inFile] of Map.groupBy(worstFirst, ({ manifest }) => manifest.origin.source)) {
    if (tried >= most) {
      for (const finding of inFile)
        mendings.set(
          finding,
          none(`only the first ${most} remedies of a run are tried; \`npx tidewaiter fix\` tries all`),
        );
      continue;
    }
    tried += inFile.length;
    for (const [finding, mending] of await suggestForFile(source, inFile, ground)) mendings.set(finding, mending);
  }
  return findings.map((finding) => {
    const mending = mendings.get(finding);
    return mending ? finding.withMending(mending) : finding;
  });
}

function rankOf({ level, status }: Finding): number {
  return LEVELS.indexOf(level) * 2 + (status === 'new' ? 0 : 1);
}

const LEVELS: readonly Finding['level'][] = ['enforce', 'warn', 'audit'];

/** What is gone from head needs no mending, and only text of the head can be edited. */
function isMendable({ status, remedy, manifest, exemption }: Finding): boolean {
  if (exemption?.state === 'active') return false;
  return status !== 'fixed' && remedy.outcome === 'patch' && manifest.origin.source.revision === 'head';
}

/** Findings that are mended together, and the edits that do it. */
interface Repair {
  readonly findings: readonly Finding[];
  readonly edits: readonly TextEdit[];
}

async function suggestForFile(
  source: Source,
  findings: readonly Finding[],
  ground: ProvingGround,
): Promise<Map<Finding, Mending>> {
  const mendings = new Map<Finding, Mending>();
  const repairs: Repair[] = [];
  for (const finding of findings) {
    const repair = editFor(source, [finding]);
    if ('refused' in repair) mendings.set(finding, none(repair.refused));
    else repairs.push(repair);
  }

  const proven: Repair[] = [];
  const settle = async (repair: Repair, orElse: (reason: string) => Promise<void>) => {
    const result = await prove(edited(source, repair.edits), repair.findings, ground);
    if (result.outcome === 'unproven') return orElse(result.reason);
    proven.push(repair);
    for (const finding of repair.findings) {
      mendings.set(finding, {
        outcome: 'suggestion',
        suggestion: { source, edits: repair.edits, proof: result.proof },
      });
    }
  };
  const settleAlone = (repair: Repair) =>
    settle(repair, async (reason) => {
      for (const finding of repair.findings) mendings.set(finding, none(reason));
    });

  for (const group of groupByLines(source, repairs)) {
    const together =
      group.length === 1
        ? group[0]
        : editFor(
            source,
            group.flatMap((repair) => repair.findings),
          );
    if (together && !('refused' in together)) {
      await settle(together, async (reason) => {
        if (group.length === 1) for (const finding of together.findings) mendings.set(finding, none(reason));
        else await settleApart(source, group, mendings, settleAlone);
      });
    } else {
      await settleApart(source, group, mendings, settleAlone);
    }
  }
  if (proven.length > 1) await proveAsOne(source, proven, mendings, ground);
  return mendings;
}

/** The first remedy of a place that can be proven stands; the others wait until it is applied. */
async function settleApart(
  source: Source,
  group: readonly Repair[],
  mendings: Map<Finding, Mending>,
  settleAlone: (repair: Repair) => Promise<void>,
): Promise<void> {
  const standing: Repair[] = [];
  for (const repair of group) {
    if (standing.some((other) => touch(source, other, repair))) {
      for (const finding of repair.findings)
        mendings.set(finding, none('another suggestion edits the same lines: apply that one first'));
      continue;
    }
    await settleAlone(repair);
    if (repair.findings.every((finding) => mendings.get(finding)?.outcome === 'suggestion')) standing.push(repair);
  }
}

/** Each suggestion is proven alone, but a reader may apply them all: those that do not go together with the ones before are withdrawn. */
async function proveAsOne(
  source: Source,
  proven: readonly Repair[],
  mendings: Map<Finding, Mending>,
  ground: ProvingGround,
): Promise<void> {
  const whole = await prove(
    edited(
      source,
      proven.flatMap(({ edits }) => edits),
    ),
    proven.flatMap((repair) => repair.findings),
    ground,
  );
  if (whole.outcome === 'proven') return;
  const kept: Repair[] = [];
  for (const repair of proven) {
    const trial = [...kept, repair];
    const result = await prove(
      edited(
        source,
        trial.flatMap(({ edits }) => edits),
      ),
      trial.flatMap((each) => each.findings),
      ground,
    );
    if (result.outcome === 'proven') kept.push(repair);
    else
      for (const finding of repair.findings)
        mendings.set(
          finding,
          none(`it does not go together with the other suggestions of this file: ${result.reason}`),
        );
  }
}

/** The edits that mend some findings of one object at once, or why there are none. */
function editFor(source: Source, findings: readonly Finding[]): Repair | { readonly refused: string } {
  const [first] = findings;
  if (!first) return { refused: 'there is nothing to mend' };
  const { manifest } = first;
  if (findings.some((finding) => finding.manifest !== manifest))
    return { refused: 'several objects stand on this line' };
  const patches = distinctPatches(findings);
  const patch = combinePatches(manifest.object, patches);
  if (!patch) return { refused: 'two policies want different things here' };
  const result = editYaml(source, manifest.origin.document, prefixed(patch, manifest.origin));
  if (result.outcome === 'refused') return { refused: result.reason };
  if (showsSecrets(source, result.edits))
    return { refused: 'its lines hold the data of a Secret or another credential, which no suggestion shows' };
  return { findings, edits: result.edits };
}

/** Several findings may want the very same thing. */
function distinctPatches(findings: readonly Finding[]): readonly JsonPatch[] {
  const patches = findings.flatMap(({ remedy }) => (remedy.outcome === 'patch' ? [remedy.patch] : []));
  return patches.filter((patch, index) => patches.findIndex((other) => deepEqual(other, patch)) === index);
}

/** A suggestion shows whole lines, before and after: admission may bring a credential of its own, or copy one. */
function showsSecrets(source: Source, edits: readonly TextEdit[]): boolean {
  return touchesSecret(source, edits) || touchesSecret(edited(source, edits), placesAfter(edits));
}

function touchesSecret(source: Source, edits: readonly TextEdit[]): boolean {
  const hidden = secretSpans(source);
  return edits.some((edit) => {
    const { startLine, endLine } = linesOf(source, edit);
    return hidden.some((span) => startOf(span).line <= endLine && endOf(span).line >= startLine);
  });
}

/** Where that which edits write stands once all of them are made. */
function placesAfter(edits: readonly TextEdit[]): readonly TextEdit[] {
  let shift = 0;
  return edits
    .toSorted((left, right) => left.start - right.start || left.end - right.end)
    .map(({ start, end, replacement }) => {
      const moved = start + shift;
      shift += replacement.length - (end - start);
      return { start: moved, end: moved + replacement.length, replacement };
    });
}

function prefixed(patch: JsonPatch, { prefix }: Origin): JsonPatch {
  if (prefix.length === 0) return patch;
  return patch.map((operation) =>
    'from' in operation
      ? { ...operation, from: [...prefix, ...operation.from], path: [...prefix, ...operation.path] }
      : { ...operation, path: [...prefix, ...operation.path] },
  );
}

/** Repairs of one object that share a line, transitively. */
function groupByLines(source: Source, repairs: readonly Repair[]): readonly (readonly Repair[])[] {
  const groups: Repair[][] = [];
  for (const repair of repairs) {
    const touching = groups.filter((group) => group.some((other) => touch(source, other, repair)));
    const merged = [...touching.flat(), repair];
    for (const group of touching) groups.splice(groups.indexOf(group), 1);
    groups.push(merged);
  }
  return groups;
}

function touch(source: Source, left: Repair, right: Repair): boolean {
  return left.edits.some((one) => {
    const a = linesOf(source, one);
    return right.edits.some((other) => {
      const b = linesOf(source, other);
      return a.startLine <= b.endLine && b.startLine <= a.endLine;
    });
  });
}

function edited(source: Source, edits: readonly TextEdit[]): Source {
  return { ...source, text: applyEdits(source.text, edits) };
}

function none(reason: string): Mending {
  return { outcome: 'none', reason };
}
