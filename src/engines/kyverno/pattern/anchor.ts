/**
 * An anchor around a key of a pattern: `(key)` where, `<(key)` where, for the whole object, `=(key)` if present, `X(key)` must not be,
 * `^(key)` at least one item, and in mutations `+(key)` add if absent.
 */
export interface Anchor {
  readonly kind: AnchorKind;
  readonly key: string;
}

export type AnchorKind = 'condition' | 'global' | 'equality' | 'negation' | 'existence' | 'addition';

const KINDS: { readonly [modifier: string]: AnchorKind } = {
  '': 'condition',
  '<': 'global',
  '=': 'equality',
  X: 'negation',
  '^': 'existence',
  '+': 'addition',
};

/** Without the `s` flag: as in Go, `.` is no line break. */
const ANCHOR = /^([+<=X^]?)\((.+)\)$/;

/** The anchor that a key bears, or undefined for a plain key. */
export function parseAnchor(text: string): Anchor | undefined {
  if (!text.includes('(')) return undefined;
  const match = ANCHOR.exec(text.trim());
  const kind = KINDS[match?.[1] ?? ''];
  const key = match?.[2];
  return match && kind && key ? { kind, key } : undefined;
}

/** The key as it is called in an object: without its anchor. */
export function withoutAnchor(text: string): string {
  return parseAnchor(text)?.key ?? text;
}

/** A key with the anchor of another one, for a key that took its place. */
export function withAnchorOf(text: string, key: string): string {
  return parseAnchor(text) ? `${text.trim().slice(0, text.trim().indexOf('('))}(${key})` : key;
}
