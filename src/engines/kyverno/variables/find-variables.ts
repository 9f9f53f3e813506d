/** `{{ … }}`, not after a backslash; one pair of single braces may stand inside. Constant and linear. */
const VARIABLE = /(?<!\\)\{\{(?:\{[^{}]*\}|[^{}])*\}\}/g;
const VARIABLE_OF_ROUND = /(^|[^\\])(\{\{(?:\{[^{}]*\}|[^{}])*\}\})/gu;
const WHOLE_VARIABLE = /^\{\{(?:\{[^{}]*\}|[^{}])*\}\}$/;

/** What stands between the braces of a variable. */
export interface VariableText {
  readonly expression: string;
  /** `{{- x }}`: what it yields is not searched for variables again. */
  readonly shallow: boolean;
}

/** Whether a text could hold a variable, escaped or not. */
export function mayHoldVariable(text: string): boolean {
  return text.includes('{{');
}

/** The variable that a text consists of; undefined where there is anything else. */
export function wholeVariable(text: string): VariableText | undefined {
  return WHOLE_VARIABLE.test(text) ? readVariable(text) : undefined;
}

/** The innermost variables of a text, replaced. */
export function replaceVariables(text: string, replace: (variable: VariableText) => string): string {
  return text.replace(VARIABLE, (variable) => replace(readVariable(variable)));
}

/**
 * The same, as Kyverno does it in one round: a variable right behind another one has no character before it that is left, and waits for the
 * next round.
 *
 * @param replace is given the variable and the character before it
 */
export function replaceRound(text: string, replace: (variable: VariableText, before: string) => string): string {
  return text.replace(
    VARIABLE_OF_ROUND,
    (_, before: string, variable: string) => before + replace(readVariable(variable), before),
  );
}

/** The innermost variables of a text, in its order. */
export function findVariables(text: string): readonly VariableText[] {
  return (text.match(VARIABLE) ?? []).map(readVariable);
}

/** Nobody writes a variable in a variable in a variable … more often; each round reads the text again. */
const MAX_NESTING = 10;

/** A text with something else in place of its variables, of those around other variables too. */
export function withoutVariables(text: string, instead: string): string {
  let left = text;
  for (let round = 0; round < MAX_NESTING && holdsVariable(left); round++) left = left.replace(VARIABLE, instead);
  return left;
}

export function holdsVariable(text: string): boolean {
  return text.search(VARIABLE) >= 0;
}

/** `\{{ x }}` is written for `{{ x }}`. */
export function escapeVariables(text: string): string {
  return text.replaceAll('{{', '\\{{');
}

export function unescapeVariables(text: string): string {
  return text.replaceAll('\\{{', '{{');
}

function readVariable(text: string): VariableText {
  // Kyverno takes every pair of braces out, wherever it stands (replaceBracesAndTrimSpaces).
  const inside = text.replaceAll('{{', '').replaceAll('}}', '').trim();
  const shallow = inside.startsWith('-');
  return { expression: shallow ? inside.slice(1).trim() : inside, shallow };
}
