import type { JsonObject, JsonValue } from '../../../base/json.ts';
import type { UserInfo } from '../../../model/admission-request.ts';
import type { KubernetesObject } from '../../../model/kubernetes-object.ts';
import type { MatchSubject } from '../match/match-subject.ts';
import type { RequestView } from '../rules/request-view.ts';
import { NeedsCluster } from '../variables/needs-cluster.ts';
import { asGoValue, GoLabels, GoStruct, GoText, withIntegers } from './go-values.ts';

/**
 * What an assertion tree is held against. An object that is not there is an empty one, but for the old object of what is judged as if it were
 * created. The operation equals no text, for Kyverno has a type of its own for it.
 * Semantics: kyverno/kyverno pkg/engine/handlers/validation/validate_assert.go.
 */
export function assertionPayload({ request, isOfOldObject }: RequestView, subject: MatchSubject): JsonObject {
  const isCli = subject.profile === 'kyverno-cli';
  const numbersOf = (object: KubernetesObject | null): JsonValue =>
    object === null ? {} : isCli ? object : withIntegers(object);
  const { group, version, kind } = request.kind;
  const resource = isCli ? { group: '', version: '', resource: '' } : { ...request.resource };
  return {
    object: numbersOf(request.object),
    oldObject: isOfOldObject ? null : numbersOf(request.oldObject),
    operation: asGoValue(new GoText(request.operation)),
    namespaceLabels: asGoValue(new GoLabels(subject.namespaceLabels)),
    admissionOperation: !isCli,
    requestResource: asGoValue(new GoStruct(resource)),
    resourceKind: { group, version, kind, subResource: request.subResource },
    get admissionInfo(): JsonValue {
      return asGoValue(new GoStruct(admissionInfo(subject.userInfo, isCli)));
    },
  };
}

/** The CLI knows nobody, unless a suite names a user. */
function admissionInfo(userInfo: UserInfo | undefined, isCli: boolean): JsonObject {
  if (!userInfo && !isCli) throw new NeedsCluster('the user who makes the request (userInfo)');
  const { username = '', uid = '', groups = [], extra = {} } = userInfo ?? {};
  const bound = (field: 'roles' | 'clusterRoles'): JsonValue => {
    const roles = userInfo?.[field];
    if (!roles && !isCli) throw new NeedsCluster(`the ${field} of the user who makes the request`);
    return roles ?? [];
  };
  return {
    get roles() {
      return bound('roles');
    },
    get clusterRoles() {
      return bound('clusterRoles');
    },
    admissionUserInfo: asGoValue(new GoStruct({ username, uid, groups, extra })),
    dryRun: false,
  };
}
