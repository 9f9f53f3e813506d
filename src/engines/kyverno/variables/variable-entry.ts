import type { JsonObject, JsonValue } from '../../../base/json.ts';
import { failureMessage, isLimit } from './failure-message.ts';
import type { ContextEntry, QueryContext } from './query-context.ts';
import { SubstitutionError } from './substitution-error.ts';
import { compileTemplate, substitute } from './template.ts';

/**
 * A context entry with a `value`, a `jmesPath` on it (or on the context), and a `default` for null and for what fails.
 * Semantics: kyverno/kyverno pkg/engine/context/loaders/variable.go.
 */
export function compileVariable(name: string, { value, jmesPath, default: fallback }: JsonObject): ContextEntry {
  const path = compileTemplate(typeof jmesPath === 'string' ? jmesPath : '');
  const defaultValue = compileTemplate(fallback ?? null);
  const own = value === undefined || value === null ? undefined : compileTemplate(value);
  return {
    name,
    load(context) {
      const query = String(substitute(path, context)).trim();
      const otherwise = substitute(defaultValue, context);
      const given = own ? substitute(own, context) : undefined;
      const result = query === '' ? (given ?? null) : search(name, query, given, otherwise, context);
      // The default stands in for a null of the context, not for one of the entry's own value.
      const output = result === null && given === undefined ? otherwise : result;
      if (output === null) {
        throw new SubstitutionError(`failed to add context entry for variable ${name} since it evaluated to nil`);
      }
      return output;
    },
  };
}

/** What the path yields on the entry's own value or on the context; the default where it fails. */
function search(
  name: string,
  query: string,
  given: JsonValue | undefined,
  otherwise: JsonValue,
  context: QueryContext,
): JsonValue {
  try {
    return given === undefined ? context.evaluate(query) : context.evaluateOn(query, given);
  } catch (thrown) {
    const reason = failureMessage(thrown);
    if (reason === undefined || isLimit(thrown)) throw thrown;
    if (otherwise !== null) return otherwise;
    throw new SubstitutionError(`failed to apply jmespath ${query} to variable ${name}: ${reason}`);
  }
}
