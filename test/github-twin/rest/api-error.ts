/** An answer that says no, in GitHub's own shape. */
export class ApiError extends Error {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;

  constructor(status: number, message: string, more: Readonly<Record<string, unknown>> = {}) {
    super(message);
    this.status = status;
    this.body = { message, ...more, documentation_url: 'https://docs.github.com/rest', status: String(status) };
  }
}

export function notFound(): ApiError {
  return new ApiError(404, 'Not Found');
}

export function notForIntegration(): ApiError {
  return new ApiError(403, 'Resource not accessible by integration');
}

/** Most refusals of a value. */
export function validationFailed(resource: string, ...problems: readonly FieldProblem[]): ApiError {
  return new ApiError(422, 'Validation Failed', { errors: problems.map((problem) => ({ resource, ...problem })) });
}

export interface FieldProblem {
  readonly field: string;
  readonly code: 'custom' | 'invalid' | 'missing' | 'missing_field' | 'unprocessable';
  readonly message?: string;
}

/** Refusals of a whole review: the errors are sentences, not objects. */
export function unprocessable(...errors: readonly string[]): ApiError {
  return new ApiError(422, 'Unprocessable Entity', { errors });
}
