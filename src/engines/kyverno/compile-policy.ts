import { isArray, isObject, type JsonObject, type JsonValue } from '../../base/json.ts';
import type { AdmissionRequest } from '../../model/admission-request.ts';
import type {
  Context,
  GeneratedObject,
  GenerationResult,
  KindSelector,
  Policy,
  PolicyDocument,
  Rule,
  Trace,
} from '../../model/engine.ts';
import type { GroupVersionKind, KubernetesObject } from '../../model/kubernetes-object.ts';
import type { Target } from '../../model/target.ts';
import type { Mutation, MutationResult, TargetMutation, Verdict } from '../../model/verdict.ts';
import { autogenControllers, CONTROLLERS, containsKind, kindsOf } from './autogen/controllers.ts';
import { autogenVariants } from './autogen/variants.ts';
import type { Exceptions } from './exceptions/exceptions.ts';
import { kindSelectorsOf } from './match/kind-selectors.ts';
import { compileRule, type RuleSource } from './rules/compile-rule.ts';
import type { CompiledRule } from './rules/compiled-rule.ts';
import type { PolicyRun } from './rules/evaluate-rule.ts';
import { explainRule } from './rules/explain-rule.ts';
import { strictestOf } from './rules/failure-action.ts';
import { generateByRule } from './rules/generate-rule.ts';
import { mutateRule } from './rules/mutate-rule.ts';
import { mutateTargets } from './rules/mutate-targets.ts';
import type { RequestView } from './rules/request-view.ts';
import type { RequestViews } from './rules/request-views.ts';
import { validateRule } from './rules/validate-rule.ts';
import type { Expressions } from './variables/expressions.ts';

/** What the policies of a run share. */
export interface CompileInput {
  readonly target: Target;
  readonly expressions: Expressions;
  readonly views: RequestViews;
  readonly exceptions: Exceptions;
}

/** Compiles a ClusterPolicy or Policy whose document has been checked. */
export function compilePolicy(
  document: PolicyDocument,
  { target, expressions, views, exceptions }: CompileInput,
): Policy {
  const { object } = document;
  const spec = isObject(object.spec) ? object.spec : {};
  const written = writtenRules(spec);
  const sources = withVariants(written, autogenControllers(object));
  const excused = policyKey(object);
  const namespace = namespaceOf(object);
  const rules = sources.map((source) =>
    compileRule(source, { spec, namespace }, target, exceptions.of(excused, String(source.rule.name))),
  );
  const name = String(object.metadata.name);
  const run: PolicyRun = { name, expressions, document };
  const asked = new PolicyRules(run, rules, spec, namespace, views);
  const has = (...phases: readonly CompiledRule['phase'][]) => rules.some(({ phase }) => phases.includes(phase));
  const isAsked = !(spec.admission === false && target.profile === 'cluster');
  return {
    id: namespace === undefined ? `${object.kind}/${name}` : `${object.kind}/${namespace}/${name}`,
    name,
    title: annotationOf(object, 'policies.kyverno.io/title') ?? name,
    engine: 'kyverno',
    level: strictestOf(rules.map((rule) => rule.level.strictest)),
    ...documentationOf(object),
    document,
    kinds: distinctKinds(sources.flatMap(({ rule }) => kindSelectorsOf(rule))),
    rules: rules.filter((rule) => rule.controllers === undefined).map(describeRule),
    explain: (request, context) => asked.explain(request, context),
    ...(isAsked && has('mutate', 'mutate-existing')
      ? { mutate: (request, context) => asked.mutate(request, context) }
      : {}),
    ...(has('validate') ? { validate: (request, context) => asked.validate(request, context) } : {}),
    ...(target.profile === 'cluster' && asked.judgesCreatedPods
      ? { validateCreatedPod: (request, controller, context) => asked.validateCreatedPod(request, controller, context) }
      : {}),
    ...(isAsked && has('generate') ? { generate: (request, context) => asked.generate(request, context) } : {}),
  };
}

