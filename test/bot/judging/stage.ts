import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { openConfigurations } from '../../../bot/configuration/find-configuration.ts';
import { openGitHubApp } from '../../../bot/github/open-github-app.ts';
import { type CommandWork, createWork } from '../../../bot/judging/create-work.ts';
import type { JudgingDependencies } from '../../../bot/judging/dependencies.ts';
import type { MergeGroupJob } from '../../../bot/judging/judge-merge-group.ts';
import type { PullRequestJob } from '../../../bot/judging/judge-pull-request.ts';
import { openLog } from '../../../bot/log/open-log.ts';
import { openMirrors } from '../../../bot/mirrors/mirrors.ts';
import { ASKED, type Job, keyOf } from '../../../bot/queue/job.ts';
import type { Outcome, QueuedJob } from '../../../bot/queue/queue.ts';
import type { ExemptionsOfBranch } from '../../../bot/store/exemptions.ts';
import type { Judgement } from '../../../bot/store/judgement.ts';
import type { PullRequestState } from '../../../bot/store/open-pull-requests.ts';
import { openJudgingThreads } from '../../../bot/threads/open-judging-threads.ts';
import { NO_WAITING } from '../../github/api.ts';
import { startGitHub } from '../../github-twin/start-github.ts';
import type { Files, GitHub, MergeGroup, Permissions, PullRequest, Repository } from '../../github-twin/twin.ts';
import { temporaryFolder } from '../../repository/git-fixture.ts';

/** A repository on a GitHub of its own, and a bot whose jobs a test runs by hand. */
export interface Stage extends AsyncDisposable {
  readonly github: GitHub;
  readonly shop: Repository;
  readonly judgements: readonly Judgement[];
  readonly exemptions: readonly ExemptionsOfBranch[];
  /** What GitHub said, each time that it was asked. */
  readonly states: readonly PullRequestState[];
  /** What is to be done next. A job takes the place of another of its key. */
  readonly queue: Map<string, QueuedJob>;
  readonly log: readonly string[];
  /** Where the mirrors lie. */
  readonly folder: string;
  /** Judges a pull request as if a delivery had told of it. */
  judge(pullRequest: PullRequest, options?: JudgeOptions): Promise<Outcome>;
  judgeGroup(group: MergeGroup): Promise<Outcome>;
  run(job: Job): Promise<Outcome>;
  giveUp(job: Job, reason: string): Promise<void>;
  jobFor(pullRequest: Pick<PullRequest, 'number'>, reason?: string): PullRequestJob;
  /** The App may do nothing any more. */
  suspend(): void;
  uninstall(): void;
  jobForGroup(group: MergeGroup): MergeGroupJob;
}

export interface JudgeOptions {
  /** Somebody asked for it. */
  readonly again?: boolean;
}

export interface Scene {
  /** What `main` has. */
  readonly main: Files;
  /** In place of those that the twin serves by git. */
  readonly gitUrl?: string;
  /** What people ask for is obeyed so; not at all where not said. */
  readonly commands?: (dependencies: JudgingDependencies) => CommandWork;
  /** Whether the operator and the owner let the bot commit. */
  readonly allowsCommits?: boolean;
  /** Whether the operator wants every owner to require something. */
  readonly requiresFloor?: boolean;
  /** Those of all stages where not said. */
  readonly threads?: JudgingDependencies['threads'];
  /** What is remembered of the bot's own pull requests; nothing where not said. */
  readonly findProposal?: JudgingDependencies['findProposal'];
}

/** Those of all stages of a file: to start one takes longer than most of what is judged here. */
const THREADS = openJudgingThreads({ seconds: 60 });

/** The name of the only check that counts. */
export const CHECK = 'tidewaiter: main';
const APP = 'tidewaiter';
export const BOT = `${APP}[bot]`;
const PERMISSIONS: Permissions = {
  contents: 'read',
  checks: 'write',
  'pull-requests': 'write',
  'merge-queues': 'read',
};

