import { isArray, isObject, type JsonObject, type JsonValue } from '../../../base/json.ts';
import type { Path } from '../../../base/path.ts';
import type { Target } from '../../../model/target.ts';
import { compileMatch } from '../match/compile-match.ts';
import { applyJson6902 } from '../mutation/json-6902.ts';
import { applyStrategicMergePatch } from '../mutation/strategic-merge.ts';
import { compilePattern } from '../pattern/compile-pattern.ts';
import type { CompiledPattern } from '../pattern/pattern-result.ts';
import { compileContextEntries } from '../variables/compile-context-entries.ts';
import type { QueryContext } from '../variables/query-context.ts';
import { SubstitutionError } from '../variables/substitution-error.ts';
import { compileTemplate, expressionsOf, substitute } from '../variables/template.ts';
import { compileConditions } from './compile-conditions.ts';
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

/**
 * Compiles one rule of a policy, whose fields have been checked. Each part is compiled when it is first needed: most policies of a
 * repository never meet an object that they are about.
 */
export function compileRule(source: RuleSource, spec: JsonObject, target: Target): CompiledRule {
  const { rule, authoredName, path, controllers } = source;
  const matches = lazily(() => compileMatch(rule));
  const entries = lazily(() => compileContextEntries(rule.context));
  const expressions = lazily(() => entryExpressions(rule.context));
  const preconditions = lazily(() =>
    isFilled(rule.preconditions) ? compileConditions(rule.preconditions) : undefined,
  );
  const action = lazily(() => compileAction(rule, spec, target));
  return {
    name: String(rule.name),
    authoredName,
    path,
    source: rule,
    controllers,
    isMutating: isObject(rule.mutate),
    level: levelOf(spec, rule),
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

function isFilled(preconditions: JsonValue | undefined): boolean {
  return isArray(preconditions) ? preconditions.length > 0 : isObject(preconditions);
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

function compileAction(rule: JsonObject, spec: JsonObject, target: Target): RuleAction {
  const unsupported = unsupportedPart(rule, spec);
  if (unsupported) return { kind: 'unsupported', ...unsupported };
  if (isObject(rule.validate)) return compileValidation(rule.validate, target);
  return compileMutation(rule, isObject(rule.mutate) ? rule.mutate : {});
}

function compileValidation(validate: JsonObject, target: Target): RuleAction {
  const { pattern, anyPattern, deny } = validate;
  const text = typeof validate.message === 'string' ? validate.message : '';
  const message = { text, template: compileTemplate(text) };
  const allowsExisting = validate.allowExistingViolations !== false;
  if (isObject(deny)) {
    const conditions = deny.conditions ?? null;
    return {
      kind: 'deny',
      conditions: conditions === null ? undefined : compileConditions(conditions),
      message,
      allowsExisting,
    };
  }
  const patterns = isArray(anyPattern) ? anyPattern : [pattern ?? null];
  const compiled = patterns.map((each) => compilePatternTemplate(each, target));
  return {
    kind: isArray(anyPattern) ? 'anyPattern' : 'pattern',
    patterns: (context) => compiled.map((each) => each(context)),
    message,
    allowsExisting,
  };
}

/** A pattern without variables is compiled here and now, another one for each content that its variables give it. */
function compilePatternTemplate(pattern: JsonValue, target: Target): (context: QueryContext) => CompiledPattern {
  const numbers = target.profile === 'kyverno-cli' ? 'float' : 'integer';
  const template = compileTemplate(pattern, []);
  if (template.kind === 'constant') {
    const compiled = compilePattern(template.value, { numbers });
    return () => compiled;
  }
  const known = new Map<string, CompiledPattern>();
  return (context) => {
    const substituted = template.evaluate(context);
    const content = JSON.stringify(substituted);
    let compiled = known.get(content);
    if (!compiled) {
      if (known.size >= MAX_KNOWN) known.clear();
      compiled = compilePattern(substituted, { numbers });
      known.set(content, compiled);
    }
    return compiled;
  };
}

const MAX_KNOWN = 100;

function compileMutation(rule: JsonObject, mutate: JsonObject): RuleAction {
  const { patchStrategicMerge, patchesJson6902 } = mutate;
  const whole = compileTemplate({ ...rule, mutate: null });
  const patch = compileTemplate(patchStrategicMerge ?? patchesJson6902 ?? null, []);
  const rest = whole.kind === 'constant' ? undefined : whole;
  return {
    kind: 'mutate',
    rule:
      rest === undefined
        ? patch
        : {
            kind: 'variable',
            expressions: [...expressionsOf(patch), ...expressionsOf(whole)],
            evaluate(context) {
              // Kyverno substitutes the whole rule: what has no value anywhere in it is an error here.
              rest.evaluate(context);
              return substitute(patch, context);
            },
          },
    patch(substituted, object) {
      if (patchStrategicMerge !== undefined) return applyStrategicMergePatch(substituted, object);
      if (typeof substituted !== 'string') throw new SubstitutionError('patchesJson6902 did not yield a text');
      return applyJson6902(substituted, object);
    },
  };
}

/** The expressions behind each context entry whose value is computed from others. */
function entryExpressions(context: JsonValue | undefined): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, readonly string[]>();
  for (const entry of isArray(context) ? context : []) {
    if (!isObject(entry) || typeof entry.name !== 'string' || !isObject(entry.variable)) continue;
    const { value, jmesPath } = entry.variable;
    // A path on the entry's own value reads nothing else.
    const own =
      value === undefined
        ? compileTemplate(`{{ ${typeof jmesPath === 'string' ? jmesPath : ''} }}`)
        : compileTemplate(value);
    found.set(entry.name, expressionsOf(own));
  }
  return found;
}
