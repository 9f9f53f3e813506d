import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Log } from 'sarif';
import { runOnPullRequest } from '../../action/run-action.ts';
import { startGitHub } from '../../github-twin/start-github.ts';
import type { Files, GitHub, PullRequest, Repository, ReviewComment } from '../../github-twin/twin.ts';
import { checkReport } from '../../report/check-report.ts';
import { checkSarif } from '../../report/check-sarif.ts';
import { gitRepository, temporaryFolder } from '../../repository/git-fixture.ts';
import { renderAsGitHub } from './render-as-github.ts';

/** Everything that one run of the Action has told anybody. */
export interface Told {
  readonly exitCode: number | null;
  readonly comments: readonly ReviewComment[];
  /** Markdown, by where it stands. */
  readonly markdown: ReadonlyMap<string, string>;
  readonly log: string;
  /** The file in GITHUB_OUTPUT as it was written. */
  readonly outputs: string;
  /** Where links may lead: to lines of the repository, and to the pages of the base branch's policies. */
  readonly addresses: readonly string[];
  readonly report: Report;
  readonly sarif: Log;
  /** What the summary offers to \`git apply\`; empty where it offers nothing. */
  readonly patch: string;
  /** All of it, and the files of reports, as text. */
  readonly texts: ReadonlyMap<string, string>;
  readonly repository: Repository;
  readonly pullRequest: PullRequest;
  readonly github: GitHub;
}

/** What is read of the JSON report. */
export interface Report {
  readonly decision: string;
  readonly findings: readonly ReportFinding[];
  readonly notJudged: readonly { readonly file: string; readonly reason: string }[];
  readonly problems: readonly { readonly code: string; readonly message: string; readonly file?: string }[];
  readonly gateChanges: readonly { readonly kind: string; readonly file: string; readonly text: string }[];
  readonly notes: readonly string[];
}

export interface ReportFinding {
  readonly policy: string;
  readonly rule: string;
  readonly file: string;
  readonly message: string;
  readonly object: { readonly kind: string; readonly name: string };
  readonly suggestion?: { readonly edits: readonly ReportEdit[] };
}

export interface ReportEdit {
  readonly file: string;
  readonly startLine: number;
  readonly endLine: number;
  readonly replacement: string;
}

export interface HostilePullRequest {
  readonly base: Files;
  readonly head: Files;
  /** What opens it, where that is not simply the branch `topic`, which holds `head`. */
  open?(repository: Repository): PullRequest | Promise<PullRequest>;
  readonly event?: 'pull_request' | 'pull_request_target' | undefined;
  /** Its head is checked out, with its history: then everything is read from there. */
  readonly hasCheckout?: boolean;
}

/** Has the Action judge a pull request on a twin of its own, which the caller stops, and gathers all that there is to read then. */
export async function judgeHostile({ base, head, open, event, hasCheckout }: HostilePullRequest): Promise<Told> {
  const github = await startGitHub();
  const repository = github.createRepository('acme/shop', { files: base });
  repository.push('topic', head);
  const pullRequest = open ? await open(repository) : repository.openPullRequest({ head: 'topic' });
  if (!hasCheckout) return tell(github, repository, pullRequest, { event });
  await using checkout = gitRepository({ clone: { from: repository.folder, options: ['--no-checkout'] } });
  checkout.git('checkout', '-q', pullRequest.headSha);
  return await tell(github, repository, pullRequest, { event, workspace: checkout.folder });
}

async function tell(
  github: GitHub,
  repository: Repository,
  pullRequest: PullRequest,
  { event = 'pull_request', workspace }: { readonly event: HostilePullRequest['event']; readonly workspace?: string },
): Promise<Told> {
  const folder = temporaryFolder();
  try {
    const read = (name: string) => readFileSync(join(folder, name), 'utf8');
    writeFileSync(join(folder, 'output'), '');
    const run = await runOnPullRequest(github, repository, pullRequest, {
      event,
      workspace: workspace ?? folder,
      inputs: {
        'max-comments': '30',
        'sarif-file': join(folder, 'report.sarif'),
        'report-file': join(folder, 'report.json'),
      },
      environment: { GITHUB_OUTPUT: join(folder, 'output'), RUNNER_TEMP: folder },
    });
    if (!existsSync(join(folder, 'report.json'))) throw new Error(`nothing was judged:\n${run.log}`);
    const comments = pullRequest.visibleComments();
    const markdown = new Map([
      ['step summary', run.summary],
      ...pullRequest.conversation().map(({ id, body }) => [`summary ${id}`, body] as const),
      ...pullRequest.reviews().map(({ id, body }) => [`review ${id}`, body] as const),
      ...comments.map(({ id, path, line, body }) => [`comment ${id} on ${path}:${line}`, body] as const),
    ]);
    const outputs = read('output');
    const [report, sarif] = [read('report.json'), read('report.sarif')];
    return {
      exitCode: run.exitCode,
      comments,
      markdown,
      patch: patchIn([...markdown].find(([place]) => place.startsWith('summary'))?.[1] ?? ''),
      log: run.log,
      outputs,
      addresses: [`${github.serverUrl}/acme/shop/blob/`, 'https://docs.example.com/'],
      report: checkReport(report) as Report,
      sarif: checkSarif(sarif),
      texts: new Map([...markdown, ['log', run.log], ['outputs', outputs], ['report', report], ['sarif', sarif]]),
      repository,
      pullRequest,
      github,
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function patchIn(summary: string): string {
  const blocks = renderAsGitHub(summary).blocks.filter(({ language }) => language === 'diff');
  return blocks.map(({ text }) => `${text}\n`).join('');
}
