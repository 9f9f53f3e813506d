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
  const seen = isCli ? cliRequest(request, userInfo) : clusterRequest(request, userInfo);
  const object = request.object ?? request.oldObject;
  let extracted: JsonObject | undefined;
  const images = () => {
    extracted ??= object ? extractImages(object) : {};
    return extracted;
  };
  // What costs, or is unknown, is computed when it is read. Members that are written out keep the object fast.
  if (userInfo) {
    return {
      request: seen,
      ...serviceAccount(userInfo.username),
      get images() {
        return images();
      },
    };
  }
  if (isCli) {
    return {
      request: seen,
      get images() {
        return images();
      },
    };
  }
  return {
    request: seen,
    get images() {
      return images();
    },
    get serviceAccountName() {
      return userUnknown();
    },
    get serviceAccountNamespace() {
      return userUnknown();
    },
  };
}

function cliRequest(
  { object, oldObject, namespace, operation }: AdmissionRequest,
  userInfo: UserInfo | undefined,
): JsonObject {
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
  return {
    ...(subResource === '' ? {} : { subResource, requestSubResource: subResource }),
    ...(name === '' ? {} : { name }),
    ...(namespace === '' ? {} : { namespace }),
    kind,
    resource,
    requestKind: kind,
    requestResource: resource,
    operation,
    object,
    oldObject,
    dryRun: false,
    get uid(): JsonValue {
      throw new NeedsCluster('the uid of the request');
    },
    get options(): JsonValue {
      throw new NeedsCluster('the options of the request');
    },
    get userInfo(): JsonValue {
      return userInfo ? userData(userInfo) : userUnknown();
    },
    get roles(): JsonValue {
      return userInfo ? boundRoles(userInfo, 'roles') : userUnknown();
    },
    get clusterRoles(): JsonValue {
      return userInfo ? boundRoles(userInfo, 'clusterRoles') : userUnknown();
    },
  };
}

function boundRoles(userInfo: UserInfo, field: 'roles' | 'clusterRoles'): JsonValue {
  const bound = userInfo[field];
  if (!bound) throw new NeedsCluster(`the ${field} of the user who makes the request`);
  return bound;
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
