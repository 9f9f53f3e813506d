import { isArray, isObject, type JsonValue } from '../../../base/json.ts';
import { hasWildcard, matchesWildcard } from '../../../base/wildcard.ts';
import { compileLabelSelector } from '../../../kubernetes/label-selector.ts';
import type { Cluster } from '../../../model/cluster.ts';
import type { KubernetesObject } from '../../../model/kubernetes-object.ts';
import type { TargetMutation, Verdict } from '../../../model/verdict.ts';
import { parseKindSelector } from '../match/kind-selector.ts';
import { textsOf } from '../match/texts-of.ts';
import type { ContextData } from '../variables/json-context.ts';
import { NeedsCluster } from '../variables/needs-cluster.ts';
import { SubstitutionError } from '../variables/substitution-error.ts';
import { substitute } from '../variables/template.ts';
import { withMembers } from '../variables/with-members.ts';
import { applyChange } from './apply-change.ts';
import type { CompiledRule } from './compiled-rule.ts';
import { answering, errorVerdict, evaluateRule, joinNonEmpty, type PolicyRun, unknown } from './evaluate-rule.ts';
import { patchBetween } from './mutate-rule.ts';
import { withValuesOfRule } from './open-json-context.ts';
import type { RequestView } from './request-view.ts';
import type { Change, MutationTarget } from './rule-action.ts';
import type { Scope } from './scope.ts';

export interface TargetsMutation {
  /** One for each target. */
  readonly verdicts: readonly Verdict[];
  readonly targets: readonly TargetMutation[];
}

/**
 * What a mutating rule with `targets` makes of other objects, which Kyverno does in the background: it neither denies the request nor changes its
 * object. Undefined where the rule is not about the request.
 * Semantics: kyverno/kyverno pkg/engine/handlers/mutation/mutate_existing.go, `Process`.
 */
export function mutateTargets(run: PolicyRun, rule: CompiledRule, view: RequestView): TargetsMutation | undefined {
  const verdicts: Verdict[] = [];
  const targets: TargetMutation[] = [];
  const verdict = evaluateRule(run, rule, view, (scope) => {
    const { action } = rule;
    if (action.kind !== 'mutate' || !action.targets) return undefined;
    for (const target of action.targets) {
      for (const object of selectTargets(target, scope, run)) {
        const result = mutateTarget({ run, rule, scope, target, change: action.change }, object);
        verdicts.push(result.verdict);
        if (result.mutation) targets.push(result.mutation);
      }
    }
    return undefined;
  });
  if (verdict) verdicts.push(verdict);
  return verdicts.length === 0 ? undefined : { verdicts, targets };
}

interface Mutating {
  readonly run: PolicyRun;
  readonly rule: CompiledRule;
  readonly scope: Scope;
  readonly target: MutationTarget;
  readonly change: Change;
}

interface Mutated {
  readonly verdict: Verdict;
  readonly mutation?: TargetMutation;
}

function mutateTarget({ run, rule, scope, target, change }: Mutating, object: KubernetesObject): Mutated {
  const supply = withValuesOfRule(run, rule, scope.view);
  const context = scope.context.within(target.entries, (data) => supply(withTarget(data, object)));
  let mutation: TargetMutation | undefined;
  let step = 'failed to evaluate preconditions';
  const verdict = answering(
    run,
    rule,
    scope.subject,
    () => step,
    () => {
      if (target.preconditions) {
        const { holds, message } = target.preconditions.evaluate(context);
        if (!holds) return { outcome: 'skip', rule: rule.name, reason: joinNonEmpty('preconditions not met', message) };
      }
      step = 'variable substitution failed';
      const result = applyChange(change, object, context, supply);
      switch (result.outcome) {
        case 'patched':
          mutation = { rule: rule.name, object: result.object, patch: patchBetween(object, result.object) };
          return { outcome: 'pass', rule: rule.name };
        case 'skip':
          return { outcome: 'skip', rule: rule.name, reason: result.reason };
        case 'error':
          return errorVerdict(run, rule, result.message, scope.subject);
      }
    },
  );
  return { verdict: verdict ?? unknown(rule, 'the target', scope.subject), ...(mutation && { mutation }) };
}

/** The data in which a target is read. */
export function withTarget(data: ContextData, target: KubernetesObject): ContextData {
  return withMembers(data, { target });
}

/** Of a Policy the targets are in its own namespace. */
export function selectTargets(
  { selector }: MutationTarget,
  scope: Scope,
  { document }: PolicyRun,
): readonly KubernetesObject[] {
  const resolved = substitute(selector, scope.context);
  if (!isObject(resolved)) throw new SubstitutionError('the target of the rule did not yield a mapping');
  const { apiVersion, kind, name } = resolved;
  const own = document.object.kind === 'Policy' ? (document.object.metadata.namespace ?? 'default') : undefined;
  return findTargets(
    {
      kind: `${textOf(apiVersion)}/${textOf(kind)}`,
      namespace: textOf(own ?? resolved.namespace),
      name: textOf(name),
      selector: resolved.selector,
    },
    scope.view.context.cluster,
  );
}

interface TargetQuestion {
  /** `apps/v1/Deployment`. */
  readonly kind: string;
  /** Both may hold wildcards; empty ones select all. */
  readonly namespace: string;
  readonly name: string;
  readonly selector: JsonValue | undefined;
}

function findTargets(question: TargetQuestion, cluster: Cluster): readonly KubernetesObject[] {
  const parsed = parseKindSelector(question.kind);
  if (!parsed || hasWildcard(parsed.kind) || parsed.subResource !== '') {
    throw new NeedsCluster(`what there is of kind ${question.kind}`);
  }
  const group = parsed.group === '*' ? '' : parsed.group;
  const selects = isObject(question.selector) ? compileLabelSelector(question.selector) : () => true;
  return cluster
    .list({ group, kind: parsed.kind })
    .filter(
      ({ metadata }) =>
        (question.namespace === '' || matchesWildcard(question.namespace, textOf(metadata.namespace))) &&
        (question.name === '' || matchesWildcard(question.name, textOf(metadata.name))) &&
        selects(textsOf(metadata.labels)),
    );
}

function textOf(value: JsonValue | undefined): string {
  if (value === undefined || value === null || isArray(value) || isObject(value)) return '';
  return String(value);
}
