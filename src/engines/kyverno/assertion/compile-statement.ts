import type { JsonValue } from '../../../base/json.ts';
import type { Path } from '../../../base/path.ts';
import { type CompiledExpression, compileJmespath } from '../../../languages/jmespath/compile.ts';
import type { QueriedPath } from '../../../languages/jmespath/queried-paths.ts';
import type { Variables } from '../../../languages/jmespath/run.ts';
import type { KyvernoEnvironment } from '../functions/environment.ts';
import { failureMessage, isLimit } from '../variables/failure-message.ts';
import type { QueryContext } from '../variables/query-context.ts';
import { SubstitutionError } from '../variables/substitution-error.ts';
import { type FieldPath, internalError } from './field-error.ts';
import { assertionFunctions } from './functions.ts';
import type { Location } from './location.ts';

/** What a tree may use beside the payload. */
export interface Surroundings {
  readonly context: QueryContext;
  readonly variables: Variables;
}

export type Evaluate = (value: JsonValue, at: Location, surroundings: Surroundings) => JsonValue;

export interface Statement {
  /** Throws SubstitutionError that names the field, and NeedsCluster. */
  readonly evaluate: Evaluate;
  /** Where it reads, as far as one path can say. Throws JmespathSyntaxError. */
  readonly reads: () => QueriedPath;
}

/** A JMESPath expression of a tree, compiled when it is first asked: what is no expression breaks the rule only there. */
export function compileStatement(text: string): Statement {
  let compiled: CompiledExpression<KyvernoEnvironment> | undefined;
  const compile = () => {
    compiled ??= compileJmespath(text, assertionFunctions(), { missingKeys: 'null', grammar: 'community' });
    return compiled;
  };
  return {
    evaluate: (value, { field }, { context, variables }) =>
      failingAt(field, () => {
        context.spend(WORK);
        return compile().evaluate(value, context.run, variables);
      }),
    reads() {
      const [only = [], another] = compile().queriedPaths;
      return another ? [] : only;
    },
  };
}

/** An expression has limits of its own; this many of them exhaust the rule's. */
const WORK = 100;

/** What is thrown within, said of the field. */
export function failingAt<Result>(field: FieldPath, ask: () => Result): Result {
  try {
    return ask();
  } catch (thrown) {
    const reason = failureMessage(thrown);
    if (reason === undefined) throw thrown;
    throw new SubstitutionError(internalError(field, reason), { isLimit: isLimit(thrown) });
  }
}

/** The part of a path in which every step is one that stands in the data. */
export function plainSteps(path: QueriedPath): Path {
  const steps: (string | number)[] = [];
  for (const step of path) {
    if (step === null || (typeof step === 'number' && step < 0)) break;
    steps.push(step);
  }
  return steps;
}
