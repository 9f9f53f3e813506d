import { isArray, isObject, type JsonValue } from '../base/json.ts';

export interface Labels {
  readonly [key: string]: string;
}

/**
 * Compiles a label selector (meta/v1 LabelSelector): its labels and expressions are all to hold; the empty selector holds for every set
 * of labels. What is no selector holds for none, as in Kubernetes a missing selector selects nothing.
 */
export function compileLabelSelector(selector: JsonValue | undefined): (labels: Labels) => boolean {
  if (!isObject(selector)) return () => false;
  const requirements = [...matchLabelsOf(selector.matchLabels), ...expressionsOf(selector.matchExpressions)];
  return (labels) => requirements.every((holds) => holds(labels));
}

type Requirement = (labels: Labels) => boolean;

function matchLabelsOf(matchLabels: JsonValue | undefined): readonly Requirement[] {
  if (!isObject(matchLabels)) return [];
  return Object.entries(matchLabels).map(
    ([key, value]) =>
      (labels) =>
        Object.hasOwn(labels, key) && labels[key] === value,
  );
}

function expressionsOf(expressions: JsonValue | undefined): readonly Requirement[] {
  return isArray(expressions) ? expressions.map(compileExpression) : [];
}

function compileExpression(expression: JsonValue): Requirement {
  if (!isObject(expression) || typeof expression.key !== 'string') return () => false;
  const { key, operator } = expression;
  const values = isArray(expression.values) ? expression.values : [];
  switch (operator) {
    case 'In':
      return (labels) => Object.hasOwn(labels, key) && values.includes(labels[key] ?? '');
    case 'NotIn':
      // An absent label is in no set (labels.Requirement.Matches).
      return (labels) => !Object.hasOwn(labels, key) || !values.includes(labels[key] ?? '');
    case 'Exists':
      return (labels) => Object.hasOwn(labels, key);
    case 'DoesNotExist':
      return (labels) => !Object.hasOwn(labels, key);
    default:
      // An API server refuses any other operator; a selector that is refused selects nothing.
      return () => false;
  }
}
