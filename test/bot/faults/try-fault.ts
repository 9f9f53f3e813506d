import { isDeepStrictEqual } from 'node:util';
import { describeDifference } from '../../faults/describe-difference.ts';
import { findHarm } from '../../faults/find-harm.ts';
import type { Cell } from '../../faults/matrix.ts';
import { planFault } from '../../faults/plan-fault.ts';
import { wordsInSummary } from '../../faults/words-in-summary.ts';
import { type EndState, endStateOf } from './end-state.ts';
import { type Situation, type Stage, setUp } from './situations.ts';
import type { Standstill, World } from './world.ts';
import type { Worlds } from './worlds.ts';

export type BotCell = Cell<Situation>;

/** How a judgement with a fault has ended. */
export type Ending =
  /** Just as without the fault, by itself. */
  | { readonly kind: 'right' }
  /** With the right verdict, and with words about what the pull request does not show on its lines. */
  | { readonly kind: 'told'; readonly words: string }
  /** With a red check that says why. */
  | { readonly kind: 'red'; readonly words: string }
  /** For as long as the fault lasts nothing is green, and the queue does not give up; the log says why. */
  | { readonly kind: 'held'; readonly words: string }
  /** Nothing is green, and nothing more is tried: the log says why, and the next sweep or push mends it. */
  | { readonly kind: 'left'; readonly words: string }
  | { readonly kind: 'wrong'; readonly words: string };

/** Has the bot judge with the fault, and then without it, and tells how that ends. */
export function tryFault(cell: BotCell, worlds: Worlds): Promise<Ending> {
  return worlds.use(cell.fault.patience ?? {}, async (world) => {
    const expected = await expectedState(cell, world);
    await using stage = await setUp(world, cell.situation);
    const logged = world.log().length;
    planFault(cell, stage);
    stage.begin();
    const standstill = await world.settled();
    const state = endStateOf(stage);
    const log = world.log().slice(logged);
    const ending = harmOf(stage) ?? endingOf({ standstill, state, expected, log, stage });
    if (ending.kind === 'wrong') return ending;
    stage.endFaults();
    const harm = await harmAfterwards(stage, world, expected);
    return harm === undefined ? ending : wrong(`${harm}, after: ${JSON.stringify(ending)}`);
  });
}

function wrong(words: string): Extract<Ending, { kind: 'wrong' }> {
  return { kind: 'wrong', words };
}

const EXPECTED = new Map<string, Promise<EndState>>();

/** How a judgement without any fault ends; where what happens meanwhile counts, a judgement after that. */
function expectedState({ situation, fault }: BotCell, world: World): Promise<EndState> {
  const happensBefore = 'meanwhile' in fault && fault.counts ? fault : undefined;
  const key = `${situation.name}: ${happensBefore?.name ?? ''}`;
  const expected = EXPECTED.get(key) ?? judgeWithoutFault(situation, world, happensBefore?.meanwhile);
  EXPECTED.set(key, expected);
  return expected;
}

async function judgeWithoutFault(
  situation: Situation,
  world: World,
  before?: (stage: Stage) => void,
): Promise<EndState> {
  await using stage = await setUp(world, situation);
  before?.(stage);
  stage.begin();
  await world.settled();
  return endStateOf(stage);
}

interface Found {
  readonly standstill: Standstill;
  readonly state: EndState;
  readonly expected: EndState;
  /** What the bot has said meanwhile. */
  readonly log: readonly string[];
  readonly stage: Stage;
}

function endingOf({ standstill, state, expected, log, stage }: Found): Ending {
  const { check } = state;
  if (standstill === 'endless') return wrong(`it has no end: ${describeDifference(state, expected)}`);
  if (isDeepStrictEqual(state, expected)) return { kind: 'right' };
  const words = log.map(wordsOfTrouble).findLast((said) => said !== undefined);
  if (check?.conclusion === 'failure' && check.title === 'Could not judge') return redEnding(check.summary ?? '');
  if (check?.status === 'completed') {
    const told = NOTE.exec(check.summary ?? '')?.[0] ?? wordsInSummary(state, expected);
    if (check.conclusion === expected.check?.conclusion && told) return { kind: 'told', words: told };
    return wrong(describeDifference(state, expected));
  }
  if (words === undefined && stage.pullRequest.state() === 'open')
    return wrong('nothing is green, and nobody is told why');
  return { kind: standstill === 'stuck' ? 'held' : 'left', words: words ?? 'the pull request is closed' };
}

const NOTE = /Comments could not be written.*|GitHub did not take.*|What .* requires is not known.*/;

function redEnding(summary: string): Ending {
  const [reason = ''] = summary.split('\n\nIt was tried');
  return /\w+ \w+/.test(reason) ? { kind: 'red', words: reason } : wrong(`red, and it does not say why: ${summary}`);
}

/** What an operator reads who looks for trouble, or for what became of a job. */
function wordsOfTrouble(line: string): string | undefined {
  const { level, message, error } = JSON.parse(line);
  const isTrouble = level === 'warn' || level === 'error' || /put off|nothing is judged/.test(message);
  return isTrouble ? [message, error?.message].join(': ') : undefined;
}

function harmOf({ pullRequest, repository, github }: Stage): Extract<Ending, { kind: 'wrong' }> | undefined {
  const { violations } = github;
  // From the first judgement on: what that has posted stands as well.
  const requests = github.requests.filter(({ path }) => path.includes(`/${repository.fullName}/`));
  const harm = findHarm({ pullRequest, author: 'tidewaiter[bot]', requests, violations });
  return harm === undefined ? undefined : wrong(harm);
}

/** Once nothing goes wrong any more, all is as it should be: by itself, or when somebody asks for it, or after a sweep, or after a push. */
async function harmAfterwards(stage: Stage, world: World, expected: EndState): Promise<string | undefined> {
  const { pullRequest } = stage;
  const isMended = async () => {
    if ((await world.settled()) !== 'idle') return false;
    return pullRequest.state() !== 'open' || isDeepStrictEqual(endStateOf(stage), expected);
  };
  if (await isMended()) return harmOf(stage)?.words;
  if (endStateOf(stage).check?.status === 'completed') {
    stage.askAgain();
  } else {
    await world.restart();
    if (await isMended()) return harmOf(stage)?.words;
    stage.moveOn();
  }
  if (await isMended()) return harmOf(stage)?.words;
  return `it is not mended afterwards: ${describeDifference(endStateOf(stage), expected)}`;
}
