import { compileRegularExpression, type RegularExpression } from '../../../base/regular-expression.ts';
import { defineFunction } from '../../../languages/jmespath/functions.ts';
import type { Run } from '../../../languages/jmespath/run.ts';
import type { KyvernoEnvironment, KyvernoFunctions } from './environment.ts';
import { failure } from './failure.ts';
import { generateText } from './generate-text.ts';
import { scalarText } from './scalar-text.ts';

/** Go's regular expressions on text and numbers, and text made from one. */
export const patternFunctions: KyvernoFunctions = {
  regex_match: defineFunction(['string', 'string|number'], ([pattern, value], run) => {
    const expression = compile('regex_match', pattern);
    const text = scalarText(value);
    run.spendSteps(matchingCost(expression, text) / TEST_SPEED);
    return expression.test(text);
  }),
  regex_replace_all: defineFunction(['string', 'string|number', 'string|number'], ([pattern, value, template], run) => {
    const expression = compile('regex_replace_all', pattern);
    const text = scalarText(value);
    run.spendSteps(matchingCost(expression, text) / FIND_SPEED);
    return expression.replaceAll(text, scalarText(template), chargeMatch(run));
  }),
  regex_replace_all_literal: defineFunction(
    ['string', 'string|number', 'string|number'],
    ([pattern, value, replacement], run) => {
      const expression = compile('regex_replace_all_literal', pattern);
      const text = scalarText(value);
      run.spendSteps(matchingCost(expression, text) / FIND_SPEED);
      return expression.replaceAllLiteral(text, scalarText(replacement), chargeMatch(run));
    },
  ),
  random: defineFunction(['string'], ([pattern], run) => {
    if (pattern === '') throw failure('random', 'no pattern provided');
    compile('random', pattern);
    const generated = generateText(pattern, run.environment.random, (length) => run.spendCharacters(length));
    if (generated.outcome === 'unsupported') throw failure('random', generated.reason);
    return generated.text;
  }),
};

/**
 * Matching is linear in text × pattern, but both may be long: 25 ns for each character and instruction were measured at worst, and five
 * times as much where the place of the match is wanted. Divided by these, the default limit on steps is some five seconds.
 */
const TEST_SPEED = 200;
const FIND_SPEED = 40;
/** Each match costs some 4 µs beside. */
const STEPS_OF_MATCH = 5;

function matchingCost(expression: RegularExpression, text: string): number {
  return expression.size * text.length;
}

function chargeMatch(run: Run<KyvernoEnvironment>): (characters: number) => void {
  return (characters) => {
    run.spendSteps(STEPS_OF_MATCH);
    run.spendCharacters(characters);
  };
}

function compile(name: string, pattern: string): RegularExpression {
  const compiled = compileRegularExpression(pattern);
  if (compiled.outcome === 'invalid') throw failure(name, compiled.error);
  return compiled.expression;
}
