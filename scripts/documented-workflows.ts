import { readFileSync } from 'node:fs';

/** A workflow as a page shows it. */
export interface DocumentedWorkflow {
  readonly page: string;
  /** The heading it stands under. */
  readonly heading: string;
  readonly text: string;
}

const PAGES = ['README.md', 'docs/workflows.md', 'docs/github-action.md'];

/** Every whole workflow that the documents offer to copy: the fenced blocks of YAML with jobs in them. */
export function documentedWorkflows(): readonly DocumentedWorkflow[] {
  return PAGES.flatMap((page) => workflowsOf(page, readFileSync(new URL(`../${page}`, import.meta.url), 'utf8')));
}

function workflowsOf(page: string, text: string): readonly DocumentedWorkflow[] {
  let heading = '';
  return Array.from(text.matchAll(/^#+ (?<heading>.+)$|^```yaml\n(?<block>[\s\S]*?)^```$/gm)).flatMap(({ groups }) => {
    heading = groups?.heading ?? heading;
    const block = groups?.block;
    return block !== undefined && /^jobs:$/m.test(block) ? [{ page, heading, text: block }] : [];
  });
}
