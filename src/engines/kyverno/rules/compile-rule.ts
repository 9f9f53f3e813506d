import { isArray, isObject, type JsonObject, type JsonValue } from '../../../base/json.ts';
import type { Path } from '../../../base/path.ts';
import type { Target } from '../../../model/target.ts';
import type { CompiledException } from '../exceptions/compile-exception.ts';
import { compileMatch } from '../match/compile-match.ts';
import { compileContextEntries } from '../variables/compile-context-entries.ts';
import { ContextEntries } from '../variables/context-entries.ts';
import { compileConditions } from './compile-conditions.ts';
import { compileGeneration } from './compile-generation.ts';
import { compileImageVerification } from './compile-image-verification.ts';
import { expressionsOfEntries, isFilled, type LoopSurroundings } from './compile-loops.ts';
import { compileMutation } from './compile-mutation.ts';
import { compileValidation } from './compile-validation.ts';
import type { CompiledRule, RuleLevel } from './compiled-rule.ts';
import { BESIDE_REQUEST, mutationLevel, validationLevel } from './failure-action.ts';
import type { RuleAction } from './rule-action.ts';
import { unsupportedPart } from './unsupported-part.ts';

export interface RuleSource {
  readonly rule: JsonObject;
  readonly authoredName: string;
  readonly path: Path;
  readonly controllers: ReadonlySet<string> | undefined;
}

/** What a rule has from its policy. */
export interface PolicySetting {
  readonly spec: JsonObject;
  /** Of a Policy; undefined for a ClusterPolicy. */
  readonly namespace: string | undefined;
}

/**
 * Compiles one rule of a policy, whose fields have been checked. Each part is compiled when it is first needed: most policies of a
 * repository never meet an object that they are about.
 */
export function compileRule(
  source: RuleSource,
  { spec, namespace }: PolicySetting,
  target: Target,
  exceptions: readonly CompiledException[],
): CompiledRule {
  const { rule, authoredName, path, controllers } = source;
  const matches = lazily(() => compileMatch(rule));
  const entries = lazily(() => compileContextEntries(rule.context, new ContextEntries([], namespace)));
  const expressions = lazily(() => expressionsOfEntries(rule.context));
  const preconditions = lazily(() =>
    isFilled(rule.preconditions) ? compileConditions(rule.preconditions) : undefined,
  );
  const action = lazily(() =>
    compileAction(rule, spec, target, { entries: entries(), entryExpressions: expressions() }),
  );
  return {
    name: String(rule.name),
    authoredName,
    path,
    source: rule,
    controllers,
    phase: phaseOf(rule),
    level: levelOf(spec, rule),
    exceptions,
    get entries() {
      return entries();
    },
    get entryExpressions() {
      return expressions();
    },
    get preconditions() {
      return preconditions();
    },
    get action() {
      return action();
    },
    matches: (subject) => matches()(subject),
  };
}

function lazily<Value>(compute: () => Value): () => Value {
  let computed: { readonly value: Value } | undefined;
  return () => {
    computed ??= { value: compute() };
    return computed.value;
  };
}

function phaseOf({ validate, mutate, generate }: JsonObject): CompiledRule['phase'] {
  if (isObject(mutate)) return isArray(mutate.targets) ? 'mutate-existing' : 'mutate';
  return isObject(generate) && !isObject(validate) ? 'generate' : 'validate';
}

function levelOf(spec: JsonObject, rule: JsonObject): RuleLevel {
  if (isObject(rule.validate)) return validationLevel(spec, rule);
  if (isObject(rule.mutate)) return isArray(rule.mutate.targets) ? BESIDE_REQUEST : mutationLevel(spec);
  return isArray(rule.verifyImages)
    ? validationLevel(spec, { validate: verifyAction(rule.verifyImages) })
    : BESIDE_REQUEST;
}

/** The verification of images has its failureAction in each of its entries; the first one that is set counts. */
function verifyAction(entries: readonly JsonValue[]): JsonObject {
  const action = entries.find((entry) => isObject(entry) && entry.failureAction !== undefined);
  return isObject(action) ? { failureAction: action.failureAction ?? null } : {};
}

function compileAction(rule: JsonObject, spec: JsonObject, target: Target, around: LoopSurroundings): RuleAction {
  const unsupported = unsupportedPart(rule, spec);
  if (unsupported) return { kind: 'unsupported', ...unsupported };
  if (isObject(rule.validate)) return compileValidation(rule.validate, target, around);
  if (isObject(rule.generate)) return compileGeneration(rule.generate, around);
  if (isArray(rule.verifyImages)) return compileImageVerification(rule);
  return compileMutation(rule, isObject(rule.mutate) ? rule.mutate : {}, around);
}
