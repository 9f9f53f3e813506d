import { compileRegularExpression, type RegularExpression } from '../../../base/regular-expression.ts';
import { defineFunction } from '../../../languages/jmespath/functions.ts';
import type { KyvernoFunctions } from './environment.ts';
import { failure } from './failure.ts';
import { generateText } from './generate-text.ts';
import { scalarText } from './scalar-text.ts';

/** Go's regular expressions on text and numbers, and text made from one. */
export const patternFunctions: KyvernoFunctions = {
  regex_match: defineFunction(['string', 'string|number'], ([pattern, value]) =>
    compile('regex_match', pattern).test(scalarText(value)),
  ),
  regex_replace_all: defineFunction(['string', 'string|number', 'string|number'], ([pattern, value, template], run) =>
    compile('regex_replace_all', pattern).replaceAll(scalarText(value), scalarText(template), (length) =>
      run.spendCharacters(length),
    ),
  ),
  regex_replace_all_literal: defineFunction(
    ['string', 'string|number', 'string|number'],
    ([pattern, value, replacement], run) =>
      compile('regex_replace_all_literal', pattern).replaceAllLiteral(
        scalarText(value),
        scalarText(replacement),
        (length) => run.spendCharacters(length),
      ),
  ),
  random: defineFunction(['string'], ([pattern], run) => {
    if (pattern === '') throw failure('random', 'no pattern provided');
    compile('random', pattern);
    const generated = generateText(pattern, run.environment.random, (length) => run.spendCharacters(length));
    if (generated.outcome === 'unsupported') throw failure('random', generated.reason);
    return generated.text;
  }),
};

function compile(name: string, pattern: string): RegularExpression {
  const compiled = compileRegularExpression(pattern);
  if (compiled.outcome === 'invalid') throw failure(name, compiled.error);
  return compiled.expression;
}
