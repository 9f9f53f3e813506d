/** What a key of an assertion tree, or a text on its right side, says beside itself. */
export interface AssertionExpression {
  /** A field's name, or a JMESPath expression where it stands in parentheses. */
  readonly kind: 'field' | 'expression';
  readonly statement: string;
  /** `~.` and `~name.` ask every item; the name is bound to its index or key. */
  readonly loop: { readonly name: string | undefined } | undefined;
  /** `->name` binds what was found. */
  readonly binding: string | undefined;
}

/**
 * Reads a key such as `spec`, `(length(@))`, `~.containers`, `~index.(items)->each` or `\(no expression)\`. Undefined where nothing is left
 * to ask for. A line break ends what Go's regular expressions read: an expression of several lines is a field's name.
 * Semantics: kyverno/kyverno-json pkg/engine/assert/expression.go.
 */
export function parseAssertionExpression(text: string): AssertionExpression | undefined {
  const loop = /^~(\w+)?\.([^\n]*)/.exec(text);
  const bound = splitBinding(loop?.[2] ?? text);
  const rest = bound?.statement ?? loop?.[2] ?? text;
  const escaped = /^\\([^\n]+)\\$/.exec(rest)?.[1];
  // The name of an engine may stand before a colon; whatever it is, JMESPath reads the rest.
  const expression = escaped === undefined ? /^\((?:\w+:)?([^\n]+)\)$/.exec(rest)?.[1] : undefined;
  const statement = escaped ?? expression ?? rest;
  if (statement === '') return undefined;
  return {
    kind: expression === undefined ? 'field' : 'expression',
    statement,
    loop: loop ? { name: loop[1] } : undefined,
    binding: bound?.name,
  };
}

interface Binding {
  readonly statement: string;
  readonly name: string;
}

/** Reads `(.*)\s*->\s*(\w+)$` from its end: tried from every start, the expression would be slow. Spaces before the arrow stay. */
function splitBinding(text: string): Binding | undefined {
  const arrow = text.lastIndexOf('->');
  const name = arrow < 0 ? undefined : /^[\t\n\f\r ]*(\w+)$/.exec(text.slice(arrow + 2))?.[1];
  if (name === undefined) return undefined;
  const head = text.slice(0, arrow);
  let end = head.length;
  while (end > 0 && SPACE.includes(head.charAt(end - 1))) end--;
  const start = end === 0 ? 0 : head.lastIndexOf('\n', end - 1) + 1;
  const [line = ''] = head.slice(start).split('\n', 1);
  return { statement: line, name };
}

const SPACE = '\t\n\f\r ';
