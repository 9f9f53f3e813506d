import { assertNever } from '../../src/base/assert-never.ts';
import { TidewaiterError } from '../../src/errors/tidewaiter-error.ts';
import { readPullRequest } from '../../src/github/read-pull-request.ts';
import { escapeMarkdown } from '../../src/report/escape-markdown.ts';
import { isAtLeast, readRight } from '../github/read-right.ts';
import type { CommandJob, CommandWork } from '../judging/create-work.ts';
import { keyOf } from '../queue/job.ts';
import { DONE } from '../queue/queue.ts';
import { claimRefusal } from '../store/refusals.ts';
import type { Answer } from './answer.ts';
import type { CommandDependencies, CommandRequest } from './command-request.ts';
import { exempt } from './exempt.ts';
import { explain } from './explain.ts';
import { fix } from './fix.ts';
import { COMMANDS, helpText, whoMay } from './help.ts';
import { judgeAgain } from './judge-again.ts';
import { type Asking, openAsking } from './open-asking.ts';
import { type Command, type ParsedCommand, parseCommand } from './parse-command.ts';

/** What people ask for in comments and by buttons. Each is answered: by a reaction, and in words where there is more to say. */
export function createCommandWork(dependencies: CommandDependencies): CommandWork {
  return {
    async run(job, signal) {
      const command = commandOf(job);
      if (command === undefined) return DONE;
      const request = await readRequest(job, dependencies, signal);
      if (request === undefined) return DONE;
      await request.asking.acknowledge();
      await tell(await answerTo(command, request, dependencies), request, dependencies);
      return DONE;
    },
    giveUp: (job, reason) => giveUp(job, reason, dependencies),
  };
}

function commandOf(job: CommandJob): ParsedCommand | undefined {
  if (job.kind === 'command') return parseCommand(job.body);
  return job.action === 'recheck' || job.action === 'fix' ? { name: job.action } : undefined;
}

/** Where it is answered, too. */
interface AnswerableRequest extends CommandRequest {
  readonly asking: Asking;
}

/** Undefined where nobody is to be answered: nothing is asked any more, or the repository has no configuration. */
async function readRequest(
  job: CommandJob,
  { app, findConfiguration, now }: CommandDependencies,
  signal: AbortSignal,
): Promise<AnswerableRequest | undefined> {
  const { installation, owner, repo, number } = job;
  const access = await app.ofRepository(job);
  const { github } = access;
  const asking = await openAsking(github, job, await app.login());
  if (asking === undefined) return undefined;
  const pullRequest = await readPullRequest(github, { owner, repo, number });
  const { headSha, baseRefName: baseBranch, baseTip: baseSha, isDraft } = pullRequest;
  const gate = await findConfiguration(github, { installation, owner, repo, baseTip: baseSha });
  if (gate === undefined) return undefined;
  const startedAt = new Date(now());
  const about = { installation, owner, repo, number, headSha, baseBranch, baseSha, isDraft, startedAt };
  return { job, asking, askedAt: asking.askedAt, pullRequest, judged: { ...access, ...about }, gate, signal };
}

async function answerTo(
  command: ParsedCommand,
  request: CommandRequest,
  dependencies: CommandDependencies,
): Promise<Answer> {
  const refusal = await refusalOf(command, request);
  if (refusal) return refusal;
  if (command.name === 'misspelt') return { kind: 'failed', reply: `${command.problem}.\n\n${helpText()}` };
  if (request.pullRequest.state !== 'open' && command.name !== 'help')
    return { kind: 'failed', reply: 'This pull request is not open.' };
  return obey(command, request, dependencies);
}

/** Undefined where it is for whoever asks. GitHub is asked each time: what somebody was allowed yesterday says nothing. */
async function refusalOf(
  command: ParsedCommand,
  { job, judged, pullRequest }: CommandRequest,
): Promise<Answer | undefined> {
  // Who misspelt a command is helped.
  const name = command.name === 'misspelt' ? 'help' : command.name;
  const { needs } = COMMANDS[name];
  const right = await readRight(judged.github, job, job.sender);
  const isAuthor = pullRequest.author.toLowerCase() === job.sender.toLowerCase();
  if (isAtLeast(right, needs) || (needs === 'triage' && isAuthor)) return undefined;
  return { kind: 'refused', reply: `\`/tidewaiter ${name}\` is for ${whoMay(needs)}.` };
}

async function obey(command: Command, request: CommandRequest, dependencies: CommandDependencies): Promise<Answer> {
  switch (command.name) {
    case 'help':
      return { kind: 'done', reply: helpText() };
    case 'recheck':
      await judgeAgain(request, dependencies);
      return { kind: 'done' };
    case 'fix':
      return fix(request, dependencies);
    case 'explain':
      return explain(command.policy, request, dependencies);
    case 'exempt':
      return exempt(command, request, dependencies);
    default:
      return assertNever(command);
  }
}

/** The reaction comes after the words: as long as it is not there, the job is not done. */
async function tell(
  answer: Answer,
  { job, asking }: AnswerableRequest,
  { database }: CommandDependencies,
): Promise<void> {
  if (answer.kind === 'refused') {
    const { owner, repo, number, sender } = job;
    const refusal = { repository: `${owner}/${repo}`, number, login: sender };
    if (await claimRefusal(database, refusal, keyOf(job))) await asking.reply(answer.reply);
  } else if (answer.reply !== undefined) {
    await asking.reply(answer.reply);
  }
  await asking.conclude(answer.kind);
}

/**
 * Says why nothing came of it, to whom it would have been done for. Throws where GitHub does not tell who that is, or does not take the words:
 * then it is tried again, for as long as it takes.
 */
async function giveUp(job: CommandJob, reason: string, dependencies: CommandDependencies): Promise<void> {
  const command = commandOf(job);
  if (command === undefined) return;
  try {
    const request = await readRequest(job, dependencies, new AbortController().signal);
    if (request === undefined) return;
    const reply = `This could not be done. ${reason.split('\n').map(escapeMarkdown).join('\n\n')}`;
    const answer = (await refusalOf(command, request)) ?? { kind: 'failed', reply };
    await tell(answer, request, dependencies);
  } catch (error) {
    if (!(error instanceof TidewaiterError) || !GONE.has(error.code)) throw error;
    const { log } = dependencies;
    log.warn('given up, and nobody is left to tell', { repository: `${job.owner}/${job.repo}`, job: job.kind, error });
  }
}

/** The repository or the pull request; or our leave to speak there. */
const GONE: ReadonlySet<TidewaiterError['code']> = new Set(['github/not-found', 'github/refused', 'github/forbidden']);
