import type { Finding } from '../model/finding.ts';
import type { Suggestion } from '../model/suggestion.ts';

/** Remembers which suggestions a report has shown: findings that the same edits mend name the same edits. */
export class ShownSuggestions {
  readonly #findings = new Map<string, Finding>();

  /** The finding under which the same edits were shown before; undefined for the first, which is remembered. */
  earlier(finding: Finding, { source, edits }: Suggestion): Finding | undefined {
    const key = JSON.stringify([source.file, edits]);
    const known = this.#findings.get(key);
    if (!known) this.#findings.set(key, finding);
    return known;
  }
}
