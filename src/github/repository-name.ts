/** Which repository of GitHub is meant. */
export interface RepositoryName {
  readonly owner: string;
  readonly repo: string;
}

export interface PullRequestName extends RepositoryName {
  readonly number: number;
}
