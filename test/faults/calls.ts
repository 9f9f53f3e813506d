import type { ApiRequest, Fault, GitRequest } from '../github-twin/twin.ts';

/** One of the calls that a run makes of GitHub. */
export interface Call {
  readonly name: string;
  readonly kind: 'read' | 'write' | 'query' | 'mutation' | 'download' | 'git';
  /** Which of the calls of that name, from 1. */
  readonly nth: number;
  /** What requests are calls of that name. */
  readonly requests: Pick<Fault, 'method' | 'path' | 'graphql'>;
}

/**
 * The calls of a run without faults, git's after all others. A request for an archive is answered with where it lies, and is followed by a
 * download.
 */
export function callsOf(requests: readonly ApiRequest[], gitRequests: readonly GitRequest[] = []): readonly Call[] {
  const seen = new Map<string, number>();
  const calls = requests.flatMap((request) => {
    const call = callOf(request);
    return call.name.endsWith('/tarball/{ref}') ? [call, DOWNLOAD] : [call];
  });
  return [...calls, ...gitRequests.map(({ kind }) => GIT_CALLS[kind])].map((call) => {
    const nth = (seen.get(call.name) ?? 0) + 1;
    seen.set(call.name, nth);
    return { ...call, nth };
  });
}

const DOWNLOAD: Omit<Call, 'nth'> = {
  name: 'download of the archive',
  kind: 'download',
  requests: { path: /^\/_codeload\// },
};

const GIT_CALLS: { readonly [kind in GitRequest['kind']]: Omit<Call, 'nth'> } = {
  refs: { name: 'git: refs', kind: 'git', requests: { path: /\/info\/refs$/ } },
  objects: { name: 'git: objects', kind: 'git', requests: { path: /\/git-upload-pack$/ } },
};

function callOf({ method, template, operation, body }: ApiRequest): Omit<Call, 'nth'> {
  if (operation !== undefined) {
    const kind = /"query":"mutation\b/.test(JSON.stringify(body)) ? 'mutation' : 'query';
    return { name: `${kind} ${operation}`, kind, requests: { graphql: new RegExp(`^${kind} ${operation}\\b`) } };
  }
  return {
    name: `${method} ${template}`,
    kind: method === 'GET' ? 'read' : 'write',
    requests: { method, path: new RegExp(`^${template.replaceAll(/\{\w+\}/g, '[^/]+')}$`) },
  };
}
