import { isArray, isObject, type JsonObject, type JsonValue } from '../../../base/json.ts';
import { parseApiVersion } from '../../../kubernetes/group-version-kind.ts';
import { compileLabelSelector } from '../../../kubernetes/label-selector.ts';
import type { Cluster, LookUpQuestion } from '../../../model/cluster.ts';
import type { GeneratedObject } from '../../../model/engine.ts';
import type { KubernetesObject } from '../../../model/kubernetes-object.ts';
import type { Verdict } from '../../../model/verdict.ts';
import { parseKindSelector } from '../match/kind-selector.ts';
import { textList } from '../match/resource-filter.ts';
import { textsOf } from '../match/texts-of.ts';
import type { JsonContext } from '../variables/json-context.ts';
import { NeedsCluster } from '../variables/needs-cluster.ts';
import { SubstitutionError } from '../variables/substitution-error.ts';
import { substitute } from '../variables/template.ts';
import type { CompiledRule } from './compiled-rule.ts';
import { evaluateRule, type PolicyRun, unknown } from './evaluate-rule.ts';
import { evaluateList, openElement } from './open-element.ts';
import { withValuesOfRule } from './open-json-context.ts';
import type { RequestView } from './request-view.ts';
import type { Generation, Loop, ObjectPattern } from './rule-action.ts';

export interface RuleGeneration {
  readonly verdict: Verdict;
  readonly objects: readonly GeneratedObject[];
}

/**
 * What a generating rule would make for a request; undefined where it is not about the request. An object that is there already is not made.
 * Semantics: kyverno/kyverno pkg/engine/background.go, `filterRule`, and pkg/background/generate/generator.go. Kyverno's CLI passes a rule that
 * breaks while it generates; in a cluster the admission is over by then, and the error is the background controller's.
 */
export function generateByRule(run: PolicyRun, rule: CompiledRule, view: RequestView): RuleGeneration | undefined {
  const { object, operation } = view.request;
  if (object === null || operation === 'DELETE') return undefined;
  const objects: JsonObject[] = [];
  let hasMatched = false;
  const verdict = evaluateRule(run, rule, view, (scope) => {
    const { action } = rule;
    if (action.kind === 'unsupported') return unknown(rule, action.needs, scope.subject);
    if (action.kind !== 'generate') return undefined;
    hasMatched = true;
    const made = generate(action.generation, { context: scope.context, view, run, rule });
    objects.push(...made.map((each) => withLabels(each, object, run, rule)));
    return { outcome: 'pass', rule: rule.name };
  });
  if (!verdict) return undefined;
  if (hasMatched && verdict.outcome !== 'pass' && view.context.target.profile === 'kyverno-cli') {
    return { verdict: { outcome: 'pass', rule: rule.name }, objects: [] };
  }
  return { verdict, objects: objects.map((each) => ({ rule: rule.name, object: each })) };
}

export interface Generating {
  readonly run: PolicyRun;
  readonly rule: CompiledRule;
  readonly view: RequestView;
  readonly context: JsonContext;
}

function generate(generation: Generation, generating: Generating): readonly JsonObject[] {
  return generation.kind === 'object'
    ? makeObjects(generation, generating)
    : generation.loops.flatMap((loop) => generateInLoop(loop, generating));
}

function generateInLoop(loop: Loop<ObjectPattern>, generating: Generating): readonly JsonObject[] {
  const { context, run, rule, view } = generating;
  const supply = withValuesOfRule(run, rule, view);
  return evaluateList(loop, context).flatMap((value, index) => {
    if (value === null) return [];
    const inner = openElement(context, loop, { value, index, nesting: 0 }, supply);
    if (loop.preconditions && !loop.preconditions.evaluate(inner).holds) return [];
    return makeObjects(loop.body, { ...generating, context: inner });
  });
}

/** The objects of one pattern: one with its data, one clone, or a clone of each object that a list of clones selects. */
export function makeObjects({ template }: ObjectPattern, { context, view }: Generating): readonly JsonObject[] {
  const { cluster } = view.context;
  const pattern = substitute(template, context);
  if (!isObject(pattern)) throw new SubstitutionError('the pattern of the rule did not yield a mapping');
  const target = targetOf(pattern);
  const { clone, cloneList, data } = pattern;
  if (isObject(clone) && textOf(clone.name) !== '') {
    const source = { ...target, namespace: textOf(clone.namespace), name: textOf(clone.name) };
    return cloneOf(source, target, cluster);
  }
  if (isObject(cloneList) && isArray(cloneList.kinds) && cloneList.kinds.length > 0) {
    return clonesOf(cloneList, target.namespace, cluster);
  }
  if (!isObject(data) || isThere(target, cluster)) return [];
  return [placed(data, target)];
}

