import { isArray, isObject, type JsonValue } from '../../base/json.ts';
import type { ComparisonOperator, Member, Node, SliceParts } from './ast.ts';
import { compileCommunityNode } from './compile-community.ts';
import { equalValues } from './equal-values.ts';
import { JmespathRuntimeError, NotFoundError } from './errors.ts';
import { type Argument, ExpressionReference, type FunctionTable } from './functions.ts';
import { numberOf } from './integers.ts';
import { parseJmespath } from './parse.ts';
import { type QueriedPath, queriedPaths } from './queried-paths.ts';
import { DEFAULT_LIMITS, type Evaluate, type EvaluationLimits, Run, type Variables } from './run.ts';
import { sliceList } from './slice-list.ts';
import type { Grammar } from './tokenise.ts';
import { isTrue } from './truth.ts';

export interface CompiledExpression<Environment> {
  readonly text: string;
  /** What it reads, for placing findings and for knowing which variables it needs. Computed when first asked for. */
  readonly queriedPaths: readonly QueriedPath[];
  /** The functions that it calls, known or not, each once. */
  readonly calledFunctions: readonly string[];
  /**
   * Its value on data. The environment is handed to the functions: a clock, a source of random numbers.
   * Throws JmespathRuntimeError, NotFoundError where missing keys are errors, and what the variables throw.
   */
  evaluate(data: JsonValue, environment: Environment, variables?: Variables): JsonValue;
}

export interface CompileOptions {
  /**
   * What a key is that an object does not have: null, as the specification has it, or an error, as Kyverno has it. Such an error is null
   * again in comparisons, arguments, `||`, `!`, on the left of `&&`, in multi-selects, pipes and projections. A key of anything but an
   * object, and an index out of range, are always null.
   */
  readonly missingKeys: 'null' | 'error';
  /** `classic`, unless said otherwise; in that of the community, the values of null are selected too, and text can be sliced. */
  readonly grammar?: Grammar;
  readonly limits?: EvaluationLimits;
}

/** Compiles an expression once, to be evaluated many times. Throws JmespathSyntaxError. */
export function compileJmespath<Environment>(
  text: string,
  functions: FunctionTable<Environment>,
  { missingKeys, grammar = 'classic', limits = DEFAULT_LIMITS }: CompileOptions,
): CompiledExpression<Environment> {
  const root = parseJmespath(text, grammar);
  const compiler = new Compiler(functions, missingKeys === 'error', grammar === 'community');
  const evaluateRoot = compiler.compile(root);
  const measured = compiler.amplification > MAX_UNMEASURED_AMPLIFICATION;
  let paths: readonly QueriedPath[] | undefined;
  return {
    text,
    get queriedPaths() {
      paths ??= queriedPaths(root);
      return paths;
    },
    calledFunctions: [...compiler.calledFunctions],
    evaluate(data, environment, variables) {
      const run = new Run(environment, limits, variables);
      const result = evaluateRoot(data, run);
      if (result === undefined) throw new NotFoundError(run.missingKey);
      if (measured) measure(result, run);
      return result;
    },
  };
}

/**
 * A multi-select may name the same value many times. In memory that costs nothing, but whoever walks the result walks it many times; a
 * chain of multi-selects could make that endless. Expressions that could multiply their data by more than this have their results counted.
 */
const MAX_UNMEASURED_AMPLIFICATION = 100;

function measure<Environment>(value: JsonValue, run: Run<Environment>): void {
  if (typeof value !== 'object' || value === null) return;
  const parts = isArray(value) ? value : Object.values(value);
  run.spendSteps(parts.length);
  for (const part of parts) measure(part, run);
}

class Compiler<Environment> {
  readonly calledFunctions = new Set<string>();
  /** How many times over the multi-selects could repeat what they select. */
  amplification = 1;
  /** How many nodes can fail in another way than by a missing key. */
  #fallible = 0;
  readonly #functions: FunctionTable<Environment>;
  readonly #missingIsError: boolean;
  readonly #isCommunity: boolean;

  constructor(functions: FunctionTable<Environment>, missingIsError: boolean, isCommunity: boolean) {
    this.#functions = functions;
    this.#missingIsError = missingIsError;
    this.#isCommunity = isCommunity;
  }

