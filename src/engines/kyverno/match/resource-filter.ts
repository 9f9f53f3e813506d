import { isArray, isObject, type JsonObject, type JsonValue } from '../../../base/json.ts';
import { matchesWildcard } from '../../../base/wildcard.ts';
import { compileKinds } from './kind-selector.ts';
import { allOf, type MatchAnswer, no, YES } from './match-answer.ts';
import { type MatchSubject, nameOf } from './match-subject.ts';
import { NAMESPACE_NAME_LABEL } from './namespace-labels.ts';
import { textsOf } from './texts-of.ts';
import { compileUserFilter } from './user-filter.ts';
import { compileWildcardSelector, keysOfSelector, partOfSelector } from './wildcard-selector.ts';

export type Question = (subject: MatchSubject) => MatchAnswer;

/**
 * Compiles one filter of match or exclude: `resources`, `subjects`, `roles`, `clusterRoles`; all of its parts have to hold.
 * The cheapest are asked first. Undefined for an empty filter.
 * Semantics: kyverno/kyverno pkg/engine/utils/match.go, `doesResourceMatchConditionBlock`.
 */
export function compileResourceFilter(filter: JsonObject, place: 'match' | 'exclude'): Question | undefined {
  const resources = isObject(filter.resources) ? filter.resources : {};
  const users = compileUserFilter(filter, place);
  const questions = [...resourceQuestions(resources), ...users];
  if (questions.length === 0) return undefined;
  const all = allOf(questions);
  if (users.length < questions.length || place === 'exclude') return all;
  // The CLI takes the user's part out of a filter when it knows no user, and an empty filter matches nothing.
  return (subject) => (subject.profile === 'kyverno-cli' && !subject.userInfo ? EMPTY : all(subject));
}

const EMPTY = no('the filter is empty');

function resourceQuestions(resources: JsonObject): readonly Question[] {
  const questions: Question[] = [];
  const operations = textList(resources.operations);
  if (operations.length > 0) questions.push(question((subject) => operations.includes(subject.operation), 'operation'));
  const kinds = textList(resources.kinds);
  if (kinds.length > 0) {
    const isOfKind = compileKinds(kinds);
    questions.push(question((subject) => isOfKind(subject.kind, subject.subResource), 'kind'));
  }
  const { name } = resources;
  if (typeof name === 'string' && name !== '')
    questions.push(question((subject) => matchesWildcard(name, nameOf(subject)), 'name'));
  const names = textList(resources.names);
  if (names.length > 0) {
    questions.push(question((subject) => names.some((pattern) => matchesWildcard(pattern, nameOf(subject))), 'name'));
  }
  const namespaces = textList(resources.namespaces);
  if (namespaces.length > 0) {
    questions.push(
      question((subject) => {
        const namespace =
          subject.object.kind === 'Namespace' ? String(subject.object.metadata.name) : subject.namespace;
        return namespaces.some((pattern) => matchesWildcard(pattern, namespace));
      }, 'namespace'),
    );
  }
  const { annotations, selector, namespaceSelector } = resources;
  if (isObject(annotations) && Object.keys(annotations).length > 0) {
    const wanted = Object.entries(textsOf(annotations));
    questions.push(question((subject) => hasAnnotations(subject, wanted), 'annotations'));
  }
  if (isObject(selector)) {
    const selects = compileWildcardSelector(selector);
    questions.push(question((subject) => selects(textsOf(subject.object.metadata.labels)), 'selector'));
  }
  if (isObject(namespaceSelector)) questions.push(namespaceQuestion(namespaceSelector));
  return questions;
}

function question(holds: (subject: MatchSubject) => boolean, what: string): Question {
  const differs = no(`the ${what} does not match`);
  return (subject) => (holds(subject) ? YES : differs);
}

function hasAnnotations({ object }: MatchSubject, wanted: readonly (readonly [string, string])[]): boolean {
  const given = Object.entries(textsOf(object.metadata.annotations));
  return wanted.every(([key, value]) =>
    given.some(([name, text]) => matchesWildcard(key, name) && matchesWildcard(value, text)),
  );
}

/**
 * Asks about the labels of the object's namespace. It never holds for a Namespace itself. What the namespace's name alone decides
 * needs no other label.
 */
function namespaceQuestion(selector: JsonObject): Question {
  const selects = compileWildcardSelector(selector);
  const byName = partOfSelector(selector, (key) => key === NAMESPACE_NAME_LABEL);
  const selectsByName = compileWildcardSelector(byName);
  const onlyName = keysOfSelector(selector).every((key) => key === NAMESPACE_NAME_LABEL);
  const isNamespace = no('a namespaceSelector is not about Namespaces');
  const differs = no('the labels of the namespace do not match');
  return (subject) => {
    if (subject.object.kind === 'Namespace') return isNamespace;
    const { labels, needs } = subject.namespaceLabels;
    if (needs === undefined || onlyName) return selects(labels) ? YES : differs;
    return selectsByName(labels) ? { outcome: 'unknown', needs } : differs;
  };
}

export function textList(value: JsonValue | undefined): readonly string[] {
  return isArray(value) ? value.filter((item) => typeof item === 'string') : [];
}
