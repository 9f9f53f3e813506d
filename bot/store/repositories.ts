/** Those whose things may be seen. `everything` is for operators. */
export type Repositories = readonly string[] | 'everything';

/** For `($1::text[] is null or repository = any($1))`. */
export function parameterOf(repositories: Repositories): readonly string[] | null {
  return repositories === 'everything' ? null : repositories;
}
