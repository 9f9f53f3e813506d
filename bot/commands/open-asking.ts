import { TidewaiterError } from '../../src/errors/tidewaiter-error.ts';
import type { GitHub } from '../../src/github/client.ts';
import type { CommandJob } from '../judging/create-work.ts';
import type { Answer } from './answer.ts';

/** Where something was asked for, and so where it is answered. */
export interface Asking {
  /** By GitHub's clock; undefined for a button. */
  readonly askedAt: string | undefined;
  /** Shows that it was heard. */
  acknowledge(): Promise<void>;
  /** Shows what came of it. */
  conclude(kind: Answer['kind']): Promise<void>;
  /** However often it is called, it is said once. */
  reply(text: string): Promise<void>;
}

/** Undefined where nothing is asked any more: the comment is gone, has been edited since, or is not by whom the delivery says. */
export async function openAsking(github: GitHub, job: CommandJob, login: string): Promise<Asking | undefined> {
  if (job.kind === 'button') return askingByButton(github, job, login);
  const comment = await readComment(github, job);
  if (comment === undefined || comment.body !== job.body || comment.author !== job.sender) return undefined;
  return askingByComment(github, job, comment, login);
}

type CommentJob = Extract<CommandJob, { kind: 'command' }>;

interface Comment {
  /** Undefined where the account is gone. */
  readonly author: string | undefined;
  readonly body: string;
  readonly createdAt: string;
  /** The first comment of its thread: GitHub takes no answer to an answer. */
  readonly thread: number;
}

async function readComment(github: GitHub, { owner, repo, comment }: CommentJob): Promise<Comment | undefined> {
  const { id } = comment;
  try {
    if (comment.kind === 'conversation') {
      const { data } = await github.request('GET /repos/{owner}/{repo}/issues/comments/{comment_id}', {
        owner,
        repo,
        comment_id: id,
      });
      return { author: data.user?.login, body: data.body ?? '', createdAt: data.created_at, thread: id };
    }
    const { data } = await github.request('GET /repos/{owner}/{repo}/pulls/comments/{comment_id}', {
      owner,
      repo,
      comment_id: id,
    });
    const { body, created_at: createdAt, in_reply_to_id: thread = id } = data;
    return { author: data.user?.login, body, createdAt, thread };
  } catch (error) {
    if (error instanceof TidewaiterError && error.code === 'github/not-found') return undefined;
    throw error;
  }
}

const REACTIONS = { done: '+1', failed: 'confused', refused: '-1' } as const;

function askingByComment(github: GitHub, job: CommentJob, comment: Comment, login: string): Asking {
  const { owner, repo, number } = job;
  const { id, kind } = job.comment;
  const react = async (content: 'eyes' | (typeof REACTIONS)[Answer['kind']]) => {
    const reaction = { owner, repo, comment_id: id, content };
    if (kind === 'review')
      await github.request('POST /repos/{owner}/{repo}/pulls/comments/{comment_id}/reactions', reaction);
    else await github.request('POST /repos/{owner}/{repo}/issues/comments/{comment_id}/reactions', reaction);
  };
  const talk = kind === 'review' ? threadOf(github, job, comment.thread) : conversationOf(github, job);
  return {
    askedAt: comment.createdAt,
    acknowledge: () => react('eyes'),
    conclude: (what) => react(REACTIONS[what]),
    reply: (text) => sayOnce(talk, { login, marker: `${kind} ${id} #${number}`, text }),
  };
}

function askingByButton(github: GitHub, job: Extract<CommandJob, { kind: 'button' }>, login: string): Asking {
  const { action, headSha } = job;
  return {
    askedAt: undefined,
    async acknowledge() {},
    async conclude() {},
    reply: (text) => sayOnce(conversationOf(github, job), { login, marker: `${action} ${headSha}`, text }),
  };
}

/** Comments that follow each other, and one more of them. */
interface Talk {
  list(): Promise<readonly { readonly body?: string; readonly user: { readonly login: string } | null }[]>;
  add(body: string): Promise<unknown>;
}

function conversationOf(github: GitHub, { owner, repo, number }: CommandJob): Talk {
  const route = { owner, repo, issue_number: number };
  return {
    list: () =>
      github.paginate('GET /repos/{owner}/{repo}/issues/{issue_number}/comments', { ...route, per_page: 100 }),
    add: (body) => github.request('POST /repos/{owner}/{repo}/issues/{issue_number}/comments', { ...route, body }),
  };
}

function threadOf(github: GitHub, { owner, repo, number }: CommandJob, thread: number): Talk {
  const route = { owner, repo, pull_number: number };
  return {
    list: () => github.paginate('GET /repos/{owner}/{repo}/pulls/{pull_number}/comments', { ...route, per_page: 100 }),
    add: (body) =>
      github.request('POST /repos/{owner}/{repo}/pulls/{pull_number}/comments/{comment_id}/replies', {
        ...route,
        comment_id: thread,
        body,
      }),
  };
}

/** A job may be run again after it was broken off: what was said is found by its marker, and by its author, for anybody can write a marker. */
async function sayOnce(
  { list, add }: Talk,
  { login, marker, text }: { readonly login: string; readonly marker: string; readonly text: string },
): Promise<void> {
  const first = `<!-- tidewaiter answer ${marker} -->`;
  const said = await list();
  if (said.some(({ body, user }) => user?.login === login && body?.split('\n', 1)[0] === first)) return;
  await add(`${first}\n${text}`);
}
