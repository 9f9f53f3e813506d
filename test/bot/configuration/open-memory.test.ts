import { expect, it } from 'vitest';
import { openMemory } from '../../../bot/configuration/open-memory.ts';
import { textFiles } from '../../text-files.ts';

it('forgets what nobody asked for the longest, once it is too much', async () => {
  const { recall, reads } = openReading(100);
  await recall('a', 40);
  await recall('b', 40);
  await recall('a', 40);
  await recall('c', 40);
  expect(reads).toEqual(['a', 'b', 'c']);
  await recall('a', 40);
  await recall('c', 40);
  expect(reads).toEqual(['a', 'b', 'c']);
  await recall('b', 40);
  expect(reads).toEqual(['a', 'b', 'c', 'b']);
});

it('keeps nothing that is too much by itself', async () => {
  const { recall, reads } = openReading(100);
  await recall('a', 101);
  await recall('a', 101);
  expect(reads).toEqual(['a', 'a']);
});

it('reads once what two ask for at the same time, and again what could not be read', async () => {
  const { recall, reads } = openReading(100);
  await Promise.all([recall('a', 1), recall('a', 1)]);
  expect(reads).toEqual(['a']);
  const remember = openMemory(100);
  await expect(remember('b', () => Promise.reject(new Error('not now')))).rejects.toThrow('not now');
  expect(await remember('b', async () => ({ files: textFiles({}), bytes: 1 }))).toBeDefined();
});

function openReading(mostBytes: number) {
  const remember = openMemory(mostBytes);
  const reads: string[] = [];
  const recall = (key: string, bytes: number) =>
    remember(key, async () => {
      reads.push(key);
      return { files: textFiles({}), bytes };
    });
  return { recall, reads };
}
