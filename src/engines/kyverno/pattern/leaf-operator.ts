/** What a condition of a text pattern asks for. `=` is the absence of an operator. */
export type LeafOperator =
  | { readonly kind: '=' | '!' | '>' | '>=' | '<' | '<='; readonly operand: string }
  | { readonly kind: 'in-range' | 'not-in-range'; readonly from: string; readonly to: string };

const NUMBER = '[-|+]?\\d+(?:\\.\\d+)?[A-Za-z]*';
const IN_RANGE = new RegExp(`^(${NUMBER})-(${NUMBER})$`);
const NOT_IN_RANGE = new RegExp(`^(${NUMBER})!-(${NUMBER})$`);
const PREFIXES = ['>=', '<=', '>', '<', '!'] as const;

/**
 * The operator that a condition begins with, or the range that it is (`10-20Mi`; also `123-456`, whatever was meant).
 * Text of one character has no operator.
 */
export function operatorOf(text: string): LeafOperator {
  if (text.length < 2) return { kind: '=', operand: text };
  for (const prefix of PREFIXES) {
    if (text.startsWith(prefix)) return { kind: prefix, operand: text.slice(prefix.length).trim() };
  }
  const outside = NOT_IN_RANGE.exec(text);
  if (outside) return { kind: 'not-in-range', from: outside[1] ?? '', to: outside[2] ?? '' };
  const inside = IN_RANGE.exec(text);
  if (inside) return { kind: 'in-range', from: inside[1] ?? '', to: inside[2] ?? '' };
  return { kind: '=', operand: text.trim() };
}
