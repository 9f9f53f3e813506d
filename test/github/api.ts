import { type GitHub, type GitHubConnection, openGitHub } from '../../src/github/client.ts';
import type { Patience } from '../../src/github/patience.ts';
import type { GitHub as Twin } from '../github-twin/twin.ts';

/** Waits for nothing. */
export const NO_WAITING: Patience = {
  retries: 3,
  limitSeconds: 60,
  secondMs: 0,
  requestMs: 10_000,
  downloadMs: 10_000,
};

export interface ApiOptions {
  readonly token: string;
  readonly holder?: NonNullable<GitHubConnection['holder']>;
  readonly patience?: Partial<Patience>;
  log?(line: string): void;
}

/** The API of a twin, as the Action opens it. */
export function apiOf(twin: Twin, { token, holder = 'job', patience = {}, log = () => {} }: ApiOptions): GitHub {
  return openGitHub({
    apiUrl: twin.apiUrl,
    token,
    userAgent: 'tidewaiter-test',
    holder,
    patience: { ...NO_WAITING, ...patience },
    log,
  });
}

/** A token that may read all of one repository. */
export function readerOf(twin: Twin, repository: string): string {
  return twin.token({ app: 'github-actions', repository, permissions: { contents: 'read', 'pull-requests': 'read' } });
}

/** The requests so far, as `GET /repos/{owner}/{repo}/…`; GraphQL by its operation. */
export function requestsOf(twin: Twin): readonly string[] {
  return twin.requests.map(({ method, template, operation }) => operation ?? `${method} ${template}`);
}
