import type { ReportedFinding } from '../model/finding.ts';
import type { Suggestion } from '../model/suggestion.ts';

/** Remembers which suggestions a report has shown: findings that the same edits mend name the same edits. */
export class ShownSuggestions {
  readonly #findings = new Map<string, ReportedFinding>();

  /** The finding under which the same edits were shown before; undefined for the first, which is remembered. */
  earlier(finding: ReportedFinding, { source, edits }: Suggestion): ReportedFinding | undefined {
    const key = JSON.stringify([source.file, edits]);
    const known = this.#findings.get(key);
    if (!known) this.#findings.set(key, finding);
    return known;
  }
}
