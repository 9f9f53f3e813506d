import type { JsonObject } from '../../../base/json.ts';
import { matchesWildcard } from '../../../base/wildcard.ts';
import { compileLabelSelector } from '../../../kubernetes/label-selector.ts';
import type { AdmissionRequest, UserInfo } from '../../../model/admission-request.ts';
import type { Context } from '../../../model/engine.ts';
import { NAMESPACE_NAME_LABEL, namespaceLabels } from '../match/namespace-labels.ts';
import { textsOf } from '../match/texts-of.ts';
import { keysOfSelector, partOfSelector } from '../match/wildcard-selector.ts';
import type { Installation, UserExclusions, UserNames } from './installation.ts';
import { isFiltered } from './resource-filters.ts';

/** Why a request never reaches Kyverno's policies, in words that name what keeps it from them; undefined for one that does. */
export type WhyUnseen = (request: AdmissionRequest, context: Context) => string | undefined;

/**
 * Compiles what an installation keeps from Kyverno. Where nobody knows enough to tell (who asks, the labels of a namespace), the request is
 * taken for one that it sees.
 * Semantics: kyverno/kyverno pkg/webhooks/handlers/filter.go; the selectors of its webhooks are Kubernetes' own.
 */
export function compileInstallation({ filters, users, namespaceSelector, objectSelector }: Installation): WhyUnseen {
  const isInNamespace = namespaceSelector ? compileNamespaceSelector(namespaceSelector) : () => true;
  const selectsObject = objectSelector ? compileLabelSelector(objectSelector) : () => true;
  const why: WhyUnseen = (request, context) => {
    const { object, oldObject, kind } = request;
    const filter = filters.find((each) => isFiltered(each, request));
    if (filter) return unseen(request, `its resourceFilters hold ${filter.text}`);
    if (OWN_KINDS.has(kind.kind)) return unseen(request, 'it is a kind of its own');
    const userInfo = request.userInfo ?? context.values.userInfo;
    if (userInfo && isExcluded(userInfo, users)) {
      return unseen(request, `its settings exclude the user ${userInfo.username}`);
    }
    if (!isInNamespace(request, context)) {
      return unseen(request, 'the namespaceSelector of its webhooks leaves the namespace out');
    }
    const isSelected = [object, oldObject].some((each) => each && selectsObject(textsOf(each.metadata.labels)));
    return isSelected ? undefined : unseen(request, 'the objectSelector of its webhooks leaves the object out');
  };
  return rememberingLast(why);
}

/** All policies ask about one request after the other. */
function rememberingLast(why: WhyUnseen): WhyUnseen {
  let last:
    | { readonly request: AdmissionRequest; readonly context: Context; readonly answer: string | undefined }
    | undefined;
  return (request, context) => {
    if (last?.request !== request || last.context !== context)
      last = { request, context, answer: why(request, context) };
    return last.answer;
  };
}

/** What Kyverno writes for itself (pkg/webhooks/utils/exclude.go). */
const OWN_KINDS: ReadonlySet<string> = new Set([
  'AdmissionReport',
  'ClusterAdmissionReport',
  'BackgroundScanReport',
  'ClusterBackgroundScanReport',
  'UpdateRequest',
]);

function unseen({ kind, namespace, name, object, oldObject }: AdmissionRequest, why: string): string {
  const called = name === '' ? `${String((object ?? oldObject)?.metadata.generateName ?? '')}*` : name;
  return `Kyverno never sees ${kind.kind} ${namespace === '' ? called : `${namespace}/${called}`}: ${why}`;
}

function isExcluded(user: UserInfo, { excluded, included }: UserExclusions): boolean {
  return !isAmong(user, included) && isAmong(user, excluded);
}

function isAmong({ username, groups, roles = [], clusterRoles = [] }: UserInfo, names: UserNames): boolean {
  const fits = (patterns: readonly string[], given: readonly string[]) =>
    patterns.some((pattern) => given.some((each) => matchesWildcard(pattern, each)));
  return (
    fits(names.usernames, [username]) ||
    fits(names.groups, groups) ||
    fits(names.roles, roles) ||
    fits(names.clusterRoles, clusterRoles)
  );
}

/** A webhook's selector is about the labels of a Namespace where that is the object; what is in no namespace always reaches it. */
function compileNamespaceSelector(selector: JsonObject): (request: AdmissionRequest, context: Context) => boolean {
  const selects = compileLabelSelector(selector);
  const selectsByName = compileLabelSelector(partOfSelector(selector, (key) => key === NAMESPACE_NAME_LABEL));
  const asksName = keysOfSelector(selector).every((key) => key === NAMESPACE_NAME_LABEL);
  return ({ kind, name, namespace, object, oldObject }, context) => {
    if (kind.group === '' && kind.kind === 'Namespace') {
      const labels = textsOf((object ?? oldObject)?.metadata.labels);
      return selects({ ...labels, [NAMESPACE_NAME_LABEL]: name });
    }
    if (namespace === '') return true;
    if (asksName) return selects({ [NAMESPACE_NAME_LABEL]: namespace });
    const { labels, needs } = namespaceLabels(namespace, context);
    return needs === undefined ? selects(labels) : selectsByName(labels);
  };
}
