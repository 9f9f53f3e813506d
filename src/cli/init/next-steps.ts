import { visible } from '../../text/visible.ts';
import { CHECK_NAME } from './compose-workflow.ts';
import { RELEASE, REPOSITORY_URL } from './release.ts';

export interface Written {
  /** Files that were written, with their paths from the root: one at least. */
  readonly files: readonly string[];
  readonly defaultBranch: string | undefined;
  /** A written workflow that names a commit which is none. */
  readonly withoutRelease: string | undefined;
}

/** What is left for a person to do, as numbered steps to copy. */
export function nextSteps({ files, defaultBranch = 'main', withoutRelease }: Written): string {
  const steps = [
    ...(withoutRelease === undefined ? [] : [nameTheCommit(withoutRelease)]),
    SEE,
    bringIn(files, visible(defaultBranch)),
    'Read along for a few weeks: in `mode: observe` nothing blocks.',
    REQUIRE,
  ];
  return `Next:\n\n${steps.map((step, index) => `${index + 1}. ${step}`).join('\n\n')}\n`;
}

function nameTheCommit(workflow: string): string {
  return `Tidewaiter's Action is not released yet: the workflow names no commit of it, and would fail as it is. In
   ${workflow}, put the commit that you trust in place of the zeros; or remove the file and run

     npx tidewaiter init --action OWNER/REPOSITORY@COMMIT`;
}

const SEE = `See what it says about everything that is here:

     npx tidewaiter check`;

function bringIn(files: readonly string[], branch: string): string {
  return `Bring ${files.length === 1 ? 'the file' : 'both files'} to ${branch}, by a pull request of ${files.length === 1 ? 'its' : 'their'} own. A configuration counts from the moment it is there:

     git switch -c tidewaiter
     git add ${files.join(' ')}
     git commit -m "ci: judge pull requests by the policies of the cluster"
     git push -u origin tidewaiter`;
}

const REQUIRE = `Then set \`mode: gate\`, and require the check "${CHECK_NAME}":
   ${REPOSITORY_URL}/blob/${RELEASE.version}/docs/workflows.md#make-it-a-gate`;