interface Target {
  readonly apiVersion: string;
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
}

function targetOf({ apiVersion, kind, namespace, name }: JsonObject): Target {
  return { apiVersion: textOf(apiVersion), kind: textOf(kind), namespace: textOf(namespace), name: textOf(name) };
}

function textOf(value: JsonValue | undefined): string {
  if (value === undefined || value === null) return '';
  if (typeof value === 'string') return value;
  throw new SubstitutionError(`a text is expected where the variables of the rule yield ${JSON.stringify(value)}`);
}

function questionOf({ apiVersion, kind, namespace, name }: Target): LookUpQuestion {
  return { group: parseApiVersion(apiVersion).group, kind, namespace, name };
}

function isThere(target: Target, cluster: Cluster): boolean {
  return cluster.get(questionOf(target)).outcome === 'found';
}

function cloneOf(source: Target, target: Target, cluster: Cluster): readonly JsonObject[] {
  if (source.namespace === target.namespace && source.name === target.name) return [];
  const found = cluster.get(questionOf(source));
  if (found.outcome !== 'found') {
    throw new NeedsCluster(`${source.kind} ${[source.namespace, source.name].filter(Boolean).join('/')}, to clone it`);
  }
  return isThere(target, cluster) ? [] : [placed(withoutIdentity(found.object, target), target)];
}

function clonesOf(list: JsonObject, namespace: string, cluster: Cluster): readonly JsonObject[] {
  const from = textOf(list.namespace);
  const selects = isObject(list.selector) ? compileLabelSelector(list.selector) : () => true;
  const sources = textList(list.kinds).flatMap((text) => {
    const selector = parseKindSelector(text);
    if (!selector) return [];
    const { group, kind } = selector;
    return cluster
      .list({ group: group === '*' ? '' : group, kind, ...(from !== '' && { namespace: from }) })
      .filter((object) => selects(textsOf(object.metadata.labels)));
  });
  if (sources.length === 0) throw new NeedsCluster(`what there is to clone in namespace ${from}`);
  return sources.flatMap(({ apiVersion, kind, metadata }) => {
    const source = targetOf({ apiVersion, kind, namespace: metadata.namespace ?? '', name: metadata.name ?? '' });
    return source.namespace === namespace ? [] : cloneOf(source, { ...source, namespace }, cluster);
  });
}

/** What belongs to the object itself is not copied; its owners are where it is. */
function withoutIdentity(object: KubernetesObject, { namespace }: Target): JsonObject {
  const {
    uid: _u,
    selfLink: _s,
    creationTimestamp: _c,
    managedFields: _m,
    resourceVersion: _r,
    ...rest
  } = object.metadata;
  const { ownerReferences: _o, ...unowned } = rest;
  return { ...object, metadata: object.metadata.namespace === namespace ? rest : unowned };
}

function placed(data: JsonObject, { apiVersion, kind, namespace, name }: Target): JsonObject {
  const metadata = isObject(data.metadata) ? data.metadata : {};
  const { namespace: _, ...elsewhere } = metadata;
  return {
    ...data,
    ...(apiVersion !== '' && { apiVersion }),
    kind: data.kind ?? kind,
    metadata: { ...elsewhere, name, ...(namespace !== '' && { namespace }) },
  };
}

/** Semantics: kyverno/kyverno pkg/background/common/labels.go, without the uid that a manifest has not. */
function withLabels(object: JsonObject, trigger: KubernetesObject, run: PolicyRun, rule: CompiledRule): JsonObject {
  const metadata = isObject(object.metadata) ? object.metadata : {};
  const { group, version } = parseApiVersion(trigger.apiVersion);
  const policyNamespace = run.document.object.kind === 'Policy' ? run.document.object.metadata.namespace : '';
  return {
    ...object,
    metadata: {
      ...metadata,
      labels: {
        ...(isObject(metadata.labels) ? metadata.labels : {}),
        'app.kubernetes.io/managed-by': 'kyverno',
        'generate.kyverno.io/policy-name': run.name,
        'generate.kyverno.io/policy-namespace': policyNamespace ?? '',
        'generate.kyverno.io/rule-name': rule.name,
        'generate.kyverno.io/trigger-version': version,
        'generate.kyverno.io/trigger-group': group,
        'generate.kyverno.io/trigger-kind': trigger.kind,
        'generate.kyverno.io/trigger-namespace': trigger.metadata.namespace ?? '',
      },
    },
  };
}
