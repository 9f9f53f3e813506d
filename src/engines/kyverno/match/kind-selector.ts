import { hasWildcard, matchesWildcard } from '../../../base/wildcard.ts';
import type { GroupVersionKind } from '../../../model/kubernetes-object.ts';

/** What an entry of `kinds` selects; every part may hold wildcards. */
export interface ParsedKind {
  readonly group: string;
  readonly version: string;
  readonly kind: string;
  readonly subResource: string;
}

/** Of one digit each: Kyverno takes `v10/Thing` for a subresource of `v10`. */
const VERSION = /^(?:v\d(?:(?:alpha|beta)\d)?|\*)$/;

/**
 * Reads an entry of `kinds`: `Kind`, `version/Kind`, `group/version/Kind`, each with `/subresource` or `.subresource` behind it,
 * a star and a subresource, or two stars. Undefined for what has more parts; such an entry selects nothing.
 * Semantics: kyverno/kyverno pkg/utils/kube/kind.go, `ParseKindSelector`.
 */
export function parseKindSelector(text: string): ParsedKind | undefined {
  const slashed = text.split('/');
  const [first = '', second = '', third = '', fourth = '', ...more] = [
    ...slashed.slice(0, -1),
    ...(slashed.at(-1) ?? '').split('.'),
  ];
  if (more.length > 0) return undefined;
  const count = slashed.length - 1 + (slashed.at(-1) ?? '').split('.').length;
  switch (count) {
    case 1:
      return { group: '*', version: '*', kind: first, subResource: '' };
    case 2:
      if (first === '*' && second === '*') return { group: '*', version: '*', kind: '*', subResource: '*' };
      if (first === '*' && second.toLowerCase() === second)
        return { group: '*', version: '*', kind: first, subResource: second };
      if (VERSION.test(first)) return { group: '*', version: first, kind: second, subResource: '' };
      return { group: '*', version: '*', kind: first, subResource: second };
    case 3:
      if (VERSION.test(first)) return { group: '*', version: first, kind: second, subResource: third };
      return { group: first, version: second, kind: third, subResource: '' };
    default:
      return { group: first, version: second, kind: third, subResource: fourth };
  }
}

/**
 * Compiles the entries of `kinds` to one question. A rule about Pods is also about their ephemeral containers.
 * Semantics: kyverno/kyverno pkg/utils/match/kind.go, `CheckKind`.
 */
export function compileKinds(kinds: readonly string[]): (kind: GroupVersionKind, subResource: string) => boolean {
  const tests = kinds
    .map(parseKindSelector)
    .filter((parsed) => parsed !== undefined)
    .map((parsed) => ({
      group: compileText(parsed.group),
      version: compileText(parsed.version),
      kind: compileText(parsed.kind),
      subResource: compileText(parsed.subResource),
    }));
  const ask = (kind: GroupVersionKind, subResource: string) =>
    tests.some(
      (test) =>
        test.kind(kind.kind) &&
        test.group(kind.group) &&
        test.version(kind.version) &&
        (test.subResource(subResource) || (subResource === 'ephemeralcontainers' && isPod(kind))),
    );
  // Requests come in few kinds, and those of one kind share its object.
  const answers = new WeakMap<GroupVersionKind, boolean>();
  return (kind, subResource) => {
    if (subResource !== '') return ask(kind, subResource);
    const known = answers.get(kind);
    if (known !== undefined) return known;
    const answer = ask(kind, '');
    answers.set(kind, answer);
    return answer;
  };
}

export function isPod({ group, version, kind }: GroupVersionKind): boolean {
  return kind === 'Pod' && group === '' && version === 'v1';
}

function compileText(pattern: string): (text: string) => boolean {
  if (pattern === '*') return () => true;
  if (!hasWildcard(pattern)) return (text) => text === pattern;
  return (text) => matchesWildcard(pattern, text);
}
