import { isArray, isObject, type JsonObject, type JsonValue } from '../../base/json.ts';
import { JmespathRuntimeError } from './errors.ts';
import type { Run } from './run.ts';

/** The functions that expressions may call, by name. */
export type FunctionTable<Environment> = ReadonlyMap<string, JmespathFunction<Environment>>;

export interface JmespathFunction<Environment> {
  /** Checks the arguments and calls. Throws JmespathRuntimeError. */
  call(name: string, given: readonly Argument[], run: Run<Environment>): JsonValue;
}

export type Argument = JsonValue | ExpressionReference;

/** `&expression` as an argument. */
export class ExpressionReference {
  /** The value of the expression on an item; a missing key is null. */
  readonly evaluate: (item: JsonValue) => JsonValue;

  constructor(evaluate: (item: JsonValue) => JsonValue) {
    this.evaluate = evaluate;
  }
}

interface TypeOf {
  readonly any: JsonValue;
  readonly string: string;
  readonly number: number;
  readonly boolean: boolean;
  readonly array: readonly JsonValue[];
  readonly object: JsonObject;
  readonly 'array[string]': readonly string[];
  readonly 'array[number]': readonly number[];
  readonly expression: ExpressionReference;
}
type TypeName = keyof TypeOf;
type OneOf = TypeName | `${TypeName}|${TypeName}` | `${TypeName}|${TypeName}|${TypeName}`;

/** What a parameter accepts: `'string'`, `'string|number'`. */
export type Parameter = OneOf;

type ArgumentOf<P extends string> = P extends `${infer First extends TypeName}|${infer Rest}`
  ? TypeOf[First] | ArgumentOf<Rest>
  : P extends TypeName
    ? TypeOf[P]
    : never;

type ArgumentsOf<P extends readonly Parameter[]> = { readonly [I in keyof P]: ArgumentOf<P[I]> };

/** A function with as many arguments as parameters. Like go-jmespath's, one without parameters ignores what it is given. */
export function defineFunction<const P extends readonly Parameter[], Environment = unknown>(
  parameters: P,
  body: (given: ArgumentsOf<P>, run: Run<Environment>) => JsonValue,
): JmespathFunction<Environment> {
  const checks = parameters.map(checksOf);
  return {
    call(name, given, run) {
      if (checks.length > 0 && given.length !== checks.length) throw arityError(name, checks.length, given.length);
      let index = 0;
      for (const check of checks) requireType(name, index, given[index++] ?? null, check);
      // The checks above have established just this type.
      return charge(body(given as ArgumentsOf<P>, run), run);
    },
  };
}

/** A function whose last arguments may be left out. */
export function defineOptional<
  const P extends readonly Parameter[],
  const O extends readonly Parameter[],
  Environment = unknown,
>(
  parameters: P,
  optional: O,
  body: (given: readonly [...ArgumentsOf<P>, ...Partial<ArgumentsOf<O>>], run: Run<Environment>) => JsonValue,
): JmespathFunction<Environment> {
  const checks = [...parameters, ...optional].map(checksOf);
  return {
    call(name, given, run) {
      if (given.length < parameters.length) throw arityError(name, parameters.length, given.length);
      if (given.length > checks.length) throw arityError(name, checks.length, given.length);
      for (const [index, argument] of given.entries()) {
        const check = checks[index];
        if (check) requireType(name, index, argument, check);
      }
      // The checks above have established just these types.
      return charge(body(given as unknown as readonly [...ArgumentsOf<P>, ...Partial<ArgumentsOf<O>>], run), run);
    },
  };
}

/** A function with one argument or more, all of one type. */
export function defineVariadic<P extends Parameter, Environment = unknown>(
  parameter: P,
  body: (given: readonly ArgumentOf<P>[], run: Run<Environment>) => JsonValue,
): JmespathFunction<Environment> {
  const check = checksOf(parameter);
  return {
    call(name, given, run) {
      if (given.length === 0) throw arityError(name, 1, 0);
      let index = 0;
      for (const argument of given) requireType(name, index++, argument, check);
      return charge(body(given as readonly ArgumentOf<P>[], run), run);
    },
  };
}

interface TypeCheck {
  readonly names: readonly TypeName[];
  readonly accepts: (argument: Argument) => boolean;
}

function checksOf(parameter: Parameter): TypeCheck {
  const names = parameter.split('|').filter(isTypeName);
  const [first, ...others] = names.map((name) => TYPE_CHECKS[name]);
  if (!first) throw new TypeError(`no type called ${parameter}`);
  const accepts =
    others.length === 0 ? first : (argument: Argument) => first(argument) || others.some((other) => other(argument));
  return { names, accepts };
}

const TYPE_CHECKS: Readonly<Record<TypeName, (argument: Argument) => boolean>> = {
  any: (argument) => !(argument instanceof ExpressionReference),
  string: (argument) => typeof argument === 'string',
  number: (argument) => typeof argument === 'number',
  boolean: (argument) => typeof argument === 'boolean',
  array: isArray,
  object: (argument) => isObject(argument) && !(argument instanceof ExpressionReference),
  'array[string]': (argument) => isArray(argument) && argument.every((item) => typeof item === 'string'),
  'array[number]': (argument) => isArray(argument) && argument.every((item) => typeof item === 'number'),
  expression: (argument) => argument instanceof ExpressionReference,
};

function isTypeName(name: string): name is TypeName {
  return Object.hasOwn(TYPE_CHECKS, name);
}

function requireType(name: string, index: number, argument: Argument, { names, accepts }: TypeCheck): void {
  if (accepts(argument)) return;
  throw new JmespathRuntimeError(
    'invalid-type',
    `JMESPath function '${name}': argument #${index + 1} is not of type ${names.join(' or ')} but ${typeOfArgument(argument)}`,
  );
}

function arityError(name: string, expected: number, given: number): JmespathRuntimeError {
  return new JmespathRuntimeError(
    'invalid-arity',
    `JMESPath function '${name}': ${expected} argument${expected === 1 ? ' is' : 's are'} expected, not ${given}`,
  );
}

/** The name that JMESPath gives to a value's type. */
export function typeOfArgument(argument: Argument): string {
  if (argument === null) return 'null';
  if (argument instanceof ExpressionReference) return 'expression';
  if (isArray(argument)) return 'array';
  return typeof argument;
}

/** What a function makes counts against the limits of the evaluation. */
function charge<Environment>(result: JsonValue, run: Run<Environment>): JsonValue {
  if (typeof result === 'string') run.spendCharacters(result.length);
  else if (isArray(result)) run.spendSteps(result.length);
  return result;
}
