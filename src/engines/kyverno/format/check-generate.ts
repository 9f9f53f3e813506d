import { isObject, type JsonObject, type JsonValue } from '../../../base/json.ts';
import type { Path } from '../../../base/path.ts';
import { resourceOf } from '../../../kubernetes/api-knowledge.ts';
import { parseApiVersion } from '../../../kubernetes/group-version-kind.ts';
import { textList } from '../match/resource-filter.ts';
import { parseAnchor } from '../pattern/anchor.ts';
import type { CheckedPolicy, CheckedRule } from './checked-policy.ts';
import { isFilledList, isSet, partsOf } from './parts-of.ts';
import type { Remarks } from './remarks.ts';
import { requireFields } from './require-fields.ts';
import { refuseSeveral } from './require-one.ts';

const SOURCES = ['data', 'clone', 'cloneList', 'foreach'];

/** What Kyverno asks of `generate`. */
export function checkGenerate({ rule, path }: CheckedRule, policy: CheckedPolicy, remarks: Remarks): void {
  const { generate, match } = rule;
  if (!isObject(generate)) return;
  const place = [...path, 'generate'];
  refuseSeveral(generate, SOURCES, { what: 'generate', path: place, remarks });
  const loops = partsOf(generate.foreach, [...place, 'foreach']);
  for (const { part, path: loop } of loops) {
    requireFields(part, ['list'], loop, remarks);
    refuseSeveral(part, SOURCES, { what: 'a loop of generate', path: loop, remarks });
  }
  const targets = loops.length > 0 ? loops : [{ part: generate, path: place }];
  for (const { part, path: target } of targets) checkTarget(part, target, policy, remarks);
  const resources = isObject(match) && isObject(match.resources) ? match.resources : {};
  if (textList(resources.kinds).includes(String(generate.kind))) {
    remarks.refuse({
      code: 'policy/invalid-value',
      message: `the rule matches what it generates: ${String(generate.kind)}`,
      remedy: 'It would be asked about its own objects, without end.',
      path: [...place, 'kind'],
    });
  }
}

function checkTarget(target: JsonObject, path: Path, { namespace }: CheckedPolicy, remarks: Remarks): void {
  const { cloneList, clone, data } = target;
  if (isObject(cloneList) && isFilledList(cloneList.kinds)) {
    checkCloneList(cloneList, [...path, 'cloneList'], namespace, remarks);
  } else {
    requireFields(target, ['apiVersion', 'kind', 'name'], path, remarks);
    checkScope(target, path, remarks);
  }
  if (data !== undefined) checkData(data, [...path, 'data'], remarks);
  if (namespace === undefined) return;
  refuseOtherNamespace(target, path, namespace, remarks);
  if (isObject(clone) && isSet(clone.name)) refuseOtherNamespace(clone, [...path, 'clone'], namespace, remarks);
}

function refuseOtherNamespace(part: JsonObject, path: Path, namespace: string, remarks: Remarks): void {
  if (part.namespace === namespace) return;
  remarks.refuse({
    code: 'policy/invalid-value',
    message: `a Policy generates from and in its own namespace "${namespace}" only`,
    remedy: `Write \`namespace: ${namespace}\`, or make it a ClusterPolicy.`,
    path: isSet(part.namespace) ? [...path, 'namespace'] : path,
  });
}

/** Whether an object has a namespace is known of Kubernetes' own kinds. */
function checkScope({ apiVersion, kind, namespace }: JsonObject, path: Path, remarks: Remarks): void {
  if (typeof apiVersion !== 'string' || typeof kind !== 'string') return;
  const { group, version } = parseApiVersion(apiVersion);
  const resource = resourceOf(group, version, kind);
  if (!resource || resource.namespaced === isSet(namespace)) return;
  remarks.refuse({
    code: resource.namespaced ? 'policy/missing-field' : 'policy/invalid-value',
    message: `a ${kind} ${resource.namespaced ? 'lives in a namespace, and none is said' : 'lives in no namespace'}`,
    remedy: resource.namespaced ? 'Add `namespace`.' : 'Take `namespace` out.',
    path: resource.namespaced ? path : [...path, 'namespace'],
  });
}

function checkCloneList(list: JsonObject, path: Path, own: string | undefined, remarks: Remarks): void {
  const scopes = textList(list.kinds).map((text) => {
    const steps = text.split('/');
    const { group, version } = parseApiVersion(steps.slice(0, -1).join('/'));
    return resourceOf(group, version, steps.at(-1) ?? '')?.namespaced;
  });
  if (scopes.includes(true) && scopes.includes(false)) {
    remarks.refuse({
      code: 'policy/invalid-value',
      message: 'a cloneList has kinds that live in namespaces and kinds that do not',
      remedy: 'Make two rules of it.',
      path: [...path, 'kinds'],
    });
  } else if (scopes[0] === true && !isSet(list.namespace)) {
    requireFields(list, ['namespace'], path, remarks);
  } else if (scopes[0] === false && isSet(list.namespace)) {
    const message = 'the kinds of the cloneList live in no namespace';
    const remedy = 'Take `namespace` out.';
    remarks.refuse({ code: 'policy/invalid-value', message, remedy, path: [...path, 'namespace'] });
  }
  if (own !== undefined) refuseOtherNamespace(list, path, own, remarks);
}

function checkData(data: JsonValue, path: Path, remarks: Remarks): void {
  if (typeof data !== 'object' || data === null) return;
  for (const [key, value] of Object.entries(data)) {
    const place = [...path, isObject(data) ? key : Number(key)];
    if (isObject(data) && parseAnchor(key)) {
      remarks.refuse({
        code: 'policy/invalid-value',
        message: `"${key}" is an anchor, and what is generated has none`,
        remedy: 'Write the field as it is called.',
        path: place,
        at: 'key',
      });
    }
    checkData(value, place, remarks);
  }
}
