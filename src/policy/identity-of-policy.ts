import { identityOf } from '../manifests/identity.ts';
import type { PolicyDocument } from '../model/engine.ts';

/** What makes two policy documents the same policy, whatever they say. */
export function identityOfPolicy({ source, object: { apiVersion, kind, metadata } }: PolicyDocument): string {
  // The settings of an installation are those of one cluster, and a repository may hold several.
  if (kind === 'ConfigMap') return `${kind} in ${source.file}`;
  const namespace = typeof metadata.namespace === 'string' ? { namespace: metadata.namespace } : {};
  return identityOf({ apiVersion, kind, name: String(metadata.name), ...namespace });
}
