import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { openGitHubApp } from '../../bot/github/open-github-app.ts';
import { EVENTS, permissionsOf } from '../../bot/web/app-manifest.ts';
import { NO_WAITING } from '../github/api.ts';
import { startGitHub } from '../github-twin/start-github.ts';

const page = readFileSync(new URL('../../docs/security.md', import.meta.url), 'utf8');

/** The rows of the table with this first column, cell by cell. */
function tableOf(heading: string): readonly (readonly string[])[] {
  const [, rest = ''] = page.split(`\n| ${heading} |`);
  const [table = ''] = rest.split('\n\n');
  return table
    .split('\n')
    .slice(2)
    .map((row) => row.split('|').slice(1, -1))
    .map((cells) => cells.map((cell) => cell.trim()));
}

function codeOf(permissions: object): readonly string[] {
  return Object.entries(permissions)
    .map(([name, right]) => `\`${name}: ${right}\``)
    .sort();
}

describe('docs/security.md', () => {
  it('has a row for each permission that the App asks for, with and without leave to commit', () => {
    const asked = [false, true].flatMap((allowsCommits) => codeOf(permissionsOf({ allowsCommits })));
    expect(tableOf('permission').map(([permission]) => permission)).toEqual([...new Set(asked)].sort());
  });

  it('has a row for each event', () => {
    expect(tableOf('event').map(([event]) => event)).toEqual(EVENTS.map((event) => `\`${event}\``));
  });

  it('says of each token what GitHub is asked for', async () => {
    await using github = await startGitHub();
    github.createRepository('acme/shop');
    const { id, privateKey, installationId } = github.installApp('tidewaiter', {
      account: 'acme',
      permissions: { checks: 'write', contents: 'write', 'pull-requests': 'write' },
    });
    const app = openGitHubApp({
      appId: id,
      privateKeys: [privateKey],
      apiUrl: github.apiUrl,
      userAgent: 'test',
      allowsCommits: true,
      now: Date.now,
      log: () => {},
      patience: NO_WAITING,
    });
    const shop = { installation: installationId, owner: 'acme', repo: 'shop' };
    await app.ofRepository(shop);
    await app.ofRepository(shop, 'commits');
    await app.ofInstallation(installationId);
    const asked = github.requests.map(({ body }) => Object(body)).filter(({ permissions }) => permissions);
    expect(tableOf('token').map(([, of, may]) => [of, may])).toEqual(
      asked.map(({ repositories, permissions }) => [
        repositories === undefined ? 'all repositories of one installation' : 'one repository',
        codeOf(permissions).join(', '),
      ]),
    );
  });

  it('names every file of the tests that it speaks of', () => {
    for (const [, path = ''] of page.matchAll(/\]\(\.\.\/(test\/[^)]+)\)/g)) {
      expect(() => readFileSync(new URL(`../../${path}`, import.meta.url))).not.toThrow();
    }
  });
});
