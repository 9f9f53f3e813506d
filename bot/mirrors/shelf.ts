import { readdir, rm, stat, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { formatCount } from '../../src/base/format-count.ts';

/** Folders that together take no more than so many bytes: what was used least recently goes first, and nothing that is in use. */
export interface Shelf {
  /** The mirror stays while `work` runs. */
  use<Result>(name: string, work: (mirror: Mirror) => Promise<Result>): Promise<Result>;
}

export interface Mirror {
  readonly folder: string;
  /** Changes of one mirror wait for each other. `stop` tells that it is not wanted any more, or that there is no room left. */
  change<Result>(signal: AbortSignal, work: (stop: AbortSignal) => Promise<Result>): Promise<Result>;
  /** Throws it away. Whoever else reads it finds it damaged, and begins anew as well. */
  discard(): Promise<void>;
}

interface Slot extends Measure {
  readonly folder: string;
  users: number;
  bytes: number;
  packs: number;
  turn: Promise<unknown>;
}

interface Measure {
  readonly bytes: number;
  readonly packs: number;
}

/** Each fetch leaves a pack, and git looks through all of them. To fetch anew is cheaper than to pack them again. */
const MOST_PACKS = 100;

const WATCH_MS = 1_000;

export async function openShelf(folder: string, mostBytes: number): Promise<Shelf> {
  const slots = await takeUp(folder);
  return {
    async use(name, work) {
      const slot = slots.get(name) ?? emptySlot(join(folder, name));
      slots.delete(name);
      slots.set(name, slot);
      slot.users += 1;
      try {
        return await work(mirrorOf(slot, { slots, mostBytes }));
      } finally {
        slot.users -= 1;
        if (slot.packs > MOST_PACKS) await removeUnused(slot);
        await makeRoom(slots, mostBytes);
      }
    },
  };
}

/** By name. The one that was used last is the last. */
type Slots = ReadonlyMap<string, Slot>;

/** What an earlier process left. */
async function takeUp(folder: string): Promise<Map<string, Slot>> {
  const folders = (await readdir(folder, { withFileTypes: true })).filter((entry) => entry.isDirectory());
  const found = await Promise.all(
    folders.map(async ({ name }) => {
      const slot = emptySlot(join(folder, name));
      Object.assign(slot, await measure(slot.folder));
      return { name, slot, usedAt: (await stat(slot.folder)).mtimeMs };
    }),
  );
  return new Map(found.sort((left, right) => left.usedAt - right.usedAt).map(({ name, slot }) => [name, slot]));
}

function emptySlot(folder: string): Slot {
  return { folder, users: 0, bytes: 0, packs: 0, turn: Promise.resolve() };
}

function mirrorOf(slot: Slot, { slots, mostBytes }: { readonly slots: Slots; readonly mostBytes: number }): Mirror {
  return {
    folder: slot.folder,
    change: (signal, work) =>
      inTurn(slot, async () => {
        const overflow = new AbortController();
        const watch = setInterval(async () => {
          Object.assign(slot, await measure(slot.folder));
          if (!(await makeRoom(slots, mostBytes))) overflow.abort(new Error(noRoom(mostBytes)));
        }, WATCH_MS);
        try {
          return await work(AbortSignal.any([signal, overflow.signal]));
        } finally {
          clearInterval(watch);
          Object.assign(slot, await measure(slot.folder));
          // A process that comes after this one goes by this date.
          await utimes(slot.folder, new Date(), new Date()).catch(() => undefined);
        }
      }),
    discard: () => inTurn(slot, () => remove(slot)),
  };
}

function noRoom(mostBytes: number): string {
  return `the mirrors may take ${formatCount(mostBytes)} bytes together, and there is no room left`;
}

function inTurn<Result>(slot: Slot, work: () => Promise<Result>): Promise<Result> {
  const turn = slot.turn.then(work);
  slot.turn = turn.catch(() => undefined);
  return turn;
}

/** Whether what is left fits. */
async function makeRoom(slots: Slots, mostBytes: number): Promise<boolean> {
  const total = () => [...slots.values()].reduce((sum, { bytes }) => sum + bytes, 0);
  for (const slot of [...slots.values()].filter(({ users, bytes }) => users === 0 && bytes > 0)) {
    if (total() <= mostBytes) return true;
    await removeUnused(slot);
  }
  return total() <= mostBytes;
}

/** Somebody may have begun to use it while its turn came. What cannot be removed takes room until it can. */
function removeUnused(slot: Slot): Promise<void> {
  return inTurn(slot, async () => {
    if (slot.users === 0) await remove(slot).catch(() => undefined);
  });
}

async function remove(slot: Slot): Promise<void> {
  await rm(slot.folder, { recursive: true, force: true });
  Object.assign(slot, { bytes: 0, packs: 0 });
}

/** Packs are all that grows; while a fetch runs they have names of their own. */
async function measure(folder: string): Promise<Measure> {
  const packs = join(folder, 'objects/pack');
  const names = await readdir(packs).catch(() => []);
  const sizes = await Promise.all(
    names.map((name) =>
      stat(join(packs, name)).then(
        ({ size }) => size,
        () => 0,
      ),
    ),
  );
  return {
    bytes: sizes.reduce((sum, size) => sum + size, 0),
    packs: names.filter((name) => name.endsWith('.pack')).length,
  };
}
