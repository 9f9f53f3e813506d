import { execFileSync } from 'node:child_process';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readArchive } from '../../src/github/read-archive.ts';
import { startGitHub } from '../github-twin/start-github.ts';
import type { Repository, GitHub as Twin } from '../github-twin/twin.ts';
import { apiOf, readerOf } from './api.ts';
import { serveFile } from './file-server.ts';

let twin: Twin;
let shop: Repository;

beforeEach(async () => {
  twin = await startGitHub();
  shop = twin.createRepository('acme/shop', { private: true, files: { 'a.yaml': 'a: 1\n', 'b.yaml': 'b: 1\n' } });
});
afterEach(() => twin.stop());

const LIMITS = { packedBytes: 1e6, unpackedBytes: 1e7, entries: 1_000, fileBytes: 1e6 };

async function read(log?: (line: string) => void): Promise<readonly string[]> {
  const texts: string[] = [];
  const token = readerOf(twin, 'acme/shop');
  await readArchive(
    apiOf(twin, { token, ...(log && { log }) }),
    { owner: 'acme', repo: 'shop', commit: shop.head('main') },
    { limits: LIMITS, take: (bytes) => texts.push(bytes.toString()) },
  );
  return texts;
}

function archive(): Buffer {
  return execFileSync('git', ['--git-dir', shop.folder, 'archive', '--format=tar.gz', 'main']);
}

function redirectTo(location: string) {
  twin.faults.add({ path: /tarball/, outcome: { status: 302, headers: { location } } });
}

it('reads the archive of a private repository, whose address is no business of the log', async () => {
  const lines: string[] = [];
  expect(await read((line) => lines.push(line))).toEqual(['a: 1\n', 'b: 1\n']);
  expect(lines.join('\n')).toMatch(/_codeload\/acme\/shop/);
  expect(lines.join('\n')).not.toMatch(/token=/);
});

it('does not show the token to the host of archives', async () => {
  await using host = await serveFile((response) => void response.end(archive()));
  redirectTo(host.url);
  expect(await read()).toHaveLength(2);
  expect(host.asked).toMatchObject([{ 'user-agent': 'tidewaiter-test' }]);
  expect(host.asked[0]).not.toHaveProperty('authorization');
});

it('starts again where an archive breaks off', async () => {
  await using host = await serveFile((response, count) => {
    if (count === 3) response.end(archive());
    else if (count === 2) response.writeHead(503).end();
    else
      response.writeHead(200, { 'content-length': '9000' }).write(archive().subarray(0, 100), () => response.destroy());
  });
  redirectTo(host.url);
  expect((await read()).slice(-2)).toEqual(['a: 1\n', 'b: 1\n']);
  expect(host.asked).toHaveLength(3);
});

describe('what cannot be read', () => {
  it('is an archive that breaks off every time', async () => {
    await using host = await serveFile((response) => void response.end(archive().subarray(0, 100)));
    redirectTo(host.url);
    await expect(read()).rejects.toMatchObject({
      code: 'github/unavailable',
      message: expect.stringMatching(/^the archive of acme\/shop at [0-9a-f]{12} did not arrive whole/),
    });
    expect(host.asked).toHaveLength(4);
  });

  it.each(['', 'file:///etc/passwd', 'nonsense'])('is an archive at %j', async (location) => {
    redirectTo(location);
    await expect(read()).rejects.toMatchObject({ code: 'github/malformed' });
  });
});
