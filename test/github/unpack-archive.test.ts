import { execFileSync } from 'node:child_process';
import { gunzipSync, gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { ArchiveTooLarge } from '../../src/github/read-tar.ts';
import { type ArchiveLimits, unpackArchive } from '../../src/github/unpack-archive.ts';
import { type GitFixture, gitRepository } from '../repository/git-fixture.ts';

const LIMITS: ArchiveLimits = { packedBytes: 1e6, unpackedBytes: 1e7, entries: 1_000, fileBytes: 1e6 };

/** What git itself packs, as GitHub does. */
function archiveOf(repository: GitFixture): Buffer {
  return execFileSync('git', ['archive', '--format=tar.gz', '--prefix=acme-shop-0123456/', 'HEAD'], {
    cwd: repository.folder,
  });
}

/** Comes in pieces of an odd size, as from a network. */
function streamOf(bytes: Buffer): ReadableStream<Uint8Array> {
  const pieces = Array.from({ length: Math.ceil(bytes.length / 777) }, (_, index) =>
    bytes.subarray(index * 777, index * 777 + 777),
  );
  return ReadableStream.from(pieces);
}

async function unpack(bytes: Buffer, limits: Partial<ArchiveLimits> = {}): Promise<readonly string[]> {
  const texts: string[] = [];
  for await (const content of unpackArchive(streamOf(bytes), { ...LIMITS, ...limits })) texts.push(content.toString());
  return texts.sort();
}

describe('an archive of git', () => {
  it('gives the contents of all files, whatever their names', async () => {
    await using repository = gitRepository();
    repository.link('link.yaml', '/etc/passwd');
    repository.commit({
      'a.yaml': 'plain',
      [`${'deep/'.repeat(60)}long.yaml`]: 'beyond the header',
      [`${'n'.repeat(200)}.yaml`]: 'one long name',
      'žluť/🐴.yaml': 'not ASCII',
      'new\nline.yaml': 'a line break',
      'empty.yaml': '',
      'large.yaml': 'x'.repeat(100_000),
    });
    const expected = [
      'plain',
      'beyond the header',
      'one long name',
      'not ASCII',
      'a line break',
      '',
      'x'.repeat(100_000),
    ];
    expect(await unpack(archiveOf(repository))).toEqual(expected.sort());
  });

  it('gives no file over the limit, and those after it', async () => {
    await using repository = gitRepository();
    repository.commit({ 'a.yaml': 'x'.repeat(1_001), 'b.yaml': 'y'.repeat(1_000) });
    expect(await unpack(archiveOf(repository), { fileBytes: 1_000 })).toEqual(['y'.repeat(1_000)]);
  });

  it('fails where it is cut off, packed or unpacked', async () => {
    await using repository = gitRepository();
    repository.commit(
      Object.fromEntries(Array.from({ length: 50 }, (_, index) => [`${index}.yaml`, `${index}\n`.repeat(500)])),
    );
    const packed = archiveOf(repository);
    const unpacked = gunzipSync(packed);
    await expect(unpack(packed.subarray(0, packed.length / 2))).rejects.toThrow();
    await expect(unpack(gzipSync(unpacked.subarray(0, unpacked.length / 2)))).rejects.toThrow();
    await expect(unpack(Buffer.from('<html>no archive</html>'))).rejects.toThrow();
  });

  it('fails where a header is damaged', async () => {
    await using repository = gitRepository();
    repository.commit({ 'a.yaml': 'a\n' });
    const tar = gunzipSync(archiveOf(repository));
    const name = tar.indexOf('acme-shop-0123456/a.yaml');
    tar[name] = 'x'.charCodeAt(0);
    await expect(unpack(gzipSync(tar))).rejects.toThrow();
  });
});

describe('an archive without end', () => {
  it.each<[what: string, limits: Partial<ArchiveLimits>, words: string]>([
    ['on the way', { packedBytes: 2_000 }, 'more than 2,000 bytes packed'],
    ['once unpacked', { unpackedBytes: 1_000_000 }, 'more than 1,000,000 bytes unpacked'],
    ['of entries', { entries: 100 }, 'more than 100 entries'],
  ])('is left: %s', async (_what, limits, words) => {
    await using repository = gitRepository();
    const many = Array.from({ length: 200 }, (_, index) => [`${index}.yaml`, `${index}\n`]);
    repository.commit({
      ...Object.fromEntries(many),
      'bomb.yaml': Buffer.alloc(900_000),
      'more.yaml': Buffer.alloc(900_001),
    });
    const attempt = unpack(archiveOf(repository), limits);
    await expect(attempt).rejects.toThrow(ArchiveTooLarge);
    await expect(attempt).rejects.toThrow(words);
  });
});
