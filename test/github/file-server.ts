import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';

/** A server of one answer, as GitHub's servers for archives are: it notes who asks and how. */
export interface FileServer extends AsyncDisposable {
  readonly url: string;
  readonly asked: readonly IncomingHttpHeaders[];
}

export async function serveFile(answer: (response: ServerResponse, count: number) => void): Promise<FileServer> {
  const asked: IncomingHttpHeaders[] = [];
  const server = createServer((request, response) => answer(response, asked.push(request.headers)));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the server has no port');
  return {
    url: `http://127.0.0.1:${address.port}`,
    asked,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
