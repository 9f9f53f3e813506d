import { ApiError } from './api-error.ts';
import { objectOf, textOf } from './route.ts';

const MAX_ANNOTATIONS = 50;
const MAX_ACTIONS = 3;
const MAX_OUTPUT = 65_535;
const MAX_ANNOTATION_TEXT = 65_536;

/** Throws what GitHub answers to a check run whose parts are too many or too long. */
export function checkLimits(body: Readonly<Record<string, unknown>>): void {
  const output = objectOf(body.output);
  limitLength(output, 'summary', MAX_OUTPUT);
  limitLength(output, 'text', MAX_OUTPUT);
  for (const annotation of limitCount(output.annotations, MAX_ANNOTATIONS)) checkAnnotation(objectOf(annotation));
  for (const action of limitCount(body.actions, MAX_ACTIONS)) {
    limitLength(objectOf(action), 'label', 20);
    limitLength(objectOf(action), 'description', 40);
    limitLength(objectOf(action), 'identifier', 20);
  }
}

function checkAnnotation(annotation: Readonly<Record<string, unknown>>): void {
  limitLength(annotation, 'title', 255);
  for (const field of ['message', 'raw_details']) limitLength(annotation, field, MAX_ANNOTATION_TEXT);
  const hasColumns = annotation.start_column !== undefined || annotation.end_column !== undefined;
  if (hasColumns && annotation.start_line !== annotation.end_line) {
    throw invalid('start_column and end_column are only allowed where start_line and end_line are the same.');
  }
}

function limitLength(object: Readonly<Record<string, unknown>>, field: string, limit: number): void {
  const length = [...(textOf(object[field]) ?? '')].length;
  if (length > limit) throw invalid(`Only ${limit} characters are allowed; ${length} were supplied.`);
}

function limitCount(value: unknown, limit: number): readonly unknown[] {
  const items = Array.isArray(value) ? value : [];
  if (items.length > limit) throw invalid(`No more than ${limit} items are allowed; ${items.length} were supplied.`);
  return items;
}

function invalid(words: string): ApiError {
  return new ApiError(422, `Invalid request.\n\n${words}`);
}
