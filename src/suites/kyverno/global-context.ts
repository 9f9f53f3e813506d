import type { JsonValue } from '../../base/json.ts';
import type { KyvernoEnvironment } from '../../engines/kyverno/functions/environment.ts';
import { kyvernoFunctions } from '../../engines/kyverno/functions/table.ts';
import { PolicyError } from '../../errors/tidewaiter-error.ts';
import { compileJmespath } from '../../languages/jmespath/compile.ts';
import { JmespathRuntimeError, JmespathSyntaxError, NotFoundError } from '../../languages/jmespath/errors.ts';
import type { KyvernoSuite, RecordedGlobalContext } from './suite.ts';
import type { SuiteReader } from './suite-reader.ts';

/**
 * The data of a suite's GlobalContextEntries, by name. Throws a PolicyError for an expression that cannot be evaluated.
 * Semantics: kyverno/kyverno cmd/cli/kubectl-kyverno/store/gctx_resolve.go.
 */
export function readGlobalContextData(
  suite: KyvernoSuite,
  reader: SuiteReader,
  environment: KyvernoEnvironment,
): ReadonlyMap<string, JsonValue> {
  return new Map(
    suite.globalContext.map((entry, index) => {
      const search = (expression: string, data: JsonValue) => {
        try {
          return evaluate(expression, data, environment);
        } catch (error) {
          const why = whyNot(error);
          if (why === undefined) throw error;
          throw new PolicyError(`"${expression}" of the entry ${entry.name}: ${why}`, {
            code: 'policy/expression',
            span: suite.document.locate(['globalContextEntries', index]).span,
            remedy: 'The expression is evaluated on the data of the entry.',
            cause: error,
          });
        }
      };
      return [entry.name, project(entry, dataOf(entry, reader), search)];
    }),
  );
}

function evaluate(expression: string, data: JsonValue, environment: KyvernoEnvironment): JsonValue {
  return compileJmespath(expression, kyvernoFunctions(), { missingKeys: 'error' }).evaluate(data, environment);
}

function whyNot(error: unknown): string | undefined {
  if (error instanceof NotFoundError) return `there is no key "${error.key}"`;
  return error instanceof JmespathSyntaxError || error instanceof JmespathRuntimeError ? error.message : undefined;
}

function dataOf({ data }: RecordedGlobalContext, reader: SuiteReader): JsonValue {
  if (data.from === 'value') return data.value;
  return data.files.flatMap((file) => {
    const documents = reader.documentsOf(file);
    if (documents === undefined) reader.missing(file, 'file of global context');
    return (documents ?? []).flatMap(({ value }) => value ?? []);
  });
}

function project(
  { fieldPath, projections }: RecordedGlobalContext,
  data: JsonValue,
  search: (expression: string, data: JsonValue) => JsonValue,
): JsonValue {
  const root = fieldPath === undefined ? data : search(fieldPath, data);
  if (projections.length === 0) return root;
  return Object.fromEntries(projections.map(({ name, path }) => [name, search(path, root)]));
}
