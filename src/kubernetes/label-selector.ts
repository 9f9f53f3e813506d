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
  // An API server refuses such an expression, and a selector that is refused selects nothing.
  if (!isLabelKey(key) || !values.every(isLabelValue)) return () => false;
  if ((operator === 'In' || operator === 'NotIn') === (values.length === 0)) return () => false;
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
      return () => false;
  }
}

const NAME = /^[A-Za-z0-9](?:[-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?$/;
const PREFIX = /^[a-z0-9](?:[-a-z0-9]*[a-z0-9])?(?:\.[a-z0-9](?:[-a-z0-9]*[a-z0-9])?)*$/;

/** A qualified name, as apimachinery's `validation.IsQualifiedName` has it: `app`, `app.kubernetes.io/name`. */
function isLabelKey(key: string): boolean {
  const [first = '', second, ...others] = key.split('/');
  if (second === undefined) return NAME.test(first);
  return others.length === 0 && first.length <= 253 && PREFIX.test(first) && NAME.test(second);
}

function isLabelValue(value: JsonValue): boolean {
  return typeof value === 'string' && (value === '' || NAME.test(value));
}
