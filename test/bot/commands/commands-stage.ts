import { createCommandWork } from '../../../bot/commands/run-commands.ts';
import type { Database } from '../../../bot/database/database.ts';
import type { CommandJob } from '../../../bot/judging/create-work.ts';
import { findProposal } from '../../../bot/store/proposals.ts';
import { PRIVILEGED_POLICY, pod } from '../../cli/project.ts';
import type { Files, PullRequest, Repository } from '../../github-twin/twin.ts';
import { CONFIGURED } from '../judging/shop.ts';
import { openStage, type Stage } from '../judging/stage.ts';
import { shareTestDatabase } from '../open-database.ts';

/** A pull request that violates a policy with exactly one cure, and people with every role. */
export interface CommandsStage extends Stage {
  readonly pullRequest: PullRequest;
  readonly database: Database;
  /** Somebody comments, and the bot hears of it. */
  say(login: string, text: string, options?: SayOptions): Promise<void>;
  /** The last comment is heard of once more. */
  again(): Promise<void>;
  /** Somebody answers a comment on a line, and the bot hears of it. */
  answer(login: string, commentId: number, text: string): Promise<void>;
  /** Somebody presses a button of the check of the head. */
  press(login: string, action: string): Promise<void>;
  /** What the bot has said in the conversation, beside its summary. */
  answers(): readonly string[];
  /** The bot's reactions to the last comment of others. */
  reactions(): readonly string[];
}

export interface SayOptions {
  /** What happens after the comment and before the bot gets to it. */
  readonly meanwhile?: (commentId: number) => void | Promise<void>;
}

export interface CommandsScene {
  readonly allowsCommits?: boolean;
  readonly main?: Files;
  readonly open?: (shop: Repository) => PullRequest;
}

/** Beside them there is `alice`, who has no role, and whose pull request it is. */
const PEOPLE = { maria: 'maintain', walter: 'write', tina: 'triage', rita: 'read' } as const;

export const POD = 'deploy/web.yaml';

export async function openCommandsStage(scene: CommandsScene = {}): Promise<CommandsStage> {
  const { main = {}, open = openTopic, allowsCommits = false } = scene;
  const database = await shareTestDatabase();
  const stage = await openStage({
    main: { ...CONFIGURED, 'policies/privileged.yaml': PRIVILEGED_POLICY, ...main },
    commands: (dependencies) => createCommandWork({ ...dependencies, database }),
    allowsCommits,
    findProposal: (place) => findProposal(database, place),
  });
  const { shop } = stage;
  for (const [login, role] of Object.entries(PEOPLE)) shop.setRole(login, role);
  const pullRequest = open(shop);
  const { installation, owner, repo, number } = stage.jobFor(pullRequest);
  const repository = { installation, owner, repo, number };
  const isAnswer = ({ body }: { readonly body: string }) => body.startsWith('<!-- tidewaiter answer ');
  let last: CommandJob | undefined;
  return {
    ...stage,
    pullRequest,
    database,
    async say(login, text, { meanwhile } = {}) {
      const id = pullRequest.comment(login, text);
      await meanwhile?.(id);
      const job: CommandJob = {
        kind: 'command',
        ...repository,
        comment: { kind: 'conversation', id },
        sender: login,
        body: text,
      };
      last = job;
      await stage.run(job);
      // At least once is all that a queue promises.
      await stage.run(job);
    },
    async again() {
      if (last) await stage.run(last);
    },
    async answer(login, commentId, body) {
      const comment = { kind: 'review', id: pullRequest.reply(commentId, login, body) } as const;
      const { headSha } = pullRequest;
      await stage.run({ kind: 'command', ...repository, comment, sender: login, body, headSha });
    },
    async press(login, action) {
      await stage.run({ kind: 'button', ...repository, action, sender: login, headSha: pullRequest.headSha });
    },
    answers: () =>
      pullRequest
        .conversation()
        .filter(isAnswer)
        .map(({ body }) => body),
    reactions() {
      const comment = pullRequest.conversation().findLast(({ author }) => !author.endsWith('[bot]'));
      return comment?.reactions.map(({ content }) => content) ?? [];
    },
  };
}

function openTopic(shop: Repository): PullRequest {
  shop.push('topic', { [POD]: pod('web', { privileged: true }) });
  return shop.openPullRequest({ head: 'topic', login: 'alice' });
}
