import { didYouMean } from '../../../base/did-you-mean.ts';
import type { Path } from '../../../base/path.ts';
import type { Expression, Expressions } from '../variables/expressions.ts';
import { failureMessage } from '../variables/failure-message.ts';
import type { Remarks } from './remarks.ts';

/** Refuses what is no JMESPath expression, or calls a function that Kyverno does not have; gives the expression if it is one. */
export function checkExpression(
  text: string,
  path: Path,
  { remarks, expressions }: { readonly remarks: Remarks; readonly expressions: Expressions },
): Expression | undefined {
  try {
    const expression = expressions.compile(text);
    for (const name of expression.calledFunctions) {
      if (expressions.functions.has(name)) continue;
      const meant = didYouMean(name, expressions.functions.keys());
      remarks.refuse({
        code: 'policy/expression',
        message: `there is no JMESPath function called "${name}"`,
        remedy: meant === undefined ? undefined : `Did you mean "${meant}"?`,
        path,
        at: { text: name },
      });
    }
    return expression;
  } catch (thrown) {
    const reason = failureMessage(thrown);
    if (reason === undefined) throw thrown;
    const message = `"${text}" is no JMESPath expression: ${reason}`;
    remarks.refuse({ code: 'policy/expression', message, path, at: { text } });
    return undefined;
  }
}