/** A policy's compiled rules, asked about requests. */
class PolicyRules {
  readonly #run: PolicyRun;
  readonly #validating: readonly CompiledRule[];
  readonly #mutating: readonly CompiledRule[];
  readonly #generating: readonly CompiledRule[];
  readonly #onlyOne: boolean;
  readonly #namespace: string | undefined;
  readonly #views: RequestViews;

  constructor(
    run: PolicyRun,
    rules: readonly CompiledRule[],
    spec: JsonObject,
    namespace: string | undefined,
    views: RequestViews,
  ) {
    this.#run = run;
    this.#validating = rules.filter(({ phase }) => phase === 'validate');
    this.#mutating = rules.filter(({ phase }) => phase === 'mutate' || phase === 'mutate-existing');
    this.#generating = rules.filter(({ phase }) => phase === 'generate');
    this.#onlyOne = spec.applyRules === 'One';
    this.#namespace = namespace;
    this.#views = views;
  }

  validate(request: AdmissionRequest, context: Context): readonly Verdict[] {
    const view = this.#views.of(request, context);
    const verdicts: Verdict[] = [];
    if (!this.#isAbout(view)) return verdicts;
    for (const rule of this.#validating) {
      // A generated rule judges the controllers that it was made for, whatever else its filters say.
      if (rule.controllers && !rule.controllers.has(request.kind.kind)) continue;
      const verdict = validateRule(this.#run, rule, view);
      if (!verdict) continue;
      verdicts.push(verdict);
      if (this.#onlyOne && (verdict.outcome === 'pass' || verdict.outcome === 'fail')) break;
    }
    return verdicts;
  }

  /** Whether there are rules about Pods without variants for each controller. */
  get judgesCreatedPods(): boolean {
    const kinds = Object.keys(CONTROLLERS);
    return this.#validating.some((rule) => kinds.some((kind) => this.#leavesPodsOf(rule, kind)));
  }

  validateCreatedPod(request: AdmissionRequest, controller: GroupVersionKind, context: Context): readonly Verdict[] {
    const view = this.#views.of(request, context);
    if (!this.#isAbout(view)) return [];
    return this.#validating
      .filter((rule) => this.#leavesPodsOf(rule, controller.kind))
      .map((rule) => validateRule(this.#run, rule, view))
      .filter((verdict) => verdict !== undefined);
  }

  /** Whether a rule is about Pods, and has no variant that is about those in the manifests of a controller. */
  #leavesPodsOf({ controllers, authoredName, source }: CompiledRule, kind: string): boolean {
    if (controllers !== undefined || !containsKind(kindsOf(source.match), 'Pod')) return false;
    return !this.#validating.some((other) => other.authoredName === authoredName && other.controllers?.has(kind));
  }

  mutate(request: AdmissionRequest, context: Context): MutationResult {
    const original = request.object;
    const mutations: Mutation[] = [];
    const verdicts: Verdict[] = [];
    let view = this.#views.of(request, context);
    if (original === null || request.operation === 'DELETE' || !this.#isAbout(view)) {
      return { object: objectOf(request), mutations, verdicts };
    }
    const targets: TargetMutation[] = [];
    for (const rule of this.#mutating) {
      if (rule.phase === 'mutate-existing' && rule.action.kind === 'mutate') {
        const result = mutateTargets(this.#run, rule, view);
        verdicts.push(...(result?.verdicts ?? []));
        targets.push(...(result?.targets ?? []));
        continue;
      }
      const result = mutateRule(this.#run, rule, view);
      if (!result) continue;
      verdicts.push(result.verdict);
      if (result.object && result.mutation) {
        mutations.push(result.mutation);
        view = view.withRequest({ ...view.request, object: result.object });
      }
      if (this.#onlyOne && result.verdict.outcome === 'pass') break;
    }
    const mutated = view.request.object ?? original;
    const object = mutations.length === 0 ? original : asWritten(mutated, original, request);
    return { object, mutations, verdicts, ...(targets.length > 0 && { targets }) };
  }

  generate(request: AdmissionRequest, context: Context): GenerationResult {
    const view = this.#views.of(request, context);
    const objects: GeneratedObject[] = [];
    const verdicts: Verdict[] = [];
    if (!this.#isAbout(view)) return { objects, verdicts };
    for (const rule of this.#generating) {
      const result = generateByRule(this.#run, rule, view);
      if (!result) continue;
      objects.push(...result.objects);
      verdicts.push(result.verdict);
      if (this.#onlyOne && result.verdict.outcome !== 'skip') break;
    }
    return { objects, verdicts };
  }

  explain(request: AdmissionRequest, context: Context): Trace {
    const view = this.#views.of(request, context);
    if (!this.#isAbout(view)) {
      return { steps: [{ text: `the policy is about namespace ${this.#namespace} only`, outcome: 'no' }] };
    }
    const judging = this.#validating.filter((rule) => !rule.controllers || rule.controllers.has(request.kind.kind));
    const rules = [...this.#mutating, ...judging, ...this.#generating];
    return { steps: rules.map((rule) => explainRule(this.#run, rule, view)) };
  }

  /** A Policy is about its own namespace only, and never about an object of cluster scope. */
  #isAbout({ request: { object, oldObject } }: RequestView): boolean {
    const namespace = this.#namespace;
    return (
      namespace === undefined ||
      [object, oldObject].every((each) => each === null || each.metadata.namespace === namespace)
    );
  }
}

/** Without the namespace that the API server fills in: the patches do not hold it either. */
function asWritten(mutated: KubernetesObject, original: KubernetesObject, request: AdmissionRequest): KubernetesObject {
  if (original.metadata.namespace !== undefined || mutated.metadata.namespace !== request.namespace) return mutated;
  const { namespace: _filledIn, ...metadata } = mutated.metadata;
  return { ...mutated, metadata };
}

function objectOf({ object, oldObject }: AdmissionRequest): KubernetesObject {
  const present = object ?? oldObject;
  if (!present) throw new TypeError('a request without any object cannot be mutated');
  return present;
}

function writtenRules(spec: JsonObject): readonly RuleSource[] {
  const rules = isArray(spec.rules) ? spec.rules : [];
  return rules.flatMap((rule, index) =>
    isObject(rule)
      ? [{ rule, authoredName: String(rule.name), path: ['spec', 'rules', index], controllers: undefined }]
      : [],
  );
}

/** The rules as they are written, then what autogen makes of each. */
function withVariants(written: readonly RuleSource[], controllers: ReadonlySet<string>): readonly RuleSource[] {
  if (controllers.size === 0) return written;
  const variants = written.flatMap((source) =>
    autogenVariants(source.rule, controllers).map((variant): RuleSource => ({ ...source, ...variant })),
  );
  if (variants.length === 0) return written;
  return [...written.filter(({ authoredName }) => !authoredName.startsWith('autogen-')), ...variants];
}

function describeRule({ name, level, path }: CompiledRule): Rule {
  return { name, level: level.usual, path };
}

/** What exceptions call a policy. */
export function policyKey(object: KubernetesObject): string {
  const namespace = namespaceOf(object);
  const name = String(object.metadata.name);
  return namespace === undefined ? name : `${namespace}/${name}`;
}

function namespaceOf({ kind, metadata }: KubernetesObject): string | undefined {
  if (kind !== 'Policy') return undefined;
  return typeof metadata.namespace === 'string' && metadata.namespace !== '' ? metadata.namespace : 'default';
}

const DOCUMENTATION = ['policies.kyverno.io/documentation', 'policies.kyverno.io/docs', 'policies.kyverno.io/url'];

function documentationOf(object: KubernetesObject): { readonly documentation?: string } {
  for (const name of DOCUMENTATION) {
    const value = annotationOf(object, name);
    if (value?.startsWith('https://')) return { documentation: value };
  }
  return {};
}

function annotationOf({ metadata }: KubernetesObject, name: string): string | undefined {
  const value: JsonValue | undefined = isObject(metadata.annotations) ? metadata.annotations[name] : undefined;
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function distinctKinds(kinds: readonly KindSelector[]): readonly KindSelector[] {
  return [...new Map(kinds.map((kind) => [JSON.stringify(kind), kind])).values()];
}
