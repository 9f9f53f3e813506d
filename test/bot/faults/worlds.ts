import type { Patience } from '../../../src/github/patience.ts';
import { startPostgresql } from '../start-postgresql.ts';
import { openWorld, type World } from './world.ts';

/** Worlds for stories that go on side by side. */
export interface Worlds extends AsyncDisposable {
  /** Lends a world that nobody else has meanwhile. One that was lent before is taken, where its bot has that patience. */
  use<Result>(patience: Partial<Patience>, tell: (world: World) => Promise<Result>): Promise<Result>;
}

/** Opens none yet, but for the database server that they share. */
export async function openWorlds(): Promise<Worlds> {
  const server = await startPostgresql();
  const open = new Set<World>();
  const idle = new Map<string, { readonly world: World; readonly stories: number }[]>();
  let databases = 0;
  const openOne = async (patience: Partial<Patience>) => {
    databases += 1;
    const world = await openWorld(await server.createDatabase(`world_${databases}`), patience);
    open.add(world);
    return world;
  };
  const close = async (world: World) => {
    open.delete(world);
    await world[Symbol.asyncDispose]();
  };
  return {
    async use(patience, tell) {
      const key = JSON.stringify(patience);
      const waiting = idle.get(key) ?? [];
      idle.set(key, waiting);
      const { world, stories } = waiting.pop() ?? { world: await openOne(patience), stories: 0 };
      try {
        const result = await tell(world);
        if (stories + 1 < MOST_STORIES) waiting.push({ world, stories: stories + 1 });
        else await close(world);
        return result;
      } catch (error) {
        await close(world);
        throw error;
      }
    },
    async [Symbol.asyncDispose]() {
      await Promise.all([...open].map(close));
      await server.remove();
    },
  };
}

/** A world remembers each request of all its stories. */
const MOST_STORIES = 100;
