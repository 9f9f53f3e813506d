import { identityOf } from '../manifests/identity.ts';
import type { PolicyDocument } from '../model/engine.ts';

/** What makes two policy documents the same policy, whatever they say. */
export function identityOfPolicy({ object: { apiVersion, kind, metadata } }: PolicyDocument): string {
  const namespace = typeof metadata.namespace === 'string' ? { namespace: metadata.namespace } : {};
  return identityOf({ apiVersion, kind, name: String(metadata.name), ...namespace });
}
