import { gunzipSync } from 'node:zlib';
import { mayRead } from '../rest/access.ts';
import { ApiError } from '../rest/api-error.ts';
import { findToken } from '../rest/find-token.ts';
import type { RawAnswer, RawRequest } from '../serve.ts';
import type { Token } from '../state/model.ts';
import type { World } from '../state/world.ts';
import type { GitAddress } from './git-address.ts';
import { uploadPack } from './upload-pack.ts';

/** Git's smart HTTP, for reading: what `git clone` and `git fetch` speak. */
export async function answerGit(world: World, address: GitAddress, raw: RawRequest): Promise<RawAnswer> {
  const caller = callerOf(world, raw.headers.authorization);
  if (caller === 'unknown') return refuse(401, 'Invalid username or token. Password authentication is not supported.');
  const repository = world.repositories.get(address.repository.toLowerCase());
  if (repository === undefined || !mayRead(caller.token, repository, ['contents'])) {
    // Whoever has not said who they are is asked to; the others are not told whether it is there.
    return refuse(caller.token === undefined ? 401 : 404, 'Repository not found.');
  }
  const output = await uploadPack(repository.folder, {
    kind: address.kind,
    protocol: String(raw.headers['git-protocol'] ?? ''),
    input: raw.headers['content-encoding'] === 'gzip' ? gunzipSync(raw.body) : raw.body,
  });
  const what = address.kind === 'refs' ? 'advertisement' : 'result';
  return answer(200, { 'content-type': `application/x-git-upload-pack-${what}`, 'cache-control': 'no-cache' }, output);
}

/** git sends a token as the password, whatever the name is. */
function callerOf(world: World, authorization: string | undefined): { readonly token?: Token } | 'unknown' {
  if (authorization === undefined) return {};
  const [, encoded] = /^basic ([\w+/=]+)$/i.exec(authorization) ?? [];
  if (encoded === undefined) return 'unknown';
  const [, password = ''] = /^[^:]*:(.*)$/s.exec(Buffer.from(encoded, 'base64').toString('utf8')) ?? [];
  try {
    return { token: findToken(world, password) };
  } catch (error) {
    if (error instanceof ApiError) return 'unknown';
    throw error;
  }
}

/** git shows the text behind `remote:`. */
function refuse(status: 401 | 404, words: string): RawAnswer {
  const challenge: Record<string, string> = status === 401 ? { 'www-authenticate': 'Basic realm="GitHub"' } : {};
  return answer(status, { 'content-type': 'text/plain; charset=utf-8', ...challenge }, Buffer.from(words));
}

function answer(status: number, headers: Readonly<Record<string, string>>, body: Buffer): RawAnswer {
  return { kind: 'answer', status, headers, body };
}
