import { assertNever } from '../../base/assert-never.ts';
import type { JsonValue } from '../../base/json.ts';
import type { ArithmeticOperator, CommunityNode, Member, Node } from './ast.ts';
import { JmespathRuntimeError } from './errors.ts';
import { numberOf } from './integers.ts';
import type { Evaluate } from './run.ts';

/** Compiles what only the grammar of the JMESPath community has: variables and arithmetic. */
export function compileCommunityNode<Environment>(
  node: CommunityNode,
  compile: (part: Node) => Evaluate<Environment>,
): Evaluate<Environment> {
  switch (node.kind) {
    case 'variable':
      return variable(node.name);
    case 'root':
      // kyverno-json hands the interpreter no root.
      return () => null;
    case 'let':
      return letIn(node.bindings, compile, compile(node.body));
    case 'arithmetic':
      return arithmetic(node.operator, compile(node.left), compile(node.right));
    case 'sign':
      return sign(node.operator === '-' ? -1 : 1, compile(node.operand));
    default:
      return assertNever(node);
  }
}

function variable<Environment>(name: string): Evaluate<Environment> {
  return (_value, { variables }) => {
    const read = variables.get(name);
    if (!read) throw new JmespathRuntimeError('undefined-variable', `variable not defined: $${name}`);
    return read();
  };
}

/** No binding sees another one of the same `let`. */
function letIn<Environment>(
  bindings: readonly Member[],
  compile: (part: Node) => Evaluate<Environment>,
  body: Evaluate<Environment>,
): Evaluate<Environment> {
  const bound = bindings.map(({ key, value }) => ({ key, evaluate: compile(value) }));
  return (value, run) => {
    const around = run.variables;
    run.spendSteps(around.size + bound.length);
    const variables = new Map(around);
    for (const { key, evaluate } of bound) {
      const result = evaluate(value, run) ?? null;
      variables.set(key, () => result);
    }
    run.variables = variables;
    try {
      return body(value, run);
    } finally {
      run.variables = around;
    }
  };
}

const ARITHMETIC: Readonly<Record<ArithmeticOperator, (left: number, right: number) => number>> = {
  '+': (left, right) => left + right,
  '-': (left, right) => left - right,
  '*': (left, right) => left * right,
  '/': (left, right) => left / right,
  '//': (left, right) => Math.floor(left / right),
  '%': (left, right) => left % right,
};

/** Null where one of the two is no number. */
function arithmetic<Environment>(
  operator: ArithmeticOperator,
  left: Evaluate<Environment>,
  right: Evaluate<Environment>,
): Evaluate<Environment> {
  const compute = ARITHMETIC[operator];
  return (value, run) => {
    const one = numberOf(left(value, run));
    const other = numberOf(right(value, run));
    return one === undefined || other === undefined ? null : compute(one, other);
  };
}

function sign<Environment>(factor: 1 | -1, operand: Evaluate<Environment>): Evaluate<Environment> {
  return (value, run): JsonValue => {
    const number = numberOf(operand(value, run));
    return number === undefined ? null : factor * number;
  };
}
