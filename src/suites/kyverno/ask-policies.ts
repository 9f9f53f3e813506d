import { isObject, type JsonValue } from '../../base/json.ts';
import type { AdmissionRequest } from '../../model/admission-request.ts';
import type { Context, Policy } from '../../model/engine.ts';
import type { KubernetesObject } from '../../model/kubernetes-object.ts';
import type { Verdict } from '../../model/verdict.ts';
import { keepsEmptyAnswer } from './keeps-empty-answer.ts';
import { isKubernetesObject } from './kubernetes-object.ts';
import type { SuitePolicy } from './load-policies.ts';
import { PHASES, type Phase } from './policy-kinds.ts';
import type { Response, RuleResponse } from './response.ts';
import { clusterOf, overlaid } from './suite-cluster.ts';
import type { SuiteRequests } from './suite-requests.ts';

/** The policies of a suite in the order in which the CLI asks them: section 1.5 of the map of the format. */
export interface Questions {
  readonly phases: readonly { readonly phase: Phase; readonly policies: readonly SuitePolicy[] }[];
  readonly context: Context;
  readonly requests: SuiteRequests;
  /** The objects that the cloning rules of a policy find. */
  cloneSources(policy: SuitePolicy): readonly KubernetesObject[];
}

/** Sorts policies into the phases of evaluation. */
export function inPhases(policies: readonly SuitePolicy[]): Questions['phases'] {
  return PHASES.map((phase) => ({ phase, policies: policies.filter(({ kind }) => kind.phase === phase) })).filter(
    (each) => each.policies.length > 0,
  );
}

/**
 * Asks the policies about one object: Kyverno's own kinds mutate one after the other and then validate what came out, then come the
 * kinds in CEL, and last of all what generates.
 */
export function askPolicies(resource: KubernetesObject, questions: Questions): readonly Response[] {
  const { phases, context, requests } = questions;
  const responses: Response[] = [];
  let object = resource;
  for (const { phase, policies } of phases) {
    // Those that are asked alone see the object as it was written.
    let current = phase === 'alone' ? resource : object;
    for (const each of policies) {
      if ('gap' in each) {
        responses.push(gapResponse(each, current, each.gap));
      } else if (each.policy.mutate) {
        const request = requests.build(current, each.name);
        const response = askMutate(each, each.policy, request, current, context);
        responses.push(response);
        current = response.object;
      }
    }
    for (const each of policies) {
      if ('gap' in each || !each.policy.validate) continue;
      const request = requests.build(current, each.name);
      responses.push(...askValidate(each, each.policy, request, current, context));
    }
    if (phase !== 'alone') object = current;
  }
  // GeneratingPolicies come before the generating rules of Kyverno's own kinds.
  for (const { policies } of phases.toReversed()) {
    for (const each of policies) {
      if ('gap' in each || !each.policy.generate) continue;
      const request = requests.build(object, each.name);
      const sources = [object, ...questions.cloneSources(each)];
      const known = { ...context, cluster: overlaid(clusterOf(sources), context.cluster) };
      responses.push(...askGenerate(each, each.policy, request, object, known));
    }
  }
  return responses;
}

function askMutate(
  suitePolicy: SuitePolicy,
  policy: Policy,
  request: AdmissionRequest,
  object: KubernetesObject,
  context: Context,
): Response {
  try {
    const result = policy.mutate?.(request, context);
    const rules = (result?.verdicts ?? []).map((verdict) => ruleResponse(verdict, suitePolicy));
    return {
      ...head(suitePolicy),
      part: 'mutate',
      rules,
      object: result?.object ?? object,
      targets: result?.targets ?? [],
    };
  } catch (cause) {
    return gapResponse(suitePolicy, object, crashReason(cause));
  }
}

function askValidate(
  suitePolicy: SuitePolicy,
  policy: Policy,
  request: AdmissionRequest,
  object: KubernetesObject,
  context: Context,
): readonly Response[] {
  try {
    const rules = (policy.validate?.(request, context) ?? []).map((verdict) => ruleResponse(verdict, suitePolicy));
    if (rules.length === 0 && !keepsEmptyAnswer(suitePolicy.object)) return [];
    return [{ ...head(suitePolicy), part: 'validate', rules, object, targets: [] }];
  } catch (cause) {
    return [gapResponse(suitePolicy, object, crashReason(cause))];
  }
}

function askGenerate(
  suitePolicy: SuitePolicy,
  policy: Policy,
  request: AdmissionRequest,
  object: KubernetesObject,
  context: Context,
): readonly Response[] {
  try {
    const result = policy.generate?.(request, context);
    const rules = (result?.verdicts ?? []).map((verdict): RuleResponse => {
      const made = (result?.objects ?? []).filter(({ rule }) => rule === verdict.rule).map(({ object: each }) => each);
      return { ...ruleResponse(verdict, suitePolicy), generated: made.filter(isKubernetesObject) };
    });
    return rules.length === 0 ? [] : [{ ...head(suitePolicy), part: 'generate', rules, object, targets: [] }];
  } catch (cause) {
    return [gapResponse(suitePolicy, object, crashReason(cause))];
  }
}

function head({ name, kind }: SuitePolicy): Pick<Response, 'policy' | 'namedRules'> {
  return { policy: name, namedRules: kind.namedRules };
}

function gapResponse(suitePolicy: SuitePolicy, object: KubernetesObject, gap: string): Response {
  return { ...head(suitePolicy), part: 'validate', rules: [], object, targets: [], gap };
}

function crashReason(cause: unknown): string {
  return `crash: ${cause instanceof Error ? cause.message : String(cause)}`;
}

function ruleResponse(verdict: Verdict, { object }: SuitePolicy): RuleResponse {
  const { outcome, rule } = verdict;
  const unscored = outcome === 'fail' && annotationOf(object, 'policies.kyverno.io/scored') === 'false';
  return { rule, status: unscored ? 'warn' : outcome, message: messageOf(verdict), generated: [] };
}

function messageOf(verdict: Verdict): string {
  switch (verdict.outcome) {
    case 'pass':
      return '';
    case 'skip':
      return verdict.reason;
    case 'fail':
      return verdict.message;
    case 'error':
      return verdict.error.message;
    case 'unknown':
      return `needs: ${verdict.needs}`;
  }
}

function annotationOf({ metadata }: KubernetesObject, key: string): JsonValue | undefined {
  const annotations = metadata.annotations;
  return isObject(annotations) ? annotations[key] : undefined;
}
