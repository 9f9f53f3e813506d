/** The text is no JMESPath expression. `offset` counts UTF-16 code units from the start of the text. */
export class JmespathSyntaxError extends Error {
  readonly offset: number;

  constructor(message: string, offset: number) {
    super(message);
    this.name = 'JmespathSyntaxError';
    this.offset = offset;
  }
}

export type JmespathRuntimeErrorKind =
  | 'invalid-type'
  | 'invalid-arity'
  | 'invalid-value'
  | 'undefined-variable'
  | 'unknown-function'
  | 'limit';

/**
 * The expression cannot be evaluated on this data. The kinds are those of the JMESPath specification; `limit` is ours. It is no `Error`: a
 * policy's expression may fail on every object of a repository, and nobody reads its stack.
 */
export class JmespathRuntimeError {
  readonly name = 'JmespathRuntimeError';
  readonly kind: JmespathRuntimeErrorKind;
  readonly message: string;

  constructor(kind: JmespathRuntimeErrorKind, message: string) {
    this.kind = kind;
    this.message = message;
  }

  toString(): string {
    return this.message;
  }
}

/**
 * The expression asks for a key that an object does not have. It is no `Error`: it is thrown and caught so often that collecting a
 * stack each time would cost more than the evaluation.
 */
export class NotFoundError {
  readonly name = 'NotFoundError';
  readonly key: string;

  constructor(key: string) {
    this.key = key;
  }

  get message(): string {
    return `Unknown key "${this.key}" in path`;
  }

  toString(): string {
    return this.message;
  }
}
