import { isArray, isObject, type JsonObject, type JsonValue } from '../../../base/json.ts';
import { asInteger } from '../../../languages/jmespath/integers.ts';
import type { Variables } from '../../../languages/jmespath/run.ts';
import { SubstitutionError } from '../variables/substitution-error.ts';
import { parseAssertionExpression } from './assertion-expression.ts';
import { compileProjection, type Found } from './compile-projection.ts';
import { compileStatement, type Evaluate, failingAt, type Surroundings } from './compile-statement.ts';
import { expectedValue, invalidValue, requiredValue } from './field-error.ts';
import { itemOf, type Location, ROOT } from './location.ts';
import { matchValues, membersOf } from './match-values.ts';

/** A compiled tree. */
export interface Assertion {
  /**
   * What in the payload is not as the tree has it, in the order of the tree. Throws SubstitutionError where the tree cannot be asked, and
   * NeedsCluster.
   */
  evaluate(payload: JsonValue, surroundings: Surroundings): readonly Mismatch[];
}

export interface Mismatch {
  /** In Kyverno's words. */
  readonly message: string;
  readonly location: Location;
  /** The one value that the tree would take there, where the tree names it. */
  readonly legal?: { readonly op: 'add' | 'replace'; readonly value: JsonValue };
}

/**
 * Compiles an assertion tree of kyverno-json. A mapping asks fields and expressions, a list as many items as it has, and anything else is
 * compared. Kyverno asks the keys of a mapping in no order, here it is the written one: a binding holds for the keys behind it.
 * Semantics: kyverno/kyverno-json pkg/engine/assert.
 */
export function compileAssertion(tree: JsonValue): Assertion {
  const check = compileNode(tree);
  return {
    evaluate(payload, surroundings) {
      const found: Mismatch[] = [];
      check(payload, ROOT, { ...surroundings, report: (mismatch) => found.length < MAX_FOUND && found.push(mismatch) });
      return found;
    },
  };
}

/** More than anybody reads. */
const MAX_FOUND = 200;

interface State extends Surroundings {
  readonly report: (mismatch: Mismatch) => void;
}

type Check = (value: JsonValue, at: Location, state: State) => void;

function compileNode(node: JsonValue): Check {
  if (isArray(node)) return compileList(node);
  return isObject(node) ? compileMapping(node) : compileScalar(node);
}

function compileMapping(mapping: JsonObject): Check {
  const members = Object.entries(mapping).map(([key, node]) => ({
    project: compileProjection(key),
    check: compileNode(node),
    legal: legalValue(node),
  }));
  if (members.length === 0) return notNull;
  return (value, at, state) => {
    let { variables } = state;
    for (const { project, check, legal } of members) {
      state.context.spend(1);
      const projection = project(value, at, { ...state, variables });
      if (projection.kind === 'missing') {
        const { location, isLoop } = projection;
        const message = requiredValue(location.field, 'field not found in the input object');
        state.report({ message, location, ...(legal && !isLoop && { legal: { op: 'add', ...legal } }) });
        continue;
      }
      const { binding, result } = projection;
      if (binding !== undefined) variables = withVariable({ ...state, variables }, binding, result);
      checkProjection(projection, check, { ...state, variables });
    }
  };
}

const notNull: Check = (value, location, { report }) => {
  if (value === null) {
    report({ message: invalidValue(location.field, value, 'invalid value, must not be null'), location });
  }
};

function checkProjection({ result, location, loop }: Found, check: Check, state: State): void {
  if (!loop) {
    check(result, location, state);
    return;
  }
  for (const [key, item] of itemsOf(result, location)) {
    state.context.spend(1);
    const bound = typeof key === 'number' ? asInteger(key) : key;
    const variables = loop.name === undefined ? state.variables : withVariable(state, loop.name, bound);
    check(item, itemOf(location, key), { ...state, variables });
  }
}

function itemsOf(result: JsonValue, { field }: Location): Iterable<readonly [number | string, JsonValue]> {
  if (isArray(result)) return result.entries();
  const members = membersOf(result);
  if (members) return Object.entries(members);
  throw new SubstitutionError(invalidValue(field, result, 'expected a slice or a map'));
}

function withVariable({ context, variables }: Surroundings, name: string, value: JsonValue): Variables {
  context.spend(variables.size);
  return new Map(variables).set(name, () => value);
}

function compileList(list: readonly JsonValue[]): Check {
  const checks = list.map(compileNode);
  return (value, location, state) => {
    const { field } = location;
    if (value === null) {
      state.report({ message: invalidValue(field, value, 'value is null'), location });
    } else if (!isArray(value)) {
      throw new SubstitutionError(invalidValue(field, value, 'expected a slice'));
    } else if (value.length !== checks.length) {
      state.report({ message: invalidValue(field, value, "lengths of slices don't match"), location });
    } else {
      for (const [index, check] of checks.entries()) {
        state.context.spend(1);
        check(value[index] ?? null, itemOf(location, index), state);
      }
    }
  };
}

function compileScalar(node: JsonValue): Check {
  const expected = compileExpected(node);
  const legal = legalValue(node);
  return (value, location, state) => {
    const wanted = expected(value, location, state);
    const matches = failingAt(location.field, () => matchValues(wanted, value, (work) => state.context.spend(work)));
    if (matches) return;
    const message = invalidValue(location.field, value, expectedValue(wanted));
    state.report({ message, location, ...(legal && { legal: { op: 'replace', ...legal } }) });
  };
}

/** A text in parentheses is an expression, evaluated on the value that it is compared with; any other one is what it says. */
function compileExpected(node: JsonValue): Evaluate {
  const expression = typeof node === 'string' ? parseAssertionExpression(node) : undefined;
  if (expression?.kind !== 'expression') return () => node;
  const { statement, loop, binding } = expression;
  const refused = loop?.name !== undefined ? 'foreach' : binding !== undefined ? 'binding' : undefined;
  if (refused === undefined) return compileStatement(statement).evaluate;
  return (_value, { field }) => {
    throw new SubstitutionError(invalidValue(field, node, `${refused} is not supported on the RHS`));
  };
}

function legalValue(node: JsonValue): { readonly value: JsonValue } | undefined {
  if (node === null || typeof node === 'object') return undefined;
  const isExpression = typeof node === 'string' && parseAssertionExpression(node)?.kind === 'expression';
  return isExpression ? undefined : { value: node };
}
