import { ApiError } from './api-error.ts';
import type { Answer } from './route.ts';

/** The refusals of the API are thrown; everything else that is thrown is a fault of the twin. */
export function refusable(answer: () => Answer): Answer {
  try {
    return answer();
  } catch (error) {
    if (error instanceof ApiError) return { status: error.status, body: error.body };
    throw error;
  }
}
