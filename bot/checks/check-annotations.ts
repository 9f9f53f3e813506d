import type { Annotation } from '../../src/report/annotations.ts';

/** An annotation as GitHub takes it with a check. */
export interface CheckAnnotation {
  readonly path: string;
  readonly start_line: number;
  readonly end_line: number;
  readonly annotation_level: 'failure' | 'warning' | 'notice';
  readonly title: string;
  readonly message: string;
}

/** GitHub takes so many in one request, and any number of requests. */
export const MOST_AT_ONCE = 50;

/** Ten requests of the eighty a minute that may write something. Nobody reads more, and the summary counts all. */
const MOST = 500;

const LEVELS = { error: 'failure', warning: 'warning', notice: 'notice' } as const;

/** What is about no line at head has no place among annotations: the check's summary tells it. */
export function toCheckAnnotations(annotations: readonly Annotation[]): readonly CheckAnnotation[] {
  return annotations
    .flatMap((annotation) =>
      annotation.file === undefined
        ? []
        : [
            {
              path: annotation.file,
              start_line: annotation.startLine,
              end_line: annotation.endLine,
              annotation_level: LEVELS[annotation.level],
              title: annotation.title,
              message: annotation.message,
            },
          ],
    )
    .slice(0, MOST);
}
