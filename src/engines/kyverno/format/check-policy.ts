import { didYouMean } from '../../../base/did-you-mean.ts';
import { isArray, isObject, type JsonObject, type JsonValue } from '../../../base/json.ts';
import type { Path } from '../../../base/path.ts';
import type { ErrorCode } from '../../../errors/codes.ts';
import { PolicyError } from '../../../errors/tidewaiter-error.ts';
import type { PolicyDocument } from '../../../model/engine.ts';
import type { Expressions } from '../variables/expressions.ts';
import { failureMessage } from '../variables/failure-message.ts';
import { findVariables, mayHoldVariable } from '../variables/find-variables.ts';

const RULE_TYPES = ['validate', 'mutate', 'generate', 'verifyImages'];
const VALIDATIONS = ['pattern', 'anyPattern', 'deny', 'foreach', 'podSecurity', 'cel', 'manifests', 'assert'];
const MUTATIONS = ['patchStrategicMerge', 'patchesJson6902', 'foreach'];
const CONTEXT_SOURCES = ['variable', 'configMap', 'apiCall', 'imageRegistry', 'globalReference'];

/**
 * What in a policy's rules Kyverno would refuse though each field is of its type: two rules of one name, no or several things to do,
 * expressions that are none.
 */
export function checkPolicy(document: PolicyDocument, expressions: Expressions): readonly PolicyError[] {
  const checker = new Checker(document, expressions);
  const { spec } = document.object;
  const rules = isObject(spec) && isArray(spec.rules) ? spec.rules : [];
  if (rules.length === 0) checker.add('policy/missing-field', 'it has no rules', ['spec', 'rules'], 'Add a rule.');
  const names = new Set<string>();
  for (const [index, rule] of rules.entries()) {
    if (!isObject(rule)) continue;
    const path = ['spec', 'rules', index];
    const name = String(rule.name);
    if (names.has(name)) {
      checker.add(
        'policy/invalid-value',
        `two rules are called "${name}"`,
        [...path, 'name'],
        'Give each rule a name of its own.',
      );
    }
    names.add(name);
    checker.checkRule(rule, path);
  }
  return checker.problems;
}

class Checker {
  readonly problems: PolicyError[] = [];
  readonly #document: PolicyDocument;
  readonly #expressions: Expressions;

  constructor(document: PolicyDocument, expressions: Expressions) {
    this.#document = document;
    this.#expressions = expressions;
  }

  checkRule(rule: JsonObject, path: Path): void {
    this.#exactlyOne(rule, RULE_TYPES, path, `rule "${String(rule.name)}"`);
    const { validate, mutate, context } = rule;
    if (isObject(validate)) this.#exactlyOne(validate, VALIDATIONS, [...path, 'validate'], 'validate');
    if (isObject(mutate)) this.#exactlyOne(mutate, MUTATIONS, [...path, 'mutate'], 'mutate');
    for (const [index, entry] of (isArray(context) ? context : []).entries()) {
      const place = [...path, 'context', index];
      if (!isObject(entry)) continue;
      this.#exactlyOne(entry, CONTEXT_SOURCES, place, `context entry "${String(entry.name)}"`);
      const { variable } = entry;
      if (isObject(variable) && typeof variable.jmesPath === 'string' && !mayHoldVariable(variable.jmesPath)) {
        this.#checkExpression(variable.jmesPath.trim(), [...place, 'variable', 'jmesPath']);
      }
    }
    for (const part of ['context', 'preconditions', 'validate', 'mutate'])
      this.#checkVariables(rule[part], [...path, part]);
  }

  add(code: ErrorCode, message: string, path: Path, remedy?: string): void {
    const { kind, metadata } = this.#document.object;
    const { span } = this.#document.locate(path);
    this.problems.push(new PolicyError(`${kind} "${String(metadata.name)}": ${message}`, { code, span, remedy }));
  }

  #exactlyOne(object: JsonObject, fields: readonly string[], path: Path, what: string): void {
    const present = fields.filter((field) => object[field] !== undefined && object[field] !== null);
    if (present.length === 1) return;
    if (present.length === 0) {
      this.add('policy/missing-field', `${what} has none of ${fields.join(', ')}`, path, 'Add one of them.');
    } else {
      const second = present[1] ?? '';
      this.add('policy/invalid-value', `${what} has ${present.join(' and ')}; only one is allowed`, [...path, second]);
    }
  }

  /** The variables that are known before anything is evaluated. */
  #checkVariables(value: JsonValue | undefined, path: Path): void {
    if (typeof value === 'string') {
      if (!mayHoldVariable(value)) return;
      for (const { expression } of findVariables(value)) this.#checkExpression(expression, path);
    } else if (isArray(value)) {
      for (const [index, item] of value.entries()) this.#checkVariables(item, [...path, index]);
    } else if (isObject(value)) {
      // A part in CEL has no variables of Kyverno's.
      for (const [key, child] of Object.entries(value)) if (key !== 'cel') this.#checkVariables(child, [...path, key]);
    }
  }

  #checkExpression(text: string, path: Path): void {
    if (text === '@' || text === '') return;
    try {
      const { calledFunctions } = this.#expressions.compile(text);
      for (const name of calledFunctions) if (!this.#expressions.functions.has(name)) this.#unknownFunction(name, path);
    } catch (thrown) {
      const reason = failureMessage(thrown);
      if (reason === undefined) throw thrown;
      this.add('policy/expression', `"${text}" is no JMESPath expression: ${reason}`, path);
    }
  }

  #unknownFunction(name: string, path: Path): void {
    const meant = didYouMean(name, this.#expressions.functions.keys());
    const remedy = meant === undefined ? undefined : `Did you mean "${meant}"?`;
    this.add('policy/expression', `there is no JMESPath function called "${name}"`, path, remedy);
  }
}
