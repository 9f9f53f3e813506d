import { matchesWildcard } from '../../../base/wildcard.ts';
import type { AdmissionRequest } from '../../../model/admission-request.ts';
import { type ParsedKind, parseKindSelector } from '../match/kind-selector.ts';

/** An entry of `resourceFilters`. */
export interface ResourceFilter {
  /** As it is written: `[*\/*,kube-system,*]`. */
  readonly text: string;
  readonly kind: ParsedKind;
  readonly namespace: string;
  readonly name: string;
}

/**
 * Reads `[kind,namespace,name]`, one after the other, whatever stands between them. What is left out is the empty name, which nothing has;
 * a kind that names none filters nothing.
 * Semantics: kyverno/kyverno pkg/config/types.go, `parseKinds`.
 */
export function parseResourceFilters(text: string): readonly ResourceFilter[] {
  return [...text.matchAll(/\[([^[\]]*)\]/g)].flatMap(([entry, parts = '']) => {
    const [selector = '', namespace = '', name = '', ...more] = parts.split(',');
    const kind = parseKindSelector(selector);
    return kind === undefined || more.length > 0 ? [] : [{ text: entry, kind, namespace, name }];
  });
}

/** Semantics: kyverno/kyverno pkg/config/config.go, `ToFilter`. */
export function isFiltered(filter: ResourceFilter, { kind, subResource, namespace, name }: AdmissionRequest): boolean {
  const isOfKind =
    matchesWildcard(filter.kind.group, kind.group) &&
    matchesWildcard(filter.kind.version, kind.version) &&
    matchesWildcard(filter.kind.kind, kind.kind) &&
    matchesWildcard(filter.kind.subResource, subResource);
  if (!isOfKind) return false;
  const isNamespace = kind.group === '' && kind.version === 'v1' && kind.kind === 'Namespace';
  // A filter of all that is in a namespace is about the Namespace itself, too.
  if (isNamespace && matchesWildcard(filter.namespace, name)) return true;
  return matchesWildcard(filter.namespace, namespace) && matchesWildcard(filter.name, name);
}
