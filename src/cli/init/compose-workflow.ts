import { RELEASE, REPOSITORY_URL } from './release.ts';

/** The job's name, which is that of the check that a ruleset can require. */
export const CHECK_NAME = 'tidewaiter';

export interface WorkflowWishes {
  /** What the step uses, as `owner/repository@commit`; undefined: the release. */
  readonly action: string | undefined;
  readonly mergeQueue: boolean;
}

/** `.github/workflows/tidewaiter.yml`: with the least permissions, and no checkout, so that nothing of a pull request lies on the runner. */
export function composeWorkflow({ action, mergeQueue }: WorkflowWishes): string {
  return `# Judges every pull request by the policies of its base branch: ${REPOSITORY_URL}
name: tidewaiter
on:
  pull_request:
    types: [opened, synchronize, reopened, edited] # edited: its base branch may be another now
${mergeQueue ? '  merge_group: # the queue waits for this check, too\n' : ''}
permissions: {}

# One run at a time for each pull request: two would post the same comments twice. The one that runs is let finish.
concurrency:
  group: \${{ github.workflow }}-\${{ github.event.pull_request.number || github.ref }}
  cancel-in-progress: false

jobs:
  ${CHECK_NAME}: # the name of the check
    runs-on: ubuntu-latest
    timeout-minutes: 10
    permissions:
      contents: read # policies and manifests, of the base branch and of the pull request
      pull-requests: write # comments on lines with suggestions, and the summary
    steps:
      - uses: ${action ?? releasedAction()}
`;
}

function releasedAction(): string {
  return `tidewaiter/tidewaiter@${RELEASE.commit} # ${RELEASE.version}`;
}
