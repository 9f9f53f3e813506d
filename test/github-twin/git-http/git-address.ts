/** What a request of git's smart HTTP is for; fetching alone is served. */
export interface GitAddress {
  /** As written, without `.git`. */
  readonly repository: string;
  readonly kind: 'refs' | 'objects';
}

/** `…/acme/shop.git/info/refs?service=git-upload-pack`, or `…/acme/shop.git/git-upload-pack`. */
export function readGitAddress(method: string, url: URL): GitAddress | undefined {
  const match = /^\/([^/]+\/[^/]+?)(?:\.git)?\/(info\/refs|git-upload-pack)$/.exec(url.pathname);
  if (match === null) return undefined;
  const [, repository = '', service] = match;
  if (service === 'git-upload-pack') return method === 'POST' ? { repository, kind: 'objects' } : undefined;
  const isFetch = method === 'GET' && url.searchParams.get('service') === 'git-upload-pack';
  return isFetch ? { repository, kind: 'refs' } : undefined;
}
