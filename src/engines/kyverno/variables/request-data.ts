import type { JsonObject, JsonValue } from '../../../base/json.ts';
import type { AdmissionRequest, UserInfo } from '../../../model/admission-request.ts';
import type { Context } from '../../../model/engine.ts';
import { extractImages } from './extract-images.ts';
import type { ContextData } from './json-context.ts';
import { NeedsCluster } from './needs-cluster.ts';

/**
 * What the expressions of every rule see of a request. The admission controller has the whole AdmissionRequest; the CLI has only its
 * objects, namespace and operation, and the user where a suite names one. What the API server alone knows is `unknown` to whoever
 * asks for it.
 * Semantics: kyverno/kyverno pkg/engine/policycontext, `NewPolicyContext` and `NewPolicyContextFromAdmissionRequest`.
 */
export function requestData(request: AdmissionRequest, context: Context): ContextData {
  const userInfo = request.userInfo ?? context.values.userInfo;
  const isCli = context.target.profile === 'kyverno-cli';
  const data: JsonObject = { request: isCli ? cliRequest(request, userInfo) : clusterRequest(request, userInfo) };
  const object = request.object ?? request.oldObject;
  let images: JsonValue | undefined;
  if (object) {
    define(data, 'images', () => {
      images ??= extractImages(object);
      return images;
    });
  }
  if (userInfo) {
    Object.assign(data, serviceAccount(userInfo.username));
  } else if (!isCli) {
    define(data, 'serviceAccountName', userUnknown);
    define(data, 'serviceAccountNamespace', userUnknown);
  }
  return data;
}

function cliRequest({ object, oldObject, namespace, operation }: AdmissionRequest, userInfo: UserInfo | undefined) {
  return {
    ...(object === null ? {} : { object }),
    ...(oldObject === null ? {} : { oldObject }),
    namespace,
    operation,
    ...(userInfo ? { userInfo: userData(userInfo), ...rolesData(userInfo) } : {}),
  };
}

function clusterRequest(request: AdmissionRequest, userInfo: UserInfo | undefined): JsonObject {
  const { object, oldObject, namespace, name, operation, subResource } = request;
  const kind = { ...request.kind };
  const resource = { ...request.resource };
  const data: JsonObject = {
    kind,
    resource,
    ...(subResource === '' ? {} : { subResource, requestSubResource: subResource }),
    requestKind: kind,
    requestResource: resource,
    ...(name === '' ? {} : { name }),
    ...(namespace === '' ? {} : { namespace }),
    operation,
    object,
    oldObject,
    dryRun: false,
  };
  define(data, 'uid', () => {
    throw new NeedsCluster('the uid of the request');
  });
  define(data, 'options', () => {
    throw new NeedsCluster('the options of the request');
  });
  if (userInfo) {
    Object.assign(data, { userInfo: userData(userInfo) });
    defineRoles(data, userInfo);
  } else {
    for (const field of ['userInfo', 'roles', 'clusterRoles']) define(data, field, userUnknown);
  }
  return data;
}

function defineRoles(data: JsonObject, userInfo: UserInfo): void {
  for (const field of ['roles', 'clusterRoles'] as const) {
    const bound = userInfo[field];
    define(data, field, () => {
      if (!bound) throw new NeedsCluster(`the ${field} of the user who makes the request`);
      return bound;
    });
  }
}

function userUnknown(): never {
  throw new NeedsCluster('the user who makes the request (userInfo)');
}

function userData({ username, uid, groups, extra }: UserInfo): JsonObject {
  return {
    username,
    ...(uid === undefined ? {} : { uid }),
    ...(groups.length > 0 ? { groups } : {}),
    ...(extra === undefined ? {} : { extra }),
  };
}

function rolesData({ roles, clusterRoles }: UserInfo): JsonObject {
  return { ...(roles ? { roles } : {}), ...(clusterRoles ? { clusterRoles } : {}) };
}

const SERVICE_ACCOUNT = 'system:serviceaccount:';

/** Semantics: kyverno/kyverno pkg/engine/context/context.go, `AddServiceAccount`: both are empty for any other user. */
function serviceAccount(username: string): JsonObject {
  const rest = username.length > SERVICE_ACCOUNT.length ? username.slice(SERVICE_ACCOUNT.length).split(':') : [];
  const [namespace, name] = rest.length >= 2 ? rest : ['', ''];
  return { serviceAccountName: name ?? '', serviceAccountNamespace: namespace ?? '' };
}

/** A member that is computed when it is read. */
function define(object: JsonObject, name: string, get: () => JsonValue): void {
  Object.defineProperty(object, name, { get, enumerable: true, configurable: true });
}
