/**
 * Our comments are found again by a marker in their first line, and by their author: a marker alone anybody can write. It says which gate
 * the comment is of and which findings it tells, so that the next run knows what to keep; it never says how anything was judged.
 */
export type Marker =
  | { readonly kind: 'summary' | 'review' | 'outdated'; readonly gate: string }
  | { readonly kind: 'comment'; readonly gate: string; readonly fingerprints: readonly string[] };

const FIRST_LINE = /^<!-- tidewaiter (summary|review|outdated|comment) ([a-z0-9-]+)((?: [0-9a-f]{12})*) -->(?:\r?\n|$)/;

/** A body with its marker before it. */
export function withMarker(marker: Marker, body: string): string {
  const fingerprints = marker.kind === 'comment' ? marker.fingerprints.map((each) => ` ${each.slice(0, 12)}`) : [];
  return `<!-- tidewaiter ${marker.kind} ${marker.gate}${fingerprints.slice(0, MOST_FINGERPRINTS).join('')} -->\n${body}`;
}

/** A comment tells more findings than this only where one place violates that many rules. */
const MOST_FINGERPRINTS = 100;

/** The marker of a body: only the very first line counts, so that nothing quoted below can pass for one. */
export function readMarker(body: string): Marker | undefined {
  const [, kind, gate = '', rest = ''] = FIRST_LINE.exec(body) ?? [];
  if (kind === 'comment') return { kind, gate, fingerprints: rest.split(' ').filter((each) => each !== '') };
  return kind === 'summary' || kind === 'review' || kind === 'outdated' ? { kind, gate } : undefined;
}
