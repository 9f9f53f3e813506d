import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chmodSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ConfigError } from '../../../src/errors/tidewaiter-error.ts';
import { contentsOf, filesIn, NEVER, openScene, resultOf } from './scene.ts';

describe('a mirror that is damaged is thrown away and fetched again', () => {
  it.each([
    ['a pack cut short', /\.pack$/, (file: string) => truncateSync(file, statSync(file).size / 2)],
    ['a lost pack', /\.pack$/, (file: string) => rmSync(file)],
    ['an index of noise', /\.idx$/, (file: string) => writeFileSync(file, randomBytes(2_000), { flag: 'r+' })],
    ['a lost commit', /commits\/[0-9a-f]+$/, (file: string) => rmSync(file)],
    ['a lock that a killed process left', /HEAD$/, (file: string) => writeFileSync(join(file, '../shallow.lock'), '')],
  ])('%s', async (_, which, damage) => {
    await using scene = await openScene();
    const { mirrors, comparison, server } = scene;
    const sound = resultOf(await mirrors.read(comparison, contentsOf, NEVER));
    for (const file of filesIn(server.mirrors).filter((each) => which.test(each))) {
      makeWritable(file);
      damage(file);
    }
    expect(resultOf(await mirrors.read(comparison, contentsOf, NEVER))).toEqual(sound);
    const later = resultOf(await mirrors.read(scene.push({ 'more.yaml': 'more\n' }), contentsOf, NEVER));
    expect(later.head['more.yaml']).toBe('more\n');
  });

  it('a single content that is lost is not taken for one that was too large to fetch', async () => {
    await using scene = await openScene();
    const { mirrors, comparison, mirror, repository } = scene;
    await mirrors.read(comparison, contentsOf, NEVER);
    loseObject(mirror, repository.git('rev-parse', `${comparison.head}:web.yaml`));
    const { head } = resultOf(await mirrors.read(comparison, contentsOf, NEVER));
    expect(head['web.yaml']).toBe('by the pull request\n');
  });

  it('and where it is damaged again, the API has to do', async () => {
    await using scene = await openScene();
    const { mirrors, comparison } = scene;
    let times = 0;
    const fail = async () => {
      times += 1;
      throw new ConfigError('git cat-file failed: fatal: loose object is corrupt', { code: 'git/failed' });
    };
    expect(await mirrors.read(comparison, fail, NEVER)).toEqual({
      outcome: 'unusable',
      reason: 'git cat-file failed: fatal: loose object is corrupt',
    });
    expect(times).toBe(2);
  });

  it('a tree that has no end is no damage: nothing is fetched again for it', async () => {
    await using scene = await openScene();
    const { mirrors, comparison } = scene;
    const reason = 'git ls-tree failed: it printed more than 1000000000 bytes';
    let times = 0;
    const fail = async () => {
      times += 1;
      throw new ConfigError(reason, { code: 'git/failed' });
    };
    expect(await mirrors.read(comparison, fail, NEVER)).toEqual({ outcome: 'unusable', reason });
    expect(times).toBe(1);
  });

  it('what judging throws is handed on, and is no reason to fetch anything', async () => {
    await using scene = await openScene();
    const { mirrors, comparison } = scene;
    let times = 0;
    const crash = async () => {
      times += 1;
      throw new TypeError('a defect');
    };
    await expect(mirrors.read(comparison, crash, NEVER)).rejects.toThrow('a defect');
    expect(times).toBe(1);
  });
});

/** Packs are read-only. */
function makeWritable(file: string): void {
  chmodSync(file, 0o600);
}

/** Takes the packs apart, and one object out. */
function loseObject(gitDirectory: string, id: string): void {
  const files = filesIn(gitDirectory).filter((file) => /\.(pack|idx|promisor)$/.test(file));
  const packs = files.filter((file) => file.endsWith('.pack')).map((file) => readFileSync(file));
  for (const file of files) rmSync(file);
  for (const input of packs) execFileSync('git', [`--git-dir=${gitDirectory}`, 'unpack-objects', '-q'], { input });
  rmSync(join(gitDirectory, 'objects', id.slice(0, 2), id.slice(2)));
}
