import { isObject, type JsonObject } from '../../../base/json.ts';
import type { Operation } from '../../../model/admission-request.ts';
import type { KindSelector } from '../../../model/engine.ts';
import { filtersOf } from './compile-match.ts';
import { isPod, parseKindSelector } from './kind-selector.ts';
import { textList } from './resource-filter.ts';

/** Which requests a rule's `match` could be about; `exclude` only takes away. */
export function kindSelectorsOf(rule: JsonObject): readonly KindSelector[] {
  return filtersOf(rule.match).filters.flatMap((filter) => {
    const resources = isObject(filter.resources) ? filter.resources : {};
    const kinds = textList(resources.kinds);
    const operations = textList(resources.operations).filter(isOperation);
    const limit = operations.length > 0 ? { operations } : {};
    if (kinds.length === 0) return [{ group: '*', version: '*', kind: '*', subResource: '*', ...limit }];
    return kinds.flatMap((kind): readonly KindSelector[] => {
      const parsed = parseKindSelector(kind);
      if (!parsed) return [];
      const selector = { ...parsed, ...limit };
      // The ephemeral containers of a Pod come as a request of their own.
      const alsoEphemeral = isPod({ group: '', version: 'v1', kind: parsed.kind }) && parsed.subResource === '';
      return alsoEphemeral ? [selector, { ...selector, subResource: 'ephemeralcontainers' }] : [selector];
    });
  });
}

function isOperation(text: string): text is Operation {
  return text === 'CREATE' || text === 'UPDATE' || text === 'DELETE' || text === 'CONNECT';
}