  compile(node: Node): Evaluate<Environment> {
    switch (node.kind) {
      case 'field':
        return this.#fields(undefined, [node.name]);
      case 'index':
        return indexOf(node.index);
      case 'slice':
        this.#fallible++;
        return (value, run) => {
          if (this.#isCommunity && typeof value === 'string') return sliceText(value, node.parts, run);
          if (!isArray(value)) return null;
          run.spendSteps(value.length);
          return sliceList(value, node.parts);
        };
      case 'literal': {
        const { value } = node;
        return () => value;
      }
      case 'current':
        return (value) => value;
      case 'subexpression':
        return this.#subexpression(node.left, node.right);
      case 'pipe': {
        const left = this.compile(node.left);
        const right = this.compile(node.right);
        return (value, run) => right(left(value, run) ?? null, run) ?? null;
      }
      case 'flatten-projection':
        return this.#flattenProjection(node.left, node.right);
      case 'list-projection':
        return this.#listProjection(node.left, node.right);
      case 'value-projection':
        return this.#valueProjection(node.left, node.right);
      case 'filter-projection':
        return this.#filterProjection(node.left, node.condition, node.right);
      case 'or': {
        const left = this.compile(node.left);
        const right = this.compile(node.right);
        return (value, run) => {
          const first = left(value, run) ?? null;
          return isTrue(first) ? first : (right(value, run) ?? null);
        };
      }
      case 'and': {
        const left = this.compile(node.left);
        const right = this.compile(node.right);
        return (value, run) => {
          const first = left(value, run) ?? null;
          return isTrue(first) ? right(value, run) : first;
        };
      }
      case 'not': {
        const operand = this.compile(node.operand);
        return (value, run) => !isTrue(operand(value, run) ?? null);
      }
      case 'comparison':
        return this.#comparison(node.operator, node.left, node.right);
      case 'multi-select-list':
        return this.#multiSelectList(node.items);
      case 'multi-select-hash':
        return this.#multiSelectHash(node.members);
      case 'call':
        return this.#call(node.name, node.arguments);
      case 'reference':
        // An expression reference is an argument or nothing.
        return () => null;
      case 'variable':
        this.#fallible++;
        return compileCommunityNode(node, (part) => this.compile(part));
      case 'root':
      case 'let':
      case 'arithmetic':
      case 'sign':
        return compileCommunityNode(node, (part) => this.compile(part));
    }
  }

  #subexpression(left: Node, right: Node): Evaluate<Environment> {
    if (right.kind === 'field') {
      const names = [right.name];
      let start = left;
      while (start.kind === 'subexpression' && start.right.kind === 'field') {
        names.unshift(start.right.name);
        start = start.left;
      }
      if (start.kind === 'current') return this.#fields(undefined, names);
      if (start.kind === 'field') return this.#fields(undefined, [start.name, ...names]);
      return this.#fields(this.compile(start), names);
    }
    const first = this.compile(left);
    const second = this.compile(right);
    return (value, run) => {
      const result = first(value, run);
      // A missing key ends a chain; null does not, for a function may take it. In the community's grammar it does.
      return result === undefined || (result === null && this.#isCommunity) ? result : second(result, run);
    };
  }

  /** A chain of keys in one closure: it is what most expressions consist of. */
  #fields(start: Evaluate<Environment> | undefined, names: readonly string[]): Evaluate<Environment> {
    const missingIsError = this.#missingIsError;
    // Names such as `constructor` are found on every JavaScript object, though the data does not have them.
    const inherited = names.some((name) => name in Object.prototype);
    return (value, run) => {
      let result: JsonValue | undefined = value;
      if (start) {
        result = start(value, run);
        if (result === undefined) return undefined;
      }
      // By index: it is the innermost loop of all, and an iterator would double its time.
      for (let index = 0; index < names.length; index++) {
        const name = names[index] ?? '';
        if (!isObject(result)) return null;
        const next: JsonValue | undefined = inherited && !Object.hasOwn(result, name) ? undefined : result[name];
        if (next === undefined) {
          if (!missingIsError) return null;
          run.missingKey = name;
          return undefined;
        }
        result = next;
      }
      return result;
    };
  }

