import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Mirror, openShelf } from '../../../bot/mirrors/shelf.ts';
import { temporaryFolder } from '../../repository/git-fixture.ts';

const NEVER = new AbortController().signal;
let folder = '';

beforeEach(() => {
  folder = temporaryFolder();
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('the mirrors together stay within their bytes', () => {
  it('what was used least recently goes first', async () => {
    const shelf = await openShelf(folder, 250);
    for (const name of ['one', 'two', 'one', 'three']) await shelf.use(name, growTo(100));
    expect(readdirSync(folder).sort()).toEqual(['one', 'three']);
  });

  it('also after a new start', async () => {
    const before = await openShelf(folder, 250);
    for (const name of ['one', 'two', 'one']) {
      await before.use(name, growTo(100));
      // The dates of files are all that tells.
      await setTimeout(20);
    }
    const after = await openShelf(folder, 250);
    await after.use('three', growTo(100));
    expect(readdirSync(folder).sort()).toEqual(['one', 'three']);
  });

  it('nothing goes that is in use', async () => {
    const shelf = await openShelf(folder, 150);
    await shelf.use('one', async (mirror) => {
      await growTo(100)(mirror);
      await shelf.use('two', growTo(100));
      expect(readdirSync(folder)).toContain('one');
    });
    expect(readdirSync(folder)).toHaveLength(1);
  });

  it('a fetch that finds no room is told to stop', async () => {
    const shelf = await openShelf(folder, 150);
    const fetched = shelf.use('vast', (mirror) =>
      mirror.change(NEVER, async (stop) => {
        await grow(mirror, 1_000);
        await new Promise((_, reject) => stop.addEventListener('abort', () => reject(stop.reason)));
      }),
    );
    await expect(fetched).rejects.toThrow('the mirrors may take 150 bytes together, and there is no room left');
    expect(readdirSync(folder)).toEqual([]);
  });
});

it('changes of one mirror wait for each other, those of two do not', async () => {
  const shelf = await openShelf(folder, 1_000);
  const told: string[] = [];
  const change = (name: string, milliseconds: number) =>
    shelf.use(name, (mirror) =>
      mirror.change(NEVER, async () => {
        told.push(`${name} begins`);
        await setTimeout(milliseconds);
        told.push(`${name} ends`);
      }),
    );
  await Promise.all([change('one', 60), change('one', 0), change('two', 20)]);
  expect(told).toEqual(['one begins', 'two begins', 'two ends', 'one ends', 'one begins', 'one ends']);
});

it('a mirror with many packs is begun anew', async () => {
  const shelf = await openShelf(folder, 1_000_000);
  const addPacks = (count: number) => (mirror: Mirror) =>
    mirror.change(NEVER, async () => {
      for (let index = 0; index < count; index += 1) await grow(mirror, 1, `${index}.pack`);
    });
  await shelf.use('one', addPacks(100));
  expect(readdirSync(folder)).toEqual(['one']);
  await shelf.use('one', addPacks(101));
  expect(readdirSync(folder)).toEqual([]);
});

function growTo(bytes: number): (mirror: Mirror) => Promise<void> {
  return (mirror) => mirror.change(NEVER, () => grow(mirror, bytes));
}

async function grow(mirror: Mirror, bytes: number, name = 'some.pack'): Promise<void> {
  const packs = join(mirror.folder, 'objects/pack');
  mkdirSync(packs, { recursive: true });
  writeFileSync(join(packs, name), Buffer.alloc(bytes));
}
