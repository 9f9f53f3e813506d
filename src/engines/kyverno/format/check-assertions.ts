import { didYouMean } from '../../../base/did-you-mean.ts';
import { isArray, isObject, type JsonValue } from '../../../base/json.ts';
import type { Path } from '../../../base/path.ts';
import { compileJmespath } from '../../../languages/jmespath/compile.ts';
import { JmespathSyntaxError } from '../../../languages/jmespath/errors.ts';
import { parseAssertionExpression } from '../assertion/assertion-expression.ts';
import { assertionFunctions } from '../assertion/functions.ts';
import { hasAssertions } from '../assertion/has-assertions.ts';
import type { CheckedPolicy, CheckedRule } from './checked-policy.ts';
import { isSet, partsOf } from './parts-of.ts';
import type { Remark, Remarks } from './remarks.ts';

/** What Kyverno asks of a rule with an assertion tree. It reads the tree only when the rule is asked, so that what is wrong in it breaks the rule. */
export function checkAssertions({ rule, path }: CheckedRule, { target }: CheckedPolicy, remarks: Remarks): void {
  const { validate } = rule;
  if (!isObject(validate) || !isSet(validate.assert)) return;
  const place = [...path, 'validate', 'assert'];
  if (!hasAssertions(target)) {
    remarks.warn({
      code: 'policy/unsupported',
      message: 'validate.assert has no effect since Kyverno 1.19',
      remedy: 'Write the rule as a pattern, with deny, or in CEL.',
      path: place,
      at: 'key',
    });
    return;
  }
  checkEntryNames(rule.context, [...path, 'context'], remarks);
  checkNode(validate.assert ?? null, place, remarks);
}

/** The tree names each as `$name`. */
function checkEntryNames(context: JsonValue | undefined, path: Path, remarks: Remarks): void {
  for (const { part, path: place } of partsOf(context, path)) {
    if (typeof part.name !== 'string' || part.name === '' || /^\w+$/.test(part.name)) continue;
    remarks.refuse({
      code: 'policy/invalid-value',
      message: `"${part.name}" is more than a word, and an assertion tree could not name it`,
      remedy: 'Call the entry something of letters, digits and underscores.',
      path: [...place, 'name'],
    });
  }
}

function checkNode(node: JsonValue, path: Path, remarks: Remarks): void {
  if (typeof node === 'string') {
    checkText(node, { path, remarks });
  } else if (isArray(node)) {
    for (const [index, item] of node.entries()) checkNode(item, [...path, index], remarks);
  } else if (isObject(node)) {
    for (const [key, child] of Object.entries(node)) {
      checkText(key, { path: [...path, key], at: 'key', remarks });
      checkNode(child, [...path, key], remarks);
    }
  }
}

interface Place {
  readonly path: Path;
  readonly at?: 'key';
  readonly remarks: Remarks;
}

function checkText(text: string, { path, at, remarks }: Place): void {
  const expression = parseAssertionExpression(text);
  if (expression?.kind !== 'expression') return;
  const warn = (remark: Pick<Remark, 'message' | 'remedy'>) =>
    remarks.warn({ code: 'policy/expression', ...remark, path, ...(at && { at }) });
  const { statement } = expression;
  const functions = assertionFunctions();
  try {
    const compiled = compileJmespath(statement, functions, { missingKeys: 'null', grammar: 'community' });
    for (const name of compiled.calledFunctions) {
      if (functions.has(name)) continue;
      const meant = didYouMean(name, functions.keys());
      const remedy = meant === undefined ? undefined : `Did you mean "${meant}"?`;
      warn({ message: `there is no function of assertion trees called "${name}"`, remedy });
    }
  } catch (thrown) {
    if (!(thrown instanceof JmespathSyntaxError)) throw thrown;
    warn({ message: `"${statement}" is no JMESPath expression: ${thrown.message}` });
  }
}
