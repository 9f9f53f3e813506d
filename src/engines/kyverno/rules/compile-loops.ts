import { isArray, isObject, type JsonObject, type JsonValue } from '../../../base/json.ts';
import { compileContextEntries } from '../variables/compile-context-entries.ts';
import type { ContextEntries } from '../variables/context-entries.ts';
import { compileTemplate, expressionsOf } from '../variables/template.ts';
import { compileConditions } from './compile-conditions.ts';
import type { EntryExpressions, Loop } from './rule-action.ts';

/** What stands around a loop: the rule's own context, and those of the loops that it is in. */
export interface LoopSurroundings {
  readonly entries: ContextEntries;
  readonly entryExpressions: EntryExpressions;
}

/** Compiles the entries of a `foreach`, each with its own context and preconditions; `compileBody` says what is done for an element. */
export function compileLoops<Body>(
  loops: readonly JsonValue[],
  around: LoopSurroundings,
  compileBody: (loop: JsonObject, inside: LoopSurroundings) => Body,
): readonly Loop<Body>[] {
  return loops.filter(isObject).map((loop) => {
    const { list, context, preconditions, elementScope } = loop;
    const inside: LoopSurroundings = {
      entries: compileContextEntries(context, around.entries),
      entryExpressions: new Map([...around.entryExpressions, ...expressionsOfEntries(context)]),
    };
    return {
      ...inside,
      list: typeof list === 'string' ? list : '',
      preconditions: isFilled(preconditions) ? compileConditions(preconditions) : undefined,
      elementScope: typeof elementScope === 'boolean' ? elementScope : undefined,
      body: compileBody(loop, inside),
    };
  });
}

/** Whether there are any preconditions: an empty list is none. */
export function isFilled(preconditions: JsonValue | undefined): boolean {
  return isArray(preconditions) ? preconditions.length > 0 : isObject(preconditions);
}

/** The expressions behind each context entry that is computed from others, or says what a registry knows of an image that they name. */
export function expressionsOfEntries(context: JsonValue | undefined): EntryExpressions {
  const found = new Map<string, readonly string[]>();
  for (const entry of isArray(context) ? context : []) {
    if (!isObject(entry) || typeof entry.name !== 'string') continue;
    const source = sourceOf(entry);
    if (source !== undefined) found.set(entry.name, expressionsOf(compileTemplate(source)));
  }
  return found;
}

function sourceOf({ variable, imageRegistry }: JsonObject): JsonValue | undefined {
  if (isObject(imageRegistry)) return imageRegistry.reference;
  if (!isObject(variable)) return undefined;
  const { value, jmesPath } = variable;
  // A path on the entry's own value reads nothing else.
  return value ?? `{{ ${typeof jmesPath === 'string' ? jmesPath : ''} }}`;
}
