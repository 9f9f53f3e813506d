/** The page of a pull request. */
export function pathOf(repository: string, number: number): string {
  return `/${repository}/pull/${number}`;
}
