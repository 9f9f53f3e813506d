import type { Labels } from '../../../kubernetes/label-selector.ts';
import type { Context } from '../../../model/engine.ts';
import { textsOf } from './texts-of.ts';

export interface NamespaceLabels {
  /** All that are known. */
  readonly labels: Labels;
  /** What is missing to know all of them. */
  readonly needs: string | undefined;
}

/** Every namespace has it; the API server sees to that. */
export const NAMESPACE_NAME_LABEL = 'kubernetes.io/metadata.name';

/**
 * The labels of a namespace: what a suite says, else those of its manifest. Kyverno's CLI takes a namespace that nobody described for one
 * without labels; a cluster would know it, so then only the label with its name is known.
 */
export function namespaceLabels(namespace: string, { cluster, target, values }: Context): NamespaceLabels {
  const supplied = values.namespaceLabels?.(namespace);
  if (supplied) return { labels: supplied, needs: undefined };
  // An object of cluster scope has no namespace: Kyverno looks none up.
  if (target.profile === 'kyverno-cli' || namespace === '') return { labels: {}, needs: undefined };
  const found = cluster.get({ group: '', kind: 'Namespace', namespace: '', name: namespace });
  const name = { [NAMESPACE_NAME_LABEL]: namespace };
  switch (found.outcome) {
    case 'found':
      return { labels: { ...textsOf(found.object.metadata.labels), ...name }, needs: undefined };
    case 'absent':
      return { labels: name, needs: `labels of Namespace ${namespace}` };
    case 'ambiguous':
      return { labels: name, needs: `labels of Namespace ${namespace} (${found.reason})` };
  }
}
