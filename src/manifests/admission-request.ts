import { parseApiVersion } from '../kubernetes/group-version-kind.ts';
import type { AdmissionRequest, Operation, UserInfo } from '../model/admission-request.ts';
import type { KubernetesObject } from '../model/kubernetes-object.ts';
import type { Change, Manifest } from '../model/manifest.ts';
import type { Scopes } from './scopes.ts';

/** The request that the API server would make of a change: CREATE, UPDATE with `oldObject`, or DELETE. */
export function requestOfChange(change: Change, scopes: Scopes, userInfo?: UserInfo): AdmissionRequest {
  const { before, after } = change;
  if (after) return build(after, before ? 'UPDATE' : 'CREATE', after.object, before?.object ?? null, scopes, userInfo);
  return build(before, 'DELETE', null, before.object, scopes, userInfo);
}

/** The request that would create an object as it stands: how a state, and not a change, is judged. */
export function requestOfState(manifest: Manifest, scopes: Scopes, userInfo?: UserInfo): AdmissionRequest {
  return build(manifest, 'CREATE', manifest.object, null, scopes, userInfo);
}

function build(
  manifest: Manifest,
  operation: Operation,
  object: KubernetesObject | null,
  oldObject: KubernetesObject | null,
  scopes: Scopes,
  userInfo: UserInfo | undefined,
): AdmissionRequest {
  const { apiVersion, kind, namespace, name } = manifest.reference;
  return {
    operation,
    ...typeOf(apiVersion, kind, scopes),
    subResource: '',
    namespace: namespace ?? '',
    // An object with only generateName has no name yet when admission sees it.
    name: name.endsWith('*') ? '' : name,
    object,
    oldObject,
    ...(userInfo === undefined ? {} : { userInfo }),
  };
}

type RequestType = Pick<AdmissionRequest, 'kind' | 'resource'>;

const known = new WeakMap<Scopes, Map<string, RequestType>>();

/** Requests come in few types: all of one type share these objects, so that what is known of a type can be kept. */
function typeOf(apiVersion: string, kind: string, scopes: Scopes): RequestType {
  let types = known.get(scopes);
  if (!types) {
    types = new Map();
    known.set(scopes, types);
  }
  const name = `${apiVersion}\n${kind}`;
  let type = types.get(name);
  if (!type) {
    const { group, version } = parseApiVersion(apiVersion);
    type = {
      kind: { group, version, kind },
      resource: { group, version, resource: scopes.resourceName(apiVersion, kind) },
    };
    types.set(name, type);
  }
  return type;
}
