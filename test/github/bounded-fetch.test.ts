import { expect, it } from 'vitest';
import { boundedFetch } from '../../src/github/bounded-fetch.ts';
import { serveFile } from './file-server.ts';

it('gives an answer with all that belongs to it', async () => {
  await using server = await serveFile((response) => {
    response.writeHead(201, { 'content-type': 'text/plain', link: '<next>' }).end('hello');
  });
  const response = await boundedFetch(5_000)(server.url);
  expect([response.status, response.headers.get('link'), await response.text()]).toEqual([201, '<next>', 'hello']);
  expect(new URL(response.url).origin).toBe(new URL(server.url).origin);
});

it.each([204, 304])('gives an answer without a body: %i', async (status) => {
  await using server = await serveFile((response) => void response.writeHead(status).end());
  expect((await boundedFetch(5_000)(server.url)).status).toBe(status);
});

it('fails where an answer is cut off in its middle', async () => {
  await using server = await serveFile((response) => {
    response.writeHead(200, { 'content-length': '1000' });
    response.write('[{"half":', () => response.destroy());
  });
  await expect(boundedFetch(5_000)(server.url)).rejects.toThrow();
});

it('fails where an answer never ends, by size and by time', async () => {
  await using server = await serveFile((response) => {
    const more = () => void response.write(Buffer.alloc(1_000_000), more);
    more();
  });
  await expect(boundedFetch(60_000)(server.url)).rejects.toThrow('more than 50,000,000 bytes');
  await using slow = await serveFile((response) => void response.write('x'));
  await expect(boundedFetch(200)(slow.url)).rejects.toThrow('no answer within 200 ms');
});
