import { canonicalJson } from '../base/canonical-json.ts';
import { identityOf } from '../manifests/identity.ts';
import type { KubernetesObject } from '../model/kubernetes-object.ts';

/** The identities of what only one of two sides has, or has so. */
export function differingIdentities(
  one: readonly KubernetesObject[],
  other: readonly KubernetesObject[],
): readonly string[] {
  const [ofOne, ofOther] = [new Set(one.map(canonicalJson)), new Set(other.map(canonicalJson))];
  const onlyOne = one.filter((object) => !ofOther.has(canonicalJson(object)));
  const onlyOther = other.filter((object) => !ofOne.has(canonicalJson(object)));
  return [...onlyOne, ...onlyOther].map(({ apiVersion, kind, metadata: { namespace, name } }) =>
    identityOf({ apiVersion, kind, name: String(name), ...(typeof namespace === 'string' && { namespace }) }),
  );
}
