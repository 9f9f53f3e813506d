import { PRIVILEGED_POLICY, pod } from '../../cli/project.ts';
import { startGitHub } from '../../github-twin/start-github.ts';
import type { ApiRequest, GitHub, InstalledApp, Permissions, PullRequest, Repository } from '../../github-twin/twin.ts';
import { CONFIGURED } from '../judging/shop.ts';
import { BOT_EVENTS, BOT_PERMISSIONS, type RunningBot, runBot, SECRET } from '../run-bot.ts';

/** The bot as it runs, on a GitHub where everybody has a role, and two pull requests that are blocked and could be mended. */
export interface Scene extends AsyncDisposable {
  readonly github: GitHub;
  readonly installed: InstalledApp;
  readonly bot: RunningBot;
  readonly shop: Repository;
  /** From a branch of the repository, by somebody without a role. */
  readonly pullRequest: PullRequest;
  /** From the fork of somebody without a role. */
  readonly ofFork: PullRequest;
  /** Asks GitHub for something in the repository, with a token of whomever; tells the id of what came of it. */
  post(token: string, path: string, body: object): Promise<number>;
  /** What GitHub has been asked to change since. */
  written(since: number): readonly string[];
}

export const APP = 'tidewaiter';
export const BOT = `${APP}[bot]`;
export const CHECK = 'tidewaiter: main';
export const POD = 'deploy/web.yaml';
export const OLD_SECRET = 'the secret of last month, which is still accepted';

/** Beside them: `alice`, who opened the pull request, and `frank`, whose fork the other is from. Neither has a role. */
const PEOPLE = { maria: 'maintain', walter: 'write', tina: 'triage', rita: 'read' } as const;

/** @param permissions what the organisation grants the App */
export async function openScene(permissions: Permissions = { ...BOT_PERMISSIONS, contents: 'write' }): Promise<Scene> {
  const github = await startGitHub();
  github.createOrganization('acme', { owner: 'olivia' });
  const shop = github.createRepository('acme/shop', {
    files: { ...CONFIGURED, 'policies/privileged.yaml': PRIVILEGED_POLICY },
    collaborators: PEOPLE,
  });
  const installed = github.installApp(APP, { account: 'acme', permissions, events: BOT_EVENTS });
  const bot = await runBot(github, installed, {
    TIDEWAITER_ALLOW_COMMITS: 'true',
    WEBHOOK_SECRET_PREVIOUS: OLD_SECRET,
  });
  shop.protect('main', { checks: [{ context: CHECK, app: APP }] });
  shop.push('topic', { [POD]: pod('web', { privileged: true }) }, { login: 'alice' });
  const pullRequest = shop.openPullRequest({ head: 'topic', login: 'alice' });
  const fork = shop.fork('frank');
  fork.push('idea', { [POD]: pod('idea', { privileged: true }) }, { login: 'frank' });
  const ofFork = shop.openPullRequest({ head: 'idea', from: fork, login: 'frank' });
  await bot.settled();
  return {
    github,
    installed,
    bot,
    shop,
    pullRequest,
    ofFork,
    async post(token, path, body) {
      const response = await fetch(`${github.apiUrl}/repos/${shop.fullName}${path}`, {
        method: 'POST',
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
        body: JSON.stringify(body),
      });
      if (!response.ok) throw new Error(`${response.status} ${await response.text()}`);
      return Number(Object(await response.json()).id);
    },
    written: (since) => github.requests.slice(since).filter(isWriting).map(nameOf),
    async [Symbol.asyncDispose]() {
      await bot.stop();
      await github.stop();
      if (github.violations.length > 0) throw new Error(JSON.stringify(github.violations, undefined, 2));
      if (/ghs_|BEGIN|containers:/.test(bot.log.join('')) || bot.log.join('').includes(SECRET))
        throw new Error('the log tells a secret, or what a manifest holds');
    },
  };
}

/** A token is made by a POST, and GraphQL's questions are as well. */
function isWriting({ method, template, operation }: ApiRequest): boolean {
  if (operation !== undefined) return operation !== 'Conversation' && operation !== 'pullRequest';
  return method !== 'GET' && !template.endsWith('/access_tokens');
}

function nameOf({ method, template, operation }: ApiRequest): string {
  return operation ?? `${method} ${template}`;
}

export interface Heard {
  /** The bot's reactions to the comment. */
  readonly reactions: readonly string[];
  /** What it has said since. */
  readonly replies: readonly string[];
}

/** Has something happen at a pull request, and tells what the bot makes of it. */
export async function hear(
  { bot }: Pick<Scene, 'bot'>,
  pullRequest: PullRequest,
  happen: () => number | undefined | Promise<number | undefined>,
): Promise<Heard> {
  const before = pullRequest.allConversation().length;
  const id = await happen();
  await bot.settled();
  const conversation = pullRequest.allConversation();
  return {
    reactions: conversation.find((comment) => comment.id === id)?.reactions.map(({ content }) => content) ?? [],
    replies: conversation
      .slice(before)
      .filter(({ author }) => author === BOT)
      .map(({ body }) => body),
  };
}
