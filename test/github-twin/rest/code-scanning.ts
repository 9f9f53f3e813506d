import { gunzipSync } from 'node:zlib';
import { ApiError } from './api-error.ts';
import { repositoryPath } from './present-repository.ts';
import { type Answer, type RepositoryCall, type Route, textOf } from './route.ts';

export const codeScanningRoutes: readonly Route[] = [
  { operation: 'POST /repos/{owner}/{repo}/code-scanning/sarifs', scopes: ['security-events'], handle: upload },
];

const MAX_COMPRESSED_BYTES = 10_000_000;

/** Takes a SARIF file: compressed with gzip, then in base64. */
function upload({ body, repository, urls, world }: RepositoryCall): Answer {
  const compressed = Buffer.from(textOf(body.sarif) ?? '', 'base64');
  if (compressed.length > MAX_COMPRESSED_BYTES) throw new ApiError(413, 'Payload too large');
  repository.sarifUploads.push(unpack(compressed));
  const id = String(world.nextId());
  return { status: 202, body: { id, url: `${urls.api}${repositoryPath(repository)}/code-scanning/sarifs/${id}` } };
}

function unpack(compressed: Buffer): unknown {
  try {
    return JSON.parse(gunzipSync(compressed).toString('utf8'));
  } catch {
    throw new ApiError(400, 'Invalid SARIF. It must be JSON, compressed with gzip and encoded in Base64.');
  }
}
