import { deepEqual } from '../base/deep-equal.ts';
import type { JsonValue } from '../base/json.ts';
import { formatPath } from '../base/path.ts';
import type { JsonPatch } from '../model/json-patch.ts';
import { applyJsonPatch } from '../patch/apply-json-patch.ts';
import { JsonPatchError } from '../patch/json-patch-error.ts';
import type { Source } from '../text/source.ts';
import { applyEdits, type TextEdit } from '../text/text-edit.ts';
import { EditLog } from './compose-edits.ts';
import { type EditManner, editOnce } from './edit-once.ts';
import { type LeafStep, leafSteps } from './leaf-operations.ts';
import { lostComments } from './lost-comments.ts';
import { parseYaml, type YamlDocument, type YamlLimits, type YamlStream } from './parse-yaml.ts';
import { readTree } from './read-tree.ts';
import { Refusal } from './refusal.ts';
import type { YamlTree } from './tree.ts';

/** The edits are offsets into the given source, sorted, without overlap; `text` is the whole file after them. */
export type YamlEditResult =
  | { readonly outcome: 'edited'; readonly edits: readonly TextEdit[]; readonly text: string }
  | { readonly outcome: 'refused'; readonly reason: string };

/**
 * Changes one document of a YAML or JSON file as a JSON patch says (RFC 6902), with the smallest edits of its text: in the
 * file's own indentation, quoting, line breaks and layout of brackets, and without touching a byte beside them. What it gives
 * has been read again: every document has the value that the patch makes, and no comment is lost but those of what was removed.
 * What cannot be changed alone (behind an alias or a merge key, repeated by an alias, tagged) is refused, with the reason.
 */
export function editYaml(
  source: Source,
  document: number,
  patch: JsonPatch,
  limits: Partial<YamlLimits> = {},
): YamlEditResult {
  try {
    return editOrRefuse(source, document, patch, limits);
  } catch (error) {
    if (error instanceof Refusal) return { outcome: 'refused', reason: error.message };
    if (error instanceof JsonPatchError) {
      return { outcome: 'refused', reason: `the change does not fit the document: ${error.message}` };
    }
    throw error;
  }
}

function editOrRefuse(source: Source, index: number, patch: JsonPatch, limits: Partial<YamlLimits>): YamlEditResult {
  const before = parseYaml(source, limits);
  const value = readableValue(before, index);
  const expected = applyJsonPatch(value, patch);
  const log = new EditLog(source.text);
  let { text } = source;
  for (const step of leafSteps(value, patch)) {
    const edits = makeStep({ ...source, text }, index, step, limits);
    log.record(edits);
    text = applyEdits(text, edits);
  }
  const after = parseYaml({ ...source, text }, limits);
  verify(before, after, index, expected);
  return { outcome: 'edited', edits: log.edits(), text };
}

function readableValue(stream: YamlStream, index: number): JsonValue {
  const document = stream.documents[index];
  if (document === undefined) throw new Refusal(`the file has no document ${index + 1}`);
  const problem = document.problems[0];
  if (problem !== undefined) throw new Refusal(`the document cannot be read: ${problem.message}`);
  if (document.value === undefined) throw new Refusal('the document is empty');
  return document.value;
}

/** One step: in the plain manner first, then in the other, and checked each time. */
function makeStep(source: Source, index: number, step: LeafStep, limits: Partial<YamlLimits>): readonly TextEdit[] {
  let reason: string | undefined;
  const tree = readTree(source.text, index, limits);
  for (const manner of MANNERS) {
    const { edits, removed } = editOnce(source, tree, step.operation, manner);
    const text = applyEdits(source.text, edits);
    const document = parseYaml({ ...source, text }, limits).documents[index];
    reason = objection({ text: source.text, tree }, document, text, index, step, removed, limits);
    if (reason === undefined) return edits;
  }
  throw new Refusal(`${formatPath(step.operation.path) || 'the document'} cannot be changed alone: ${reason}`);
}

const MANNERS: readonly EditManner[] = [
  { takeBlankLines: false, blockText: true },
  { takeBlankLines: true, blockText: false },
];

function objection(
  before: { readonly text: string; readonly tree: YamlTree },
  document: YamlDocument | undefined,
  text: string,
  index: number,
  step: LeafStep,
  removed: readonly TextEdit[],
  limits: Partial<YamlLimits>,
): string | undefined {
  const problem = document?.problems[0];
  if (problem !== undefined) return `the file could not be read afterwards (${problem.message})`;
  if (!deepEqual(document?.value, step.expected)) return 'the file would say something else afterwards';
  const lost = lostComments(before, text, index, removed, limits);
  return lost === undefined ? undefined : `the comment "${lost}" would be lost`;
}

/** The end of all steps once more, and all other documents. */
function verify(before: YamlStream, after: YamlStream, index: number, expected: JsonValue): void {
  const isRight =
    before.documents.length === after.documents.length &&
    after.documents.every((document, at) => {
      const wanted = at === index ? expected : before.documents[at]?.value;
      return deepEqual(document.value, wanted) && document.problems.length === before.documents[at]?.problems.length;
    });
  if (!isRight) throw new Refusal('the file would say something else after the change');
}
