import type { JsonObject } from '../../src/base/json.ts';
import type { ReportedFinding } from '../../src/model/finding.ts';
import { isStanding } from '../../src/report/is-standing.ts';
import type { Source } from '../../src/text/source.ts';
import { editYaml, type YamlEditResult } from '../../src/yaml/edit-yaml.ts';
import { renderScalar } from '../../src/yaml/render-scalar.ts';

/** An entry as the file has it: of the objects of one kind in one namespace. */
export interface Entry extends JsonObject {
  readonly policy: string;
  readonly kinds: readonly [string];
  readonly names: readonly string[];
  readonly reason: string;
  readonly until: string;
}

/** What an exemption of a policy, or of a rule of it, has to be about: objects that violate it. A policy that broke excuses nothing. */
export function violationsOf(policy: string, findings: readonly ReportedFinding[]): readonly ReportedFinding[] {
  return findings.filter(
    (finding) =>
      isStanding(finding) &&
      finding.outcome !== 'error' &&
      (finding.policy === policy || `${finding.policy}/${finding.rule}` === policy),
  );
}

/** Whether a name is a wildcard as soon as it stands among exemptions: whoever writes the manifest chooses it. */
export function isWildcard({ object }: Pick<ReportedFinding, 'object'>): boolean {
  return [object.kind, object.namespace ?? '', object.name].some((text) => /[*?]/.test(text));
}

export function entriesFor(
  findings: readonly ReportedFinding[],
  about: Pick<Entry, 'policy' | 'reason' | 'until'>,
): readonly Entry[] {
  const groups = Map.groupBy(findings, ({ object }) => JSON.stringify([object.kind, object.namespace]));
  return [...groups.values()].flatMap(([first, ...more]): Entry[] => {
    if (first === undefined) return [];
    const { kind, namespace } = first.object;
    const names = [...new Set([first, ...more].map(({ object }) => object.name))].sort();
    const { policy, reason, until } = about;
    return [{ policy, kinds: [kind], ...(namespace && { namespaces: [namespace] }), names, reason, until }];
  });
}

/** The file of exemptions with some more at its end; a new one where there is none. */
export function addEntries(
  source: Source | undefined,
  hasEntries: boolean,
  entries: readonly Entry[],
):
  | Pick<Extract<YamlEditResult, { outcome: 'edited' }>, 'outcome' | 'text'>
  | Extract<YamlEditResult, { outcome: 'refused' }> {
  if (source === undefined || source.text.trim() === '') return { outcome: 'edited', text: newFile(entries) };
  if (!hasEntries) return editYaml(source, 0, [{ op: 'add', path: ['exemptions'], value: entries }]);
  return editYaml(
    source,
    0,
    entries.map((value) => ({ op: 'add', path: ['exemptions', '-'], value })),
  );
}

function newFile(entries: readonly Entry[]): string {
  return ['exemptions:', ...entries.flatMap(linesOf), ''].join('\n');
}

function linesOf(entry: Entry): readonly string[] {
  return Object.entries(entry).map(([key, value], index) => {
    const text = Array.isArray(value)
      ? `[${value.map((item) => scalar(String(item), 'flow')).join(', ')}]`
      : scalar(String(value), 'block');
    return `${index === 0 ? '  - ' : '    '}${key}: ${text}`;
  });
}

function scalar(text: string, place: 'flow' | 'block'): string {
  return renderScalar(text, { place, quoting: 'plain', quote: '"' });
}
