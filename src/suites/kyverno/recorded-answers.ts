import type { JsonValue } from '../../base/json.ts';
import type { Values } from '../../model/engine.ts';
import type { RecordedApiCall } from './suite.ts';

/** What was recorded of calls and of GlobalContextEntries, as an engine asks for it. Of several answers to one call the first counts. */
export function recordedAnswers(
  apiCalls: readonly RecordedApiCall[],
  globalContext: ReadonlyMap<string, JsonValue>,
): Required<Pick<Values, 'apiCallAnswer' | 'globalContext'>> {
  return {
    // An answer to one method stands above one to all.
    apiCallAnswer: ({ method, url }) =>
      apiCalls.find((call) => call.url === url && call.method === method) ??
      apiCalls.find((call) => call.url === url && call.method === undefined),
    globalContext: (name) => globalContext.get(name),
  };
}
