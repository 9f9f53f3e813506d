import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { clientOf } from './client.ts';
import { startGitHub } from './start-github.ts';
import type { GitHub } from './twin.ts';

let github: GitHub;

beforeAll(async () => {
  github = await startGitHub();
  github.createRepository('acme/shop', { private: true });
});

afterAll(async () => {
  await github.stop();
  expect(github.violations).toEqual([]);
});

describe('what the twin does not answer, the emulator behind it does', () => {
  it('users and labels', async () => {
    const client = clientOf(github, github.token({ login: 'acme' }));
    expect((await client.get('/users/acme')).json).toMatchObject({ login: 'acme' });
    await client.post('/repos/acme/shop/labels', { name: 'policy', color: 'ff0000' });
    expect((await client.get('/repos/acme/shop/labels')).json).toMatchObject([{ name: 'policy' }]);
    expect((await client.get('/no/such/thing')).status).toBe(404);
  });
});