/** Sets a scene. When it ends, nothing may have been asked that GitHub's own description of its API does not allow. */
export async function openStage({
  main,
  gitUrl,
  commands,
  allowsCommits = false,
  requiresFloor = false,
  findProposal,
  threads = THREADS,
}: Scene): Promise<Stage> {
  const github = await startGitHub();
  const shop = github.createRepository('acme/shop', { files: main });
  const installed = github.installApp(APP, {
    account: 'acme',
    permissions: allowsCommits ? { ...PERMISSIONS, contents: 'write' } : PERMISSIONS,
  });
  shop.protect('main', { checks: [{ context: CHECK, app: APP }] });
  const folder = temporaryFolder();
  const judgements: Judgement[] = [];
  const exemptions: ExemptionsOfBranch[] = [];
  const states: PullRequestState[] = [];
  const queue = new Map<string, QueuedJob>();
  const log: string[] = [];
  const serverUrl = gitUrl ?? github.serverUrl;
  const app = openGitHubApp({
    appId: installed.id,
    privateKeys: [installed.privateKey],
    apiUrl: github.apiUrl,
    userAgent: 'tidewaiter-test',
    allowsCommits,
    now: () => Date.now(),
    log: () => {},
    patience: { ...NO_WAITING, limitSeconds: 0 },
  });
  const mirrors = await openMirrors({ folder: join(folder, 'mirrors'), mostBytes: 1_000_000_000, serverUrl });
  const dependencies: JudgingDependencies = {
    app,
    mirrors,
    queue: {
      async enqueue(jobs) {
        for (const queued of jobs) queue.set(keyOf(queued.job), queued);
      },
    },
    findConfiguration: openConfigurations({ app, requiresFloor, clock: () => performance.now() }),
    saveJudgement: async (judgement) => void judgements.push(judgement),
    rememberState: async (state) => void states.push(state),
    saveExemptions: async (read) => void exemptions.push(read),
    findProposal: findProposal ?? (async () => undefined),
    addressOf: ({ owner, repo, number, headSha }) => `https://bot.example.com/${owner}/${repo}/${number ?? headSha}`,
    serverUrl: github.serverUrl,
    threads,
    version: '1.2.3',
    now: () => Date.now(),
    clock: () => performance.now(),
    log: openLog({ level: 'info', now: () => new Date(), write: (line) => log.push(line) }),
  };
  const nothing = async () => {
    throw new Error('nobody asks for anything here');
  };
  const work = createWork({ ...dependencies, commands: commands?.(dependencies) ?? { run: nothing, giveUp: nothing } });
  const run = (job: Job) => work.run(job, new AbortController().signal);
  const repository = { installation: installed.installationId, owner: 'acme', repo: 'shop' };
  const jobFor = ({ number }: Pick<PullRequest, 'number'>, reason = 'synchronize') =>
    ({ kind: 'judge-pull-request', ...repository, number, reason }) as const;
  const jobForGroup = ({ headSha }: MergeGroup) =>
    ({ kind: 'judge-merge-group', ...repository, headSha, baseBranch: 'main' }) as const;
  return {
    github,
    shop,
    judgements,
    exemptions,
    states,
    queue,
    log,
    folder,
    run,
    jobFor,
    jobForGroup,
    suspend: () => installed.suspend(),
    uninstall: () => installed.uninstall(),
    judge: (pullRequest, { again = false } = {}) => run(jobFor(pullRequest, again ? ASKED : 'synchronize')),
    judgeGroup: (group) => run(jobForGroup(group)),
    giveUp: (job, reason) => work.giveUp(job, reason),
    async [Symbol.asyncDispose]() {
      await mirrors.close();
      await github.stop();
      rmSync(folder, { recursive: true, force: true });
      if (github.violations.length > 0) throw new Error(JSON.stringify(github.violations, undefined, 2));
    },
  };
}
