import type { JsonValue } from '../../../base/json.ts';
import type { Path } from '../../../base/path.ts';
import type { KubernetesObject } from '../../../model/kubernetes-object.ts';
import type { MatchSubject } from '../match/match-subject.ts';
import type { JsonContext } from '../variables/json-context.ts';
import type { RequestView } from './request-view.ts';
import type { EntryExpressions } from './rule-action.ts';

/** What a check is asked about: the object of a request or, within a loop, an element of a list in it. */
export interface Scope {
  readonly subject: MatchSubject;
  readonly view: RequestView;
  readonly context: JsonContext;
  readonly entryExpressions: EntryExpressions;
  /** What patterns are held against; undefined where there is nothing, as on DELETE. */
  readonly judged: { readonly value: JsonValue; readonly place: () => Place } | undefined;
  /** The elements that it is within, from the outermost loop to the innermost. */
  readonly elements: readonly ScopeElement[];
  /** The context that a check of the same place would have in another request. */
  reopen(view: RequestView): JsonContext;
}

export interface ScopeElement {
  readonly value: JsonValue;
  /** Found when it is asked for: most elements are in order. */
  readonly place: () => Place;
}

/** Where in the request's object something stands. */
export interface Place {
  readonly path: Path;
  /** Whether it is there itself; else what it was computed from. */
  readonly isExact: boolean;
}

/** The scope of a rule before any loop. */
export function scopeOfRequest(
  view: RequestView,
  subject: MatchSubject,
  entryExpressions: EntryExpressions,
  open: (view: RequestView) => JsonContext,
): Scope {
  return {
    subject,
    view,
    context: open(view),
    entryExpressions,
    judged: judgedObject(view),
    elements: [],
    reopen: open,
  };
}

function judgedObject({ request: { object, operation } }: RequestView): Scope['judged'] {
  // There is no object to hold a pattern against on DELETE: Kyverno answers nothing.
  return object === null || operation === 'DELETE' ? undefined : { value: object, place: () => ROOT };
}

const ROOT: Place = { path: [], isExact: true };

/** The object that places are in. */
export function objectOf({ view }: Scope): KubernetesObject | null {
  return view.request.object ?? view.request.oldObject;
}
