import { setTimeout } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import { describeDifference } from '../../faults/describe-difference.ts';
import { findHarm } from '../../faults/find-harm.ts';
import type { Cell } from '../../faults/matrix.ts';
import { planFault } from '../../faults/plan-fault.ts';
import { wordsInSummary } from '../../faults/words-in-summary.ts';
import { type EndState, endStateOf } from './end-state.ts';
import type { InProcessRun } from './run-in-process.ts';
import { type Situation, type Stage, setUp } from './situations.ts';

export type ActionCell = Cell<Situation>;

/** How a run with a fault has ended. */
export type Ending =
  /** Just as without the fault. */
  | { readonly kind: 'right' }
  /** With the right verdict, and with words about what the pull request does not show on its lines. */
  | { readonly kind: 'told'; readonly words: string }
  /** With a job that fails, that says why and what to do. */
  | { readonly kind: 'red'; readonly words: string }
  | { readonly kind: 'wrong'; readonly words: string };

/** Runs the Action with the fault, and judges how that ends. */
export async function tryFault(cell: ActionCell): Promise<Ending> {
  await using stage = await setUp(cell.situation);
  const { github } = stage;
  planFault(cell, stage);
  const run = await Promise.race([
    stage.run(cell.fault.patience),
    setTimeout(MOST_MILLISECONDS, undefined, { ref: false }),
  ]);
  github.faults.clear();
  if (run === undefined)
    return wrong(`it has not ended after ${MOST_MILLISECONDS} ms and ${github.requests.length} requests`);

  const expected = await expectedState(cell);
  const ending = endingOf(run, endStateOf(run, stage), expected);
  if (ending.kind === 'wrong') return ending;
  const harm = harmIn(stage) ?? (ending.kind === 'right' ? undefined : await harmOfNextRun(stage, expected));
  return harm === undefined ? ending : wrong(`${harm}, after: ${JSON.stringify(ending)}`);
}

/** Nothing is waited for here, so that a run which takes longer goes round in circles. */
const MOST_MILLISECONDS = 60_000;

function wrong(words: string): Ending {
  return { kind: 'wrong', words };
}

const EXPECTED = new Map<string, Promise<EndState>>();

/** How a run without any fault ends; where what happens meanwhile counts, a run after that. */
function expectedState({ situation, fault }: ActionCell): Promise<EndState> {
  const happensBefore = 'meanwhile' in fault && fault.counts ? fault : undefined;
  const key = `${situation.name}: ${happensBefore?.name ?? ''}`;
  const expected = EXPECTED.get(key) ?? runWithoutFault(situation, happensBefore?.meanwhile);
  EXPECTED.set(key, expected);
  return expected;
}

async function runWithoutFault(situation: Situation, before?: (stage: Stage) => void): Promise<EndState> {
  await using stage = await setUp(situation);
  before?.(stage);
  return endStateOf(await stage.run(), stage);
}

function endingOf(run: InProcessRun, state: EndState, expected: EndState): Ending {
  if (isDeepStrictEqual(state, expected)) return { kind: 'right' };
  const error = run.annotations.find(({ title }) => /^Could not (?:judge|comment) \(/.test(title));
  if (run.exitCode === 1 && error !== undefined) {
    const words = `${error.title}: ${error.message}`;
    return error.message.includes('\n')
      ? { kind: 'red', words }
      : wrong(`an error that does not say what to do: ${words}`);
  }
  const words = run.annotations.find(({ level }) => level === 'notice')?.message ?? wordsInSummary(state, expected);
  const tellsAll = expected.annotations.every((annotation) => state.annotations.includes(annotation));
  if (state.exitCode === expected.exitCode && tellsAll && words !== undefined) return { kind: 'told', words };
  return wrong(`exit code ${run.exitCode}: ${describeDifference(state, expected)}`);
}

function harmIn({ github: { requests, violations }, pullRequest }: Stage): string | undefined {
  return findHarm({ pullRequest, author: 'github-actions[bot]', requests, violations });
}

/** A run that ends red, or says less than it should, leaves nothing behind that the next one does not mend. */
async function harmOfNextRun(stage: Stage, expected: EndState): Promise<string | undefined> {
  if (stage.pullRequest.state() !== 'open') return undefined;
  const state = endStateOf(await stage.run(), stage);
  return isDeepStrictEqual(state, expected)
    ? harmIn(stage)
    : `the next run does not mend it: ${describeDifference(state, expected)}`;
}
