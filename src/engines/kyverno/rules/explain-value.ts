import { isObject, type JsonObject, type JsonValue } from '../../../base/json.ts';
import { formatPath, type Path } from '../../../base/path.ts';
import type { Cluster } from '../../../model/cluster.ts';
import type { Context } from '../../../model/engine.ts';
import type { JsonPatch } from '../../../model/json-patch.ts';
import type { KubernetesObject } from '../../../model/kubernetes-object.ts';
import { failureMessage } from '../variables/failure-message.ts';
import { missingKnowledge } from '../variables/missing-knowledge.ts';
import { leaf, type Step } from './explain-step.ts';
import { RequestView } from './request-view.ts';

/** How values are shown to people. */
export type Show = (value: JsonValue) => string;

export interface Showing {
  /** The view, that tells `show` what is looked up. */
  readonly view: RequestView;
  readonly show: Show;
}

/**
 * Of a Secret nothing is shown, be it the object or only looked up: a clipped or computed value could no longer be told from other text, and would
 * not be taken out later. What was read before a Secret was, holds nothing of it.
 */
export function showingWithoutSecrets(view: RequestView): Showing {
  const { object, oldObject } = view.request;
  let hasSecret = [object, oldObject].some((each) => each !== null && isSecret(each));
  const context = watching(view.context, () => {
    hasSecret = true;
  });
  const show: Show = (value) => {
    if (!hasSecret) return clipped(value);
    return typeof value === 'boolean' ? String(value) : '[redacted]';
  };
  return { view: new RequestView(view.request, context, { isOfOldObject: view.isOfOldObject }), show };
}

function isSecret({ kind }: KubernetesObject): boolean {
  return kind === 'Secret';
}

function watching(context: Context, onSecret: () => void): Context {
  const { cluster, values } = context;
  const watched: Cluster = {
    get: (question) => {
      const found = cluster.get(question);
      if (question.kind === 'Secret') onSecret();
      return found;
    },
    list: (question) => {
      if (question.kind === 'Secret') onSecret();
      return cluster.list(question);
    },
  };
  const { apiCallAnswer } = values;
  if (!apiCallAnswer) return { ...context, cluster: watched };
  const watchedAnswer: typeof apiCallAnswer = (call) => {
    if (/\bsecrets\b/.test(call.url)) onSecret();
    return apiCallAnswer(call);
  };
  return { ...context, cluster: watched, values: { ...values, apiCallAnswer: watchedAnswer } };
}

const MAX_SHOWN = 120;

/** A value as JSON, clipped. */
export function clipped(value: JsonValue): string {
  const text = JSON.stringify(value);
  return text.length > MAX_SHOWN ? `${text.slice(0, MAX_SHOWN - 1)}…` : text;
}

/** What is computed, shown, or why it cannot be had. */
export function describeValue(evaluate: () => JsonValue, show: Show): string {
  try {
    return show(evaluate());
  } catch (thrown) {
    return `(${reasonOf(thrown)})`;
  }
}

/** Why an evaluation broke, in words. Throws what is nobody's expression's fault. */
export function reasonOf(thrown: unknown): string {
  const needs = missingKnowledge(thrown);
  const reason = needs === undefined ? failureMessage(thrown) : `it needs ${needs}`;
  if (reason === undefined) throw thrown;
  return reason;
}

/** A step that is made by evaluating something, or one that says why it cannot be made, unless its text does. */
export function attempt(text: string, make: () => Step): Step {
  try {
    return make();
  } catch (thrown) {
    const reason = reasonOf(thrown);
    const outcome = missingKnowledge(thrown) === undefined ? 'broken' : 'open';
    return leaf(text.includes(`(${reason})`) ? text : `${text}: ${reason}`, outcome);
  }
}

export function explainPatch(patch: JsonPatch, show: Show): readonly Step[] {
  return patch.map((operation) =>
    leaf(
      `${operation.op} ${formatPath(operation.path)}${'value' in operation ? ` = ${show(operation.value)}` : ''}`,
      'note',
    ),
  );
}

export function describePlace(path: Path): string {
  return path.length === 0 ? 'the object' : formatPath(path);
}

export function describeObject({ kind, metadata }: JsonObject): string {
  const { namespace, name } = isObject(metadata) ? metadata : {};
  return [String(kind), [namespace, name].filter((part) => typeof part === 'string').join('/')].join(' ');
}