  #flattenProjection(left: Node, right: Node): Evaluate<Environment> {
    const list = this.#lenient(left);
    const each = this.#projected(right);
    return (value, run) => {
      const items = list(value, run);
      if (!isArray(items)) return null;
      const collected: JsonValue[] = [];
      for (const item of items) {
        if (isArray(item)) projectInto(collected, item, each, run);
        else collect(collected, each(item, run));
      }
      run.spendSteps(items.length);
      return collected;
    };
  }

  #listProjection(left: Node, right: Node): Evaluate<Environment> {
    const list = this.compile(left);
    const each = this.#projected(right);
    const mayBeText = this.#isCommunity && left.kind === 'subexpression' && left.right.kind === 'slice';
    return (value, run) => {
      const items = list(value, run);
      // A part of a text is not projected: what follows the slice is passed over.
      if (mayBeText && typeof items === 'string') return items;
      return isArray(items) ? projectInto([], items, each, run) : null;
    };
  }

  #projected(right: Node): Evaluate<Environment> {
    return right.kind === 'current' ? IDENTITY : this.compile(right);
  }

  #valueProjection(left: Node, right: Node): Evaluate<Environment> {
    const object = this.#lenient(left);
    const each = this.compile(right);
    return (value, run) => {
      const members = object(value, run);
      if (!isObject(members)) return null;
      const values = Object.values(members);
      const collected = this.#missingIsError ? this.#projectNulls(values.length, each, run) : [];
      return projectInto(collected, values, each, run);
    };
  }

  /** For each value go-jmespath projects a null before the first: `*.to_string(@)` begins with as many `"null"`. */
  #projectNulls(count: number, each: Evaluate<Environment>, run: Run<Environment>): JsonValue[] {
    const projected = count === 0 ? null : (each(null, run) ?? null);
    return projected === null ? [] : new Array<JsonValue>(count).fill(projected);
  }

  #filterProjection(left: Node, condition: Node, right: Node): Evaluate<Environment> {
    const list = this.#lenient(left);
    const holds = this.compile(condition);
    const each = this.compile(right);
    return (value, run) => {
      const items = list(value, run);
      if (!isArray(items)) return null;
      run.spendSteps(items.length);
      const collected: JsonValue[] = [];
      for (const item of items) {
        if (!isTrue(holds(item, run) ?? null)) continue;
        collect(collected, each(item, run));
      }
      return collected;
    };
  }

  /** What go-jmespath flattens, filters or takes the values of counts as null if it fails in whatever way. */
  #lenient(node: Node): Evaluate<Environment> {
    const fallibleBefore = this.#fallible;
    const evaluate = this.compile(node);
    const isLenient = this.#missingIsError || this.#isCommunity;
    if (!isLenient || this.#fallible === fallibleBefore) return evaluate;
    return (value, run) => {
      try {
        return evaluate(value, run) ?? null;
      } catch (cause) {
        if (cause instanceof JmespathRuntimeError && cause.kind !== 'limit') return null;
        throw cause;
      }
    };
  }

  #comparison(operator: ComparisonOperator, left: Node, right: Node): Evaluate<Environment> {
    const first = this.compile(left);
    const second = this.compile(right);
    if (operator === '==' || operator === '!=') {
      const expected = operator === '==';
      return (value, run) => equalValues(first(value, run) ?? null, second(value, run) ?? null, run) === expected;
    }
    const compare = ORDERINGS[operator];
    return (value, run) => {
      const one = numberOf(first(value, run));
      const other = numberOf(second(value, run));
      return one !== undefined && other !== undefined ? compare(one, other) : null;
    };
  }

  #multiSelectList(items: readonly Node[]): Evaluate<Environment> {
    this.amplification *= items.length;
    const selections = items.map((item) => this.compile(item));
    const selectsOfNull = this.#isCommunity;
    return (value, run) =>
      value === null && !selectsOfNull ? null : selections.map((select) => select(value, run) ?? null);
  }

  #multiSelectHash(members: readonly Member[]): Evaluate<Environment> {
    this.amplification *= members.length;
    const selections = members.map(({ key, value }) => ({ key, select: this.compile(value) }));
    const selectsOfNull = this.#isCommunity;
    return (value, run) => {
      if (value === null && !selectsOfNull) return null;
      const selected: Record<string, JsonValue> = {};
      for (const { key, select } of selections) setOwn(selected, key, select(value, run) ?? null);
      return selected;
    };
  }

  #call(name: string, argumentNodes: readonly Node[]): Evaluate<Environment> {
    this.#fallible++;
    this.calledFunctions.add(name);
    const called = this.#functions.get(name);
    if (!called) {
      return () => {
        throw new JmespathRuntimeError('unknown-function', `there is no JMESPath function called "${name}"`);
      };
    }
    const readers = argumentNodes.map((node) => this.#argument(node));
    return (value, run) => {
      const given: Argument[] = [];
      for (const read of readers) given.push(read(value, run));
      return called.call(name, given, run);
    };
  }

  #argument(node: Node): (value: JsonValue, run: Run<Environment>) => Argument {
    if (node.kind !== 'reference') {
      const evaluate = this.compile(node);
      return (value, run) => evaluate(value, run) ?? null;
    }
    const evaluate = this.compile(node.operand);
    return (_value, run) =>
      new ExpressionReference((item) => {
        run.spendSteps(1);
        return evaluate(item, run) ?? null;
      });
  }
}

/** Whole texts are split into characters, as Go's runes are. */
function sliceText<Environment>(text: string, parts: SliceParts, run: Run<Environment>): JsonValue {
  if (parts[2] === 0) return null;
  run.spendCharacters(text.length);
  return sliceList(Array.from(text), parts).join('');
}

/** Assignment would change the prototype for one name; a policy may well write it. */
function setOwn(object: Record<string, JsonValue>, key: string, value: JsonValue): void {
  if (key === '__proto__')
    Object.defineProperty(object, key, { value, enumerable: true, configurable: true, writable: true });
  else object[key] = value;
}

const ORDERINGS: Readonly<Record<'<' | '<=' | '>' | '>=', (left: number, right: number) => boolean>> = {
  '<': (left, right) => left < right,
  '<=': (left, right) => left <= right,
  '>': (left, right) => left > right,
  '>=': (left, right) => left >= right,
};

function indexOf<Environment>(index: number): Evaluate<Environment> {
  return (value) => (isArray(value) ? (value.at(index) ?? null) : null);
}

const IDENTITY = (value: JsonValue): JsonValue => value;

function projectInto<Environment>(
  collected: JsonValue[],
  items: readonly JsonValue[],
  each: Evaluate<Environment>,
  run: Run<Environment>,
): readonly JsonValue[] {
  run.spendSteps(items.length);
  for (const item of items) collect(collected, each(item, run));
  return collected;
}

/** A projection drops what is null. */
function collect(collected: JsonValue[], result: JsonValue | undefined): void {
  if (result !== null && result !== undefined) collected.push(result);
}
