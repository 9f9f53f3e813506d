import { neededPermission } from './needed-permission.ts';

/** Whose a token is: what it may do is said in the permissions of a workflow's job, or in those of a GitHub App. */
export type TokenHolder = 'job' | 'app';

/** What to do about each refusal, for whoever can do something about it. `asked`: a request such as `GET /repos/acme/shop/pulls/7/files`. */
export const REMEDIES: { readonly [holder in TokenHolder]: Remedies } = {
  job: {
    unauthorized: 'The token is missing, expired or revoked. Give `github-token: ${{ github.token }}`.',
    rateLimited:
      'Run it again then. The token of a workflow has 1,000 requests an hour for each repository, shared by all of its jobs.',
    forbidden: (asked) =>
      `Add \`${neededPermission(asked)}\` to the job's permissions. ` +
      "In a fork's pull request the token only reads, whatever the workflow says.",
    notFound: (asked) =>
      `It is not there, or the token may not see it: that takes \`${neededPermission(asked)}\` in the job's permissions.`,
  },
  app: {
    unauthorized: 'The token is expired or revoked. Where a new one is refused as well, install the App again.',
    rateLimited:
      'Wait until then. The App has 5,000 requests an hour or more in each account, shared by all repositories of it.',
    forbidden: (asked) =>
      `Give the App the permission \`${permissionOfApp(asked)}\`, and have whoever installed it accept that. ` +
      'Where it is suspended, it may do nothing.',
    notFound: (asked) =>
      `It is not there, or the App may not see it: it has to be installed on the repository, with the permission \`${permissionOfApp(asked)}\`.`,
  },
};

interface Remedies {
  readonly unauthorized: string;
  readonly rateLimited: string;
  readonly forbidden: (asked: string) => string;
  readonly notFound: (asked: string) => string;
}

/** The same permissions, as GitHub's API writes those of an App. */
function permissionOfApp(asked: string): string {
  return neededPermission(asked).replaceAll('-', '_');
}
