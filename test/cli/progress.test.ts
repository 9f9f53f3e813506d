import { setTimeout as wait } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import type { Surroundings } from '../../src/cli/command.ts';
import { withProgress } from '../../src/cli/progress.ts';

function surroundings(isTerminal: boolean) {
  const written: string[] = [];
  const stream = { isTerminal, width: 80, write: (text: string) => void written.push(text) };
  const world: Surroundings = {
    version: '0',
    folder: '/',
    environment: {},
    output: stream,
    diagnostics: stream,
    readInput: async () => '',
    untilInterrupted: async () => {},
    now: () => 0,
    clock: () => performance.now(),
  };
  return { written, world };
}

describe('withProgress', () => {
  it('says on a terminal what takes long, and takes it back', async () => {
    const { written, world } = surroundings(true);
    const result = await withProgress(world, async (step) => {
      step('reading files');
      await wait(400);
      step('judging');
      return 7;
    });
    expect(result).toBe(7);
    expect(written).toEqual(['\r\u001b[2Kreading files …', '\r\u001b[2Kjudging …', '\r\u001b[2K']);
  });

  it('takes it back also where the work fails', async () => {
    const { written, world } = surroundings(true);
    const work = withProgress(world, async (step) => {
      step('reading files');
      await wait(400);
      throw new Error('no');
    });
    await expect(work).rejects.toThrow('no');
    expect(written.at(-1)).toBe('\r\u001b[2K');
  });

  it('is silent on a short run, and where there is no terminal', async () => {
    for (const [isTerminal, time] of [
      [true, 0],
      [false, 400],
    ] as const) {
      const { written, world } = surroundings(isTerminal);
      await withProgress(world, async (step) => {
        step('reading files');
        await wait(time);
        step('judging');
      });
      expect(written).toEqual([]);
    }
  });
});
