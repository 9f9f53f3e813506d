import type { ChangeSet, Files } from '../../src/model/files.ts';
import type { ReportedFinding } from '../../src/model/finding.ts';
import type { Review } from '../../src/model/review.ts';
import type { TextEdit } from '../../src/text/text-edit.ts';

/** Judges a change, of which only some files where paths are named, and shows all findings of it, old ones too. */
export type JudgeAll = (change: ChangeSet, paths: readonly string[]) => Promise<Review>;

export interface SuggestionGroup {
  readonly file: string;
  readonly edits: readonly TextEdit[];
  /** The findings that name these very edits. */
  readonly findings: readonly ReportedFinding[];
}

/** The suggestions of a review, each once. */
export function groupSuggestions(review: Review): readonly SuggestionGroup[] {
  const groups = new Map<string, { file: string; edits: readonly TextEdit[]; findings: ReportedFinding[] }>();
  for (const finding of review.findings) {
    if (finding.mending.outcome !== 'suggestion') continue;
    const { source, edits } = finding.mending.suggestion;
    const key = JSON.stringify([source.file, edits]);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, { file: source.file, edits, findings: [finding] });
    else group.findings.push(finding);
  }
  return [...groups.values()];
}

/**
 * What is false about the suggestions of a review: each is applied as plain text, without the code that made or proved it, and
 * everything is judged again from the start; then all of them at once.
 */
export async function verifySuggestions(
  change: ChangeSet,
  review: Review,
  judgeAll: JudgeAll,
): Promise<readonly string[]> {
  const groups = groupSuggestions(review);
  const lies: string[] = [];
  for (const [file, inFile] of Map.groupBy(groups, (group) => group.file)) {
    const before = await judgeAll(change, [file]);
    for (const group of inFile) {
      lies.push(...(await check(change, [group], { before, judgeAll, paths: [file] })).map((lie) => `alone: ${lie}`));
    }
  }
  if (groups.length > 1) {
    const before = await judgeAll(change, []);
    lies.push(...(await check(change, groups, { before, judgeAll, paths: [] })).map((lie) => `together: ${lie}`));
  }
  return lies;
}

async function check(
  change: ChangeSet,
  groups: readonly SuggestionGroup[],
  {
    before,
    judgeAll,
    paths,
  }: { readonly before: Review; readonly judgeAll: JudgeAll; readonly paths: readonly string[] },
): Promise<readonly string[]> {
  const lies: string[] = [];
  const texts = new Map<string, string>();
  for (const [file, inFile] of Map.groupBy(groups, (group) => group.file)) {
    const content = (await change.head.read([file])).get(file);
    if (content?.outcome !== 'text') return [`${file} cannot be read`];
    const edited = splice(
      content.source.text,
      inFile.flatMap((group) => group.edits),
    );
    if (edited === undefined) return [`${file}: the edits overlap`];
    if (edited === content.source.text) lies.push(`${file}: the edits change nothing`);
    texts.set(file, edited);
  }
  const after = await judgeAll({ ...change, head: withTexts(change.head, texts) }, paths);
  const known = new Set(before.findings.map(identify));
  const left = new Set(after.findings.map(identify));
  for (const finding of groups.flatMap((group) => group.findings)) {
    if (!known.has(identify(finding))) lies.push(`${describe(finding)}: was not there when judged again`);
    if (left.has(identify(finding))) lies.push(`${describe(finding)}: is still there`);
  }
  const mended = new Set(groups.flatMap((group) => group.findings).map(identify));
  const gone = before.findings.filter((finding) => !left.has(identify(finding)) && !mended.has(identify(finding)));
  for (const finding of after.findings) {
    if (known.has(identify(finding)) || gone.some((earlier) => isFoundDeeper(finding, earlier))) continue;
    lies.push(`${describe(finding)}: appeared`);
  }
  if (after.problems.length > before.problems.length) {
    lies.push(`${[...texts.keys()].join(', ')}: ${after.problems.at(-1)?.message}`);
  }
  return lies;
}

/** What was missing as a whole is the same violation when only a part of it is missing: it is found further inside. */
function isFoundDeeper(finding: ReportedFinding, earlier: ReportedFinding): boolean {
  return (
    placeOf(finding) === placeOf(earlier) &&
    finding.policyId === earlier.policyId &&
    finding.rule === earlier.rule &&
    finding.outcome === earlier.outcome &&
    earlier.path.length < finding.path.length &&
    earlier.path.every((step, index) => finding.path[index] === step)
  );
}

/** Two files may hold an object of the same name. */
function identify(finding: ReportedFinding): string {
  return `${placeOf(finding)}\n${finding.fingerprint}`;
}

function placeOf({ origin }: ReportedFinding): string {
  return `${origin.source.file}\n${origin.document}\n${origin.prefix}`;
}

/** The text with its edits, or undefined where two overlap. */
function splice(text: string, edits: readonly TextEdit[]): string | undefined {
  let result = text;
  let limit = text.length;
  for (const { start, end, replacement } of edits.toSorted((a, b) => b.start - a.start || b.end - a.end)) {
    if (end > limit || start > end) return undefined;
    result = result.slice(0, start) + replacement + result.slice(end);
    limit = start;
  }
  return result;
}

function withTexts(files: Files, texts: ReadonlyMap<string, string>): Files {
  return {
    ...files,
    async read(paths) {
      const contents = new Map(await files.read(paths));
      for (const path of paths) {
        const text = texts.get(path);
        if (text !== undefined) contents.set(path, { outcome: 'text', source: { file: path, revision: 'head', text } });
      }
      return contents;
    },
  };
}

function describe({ policy, rule, object, origin, outcome }: ReportedFinding): string {
  return `${origin.source.file}: ${object.kind} ${object.name}: ${policy}/${rule} (${outcome})`;
}
