import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface RawRequest {
  readonly method: string;
  readonly url: URL;
  readonly headers: IncomingMessage['headers'];
  readonly body: Buffer;
}

/** What goes over the wire, or a connection that is cut: at once, or when half of the body has gone. */
export type RawAnswer =
  | {
      readonly kind: 'answer' | 'broken-off';
      readonly status: number;
      readonly headers: Readonly<Record<string, string>>;
      readonly body: Buffer;
    }
  | { readonly kind: 'cut' };

export interface Listening {
  readonly url: string;
  stop(): Promise<void>;
}

/** An HTTP server on a free port of this machine. */
export async function serve(answer: (request: RawRequest) => Promise<RawAnswer>): Promise<Listening> {
  const server = createServer((request, response) => void respond(request, response, answer));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}`, stop: () => stop(server) };
}

async function respond(
  request: IncomingMessage,
  response: ServerResponse,
  answer: (request: RawRequest) => Promise<RawAnswer>,
): Promise<void> {
  const url = new URL(request.url ?? '/', `http://${request.headers.host}`);
  try {
    const body = await readBody(request);
    send(response, await answer({ method: request.method ?? 'GET', url, headers: request.headers, body }));
  } catch (error) {
    const message = error instanceof Error ? (error.stack ?? error.message) : String(error);
    const body = Buffer.from(JSON.stringify({ message: `the twin of GitHub failed: ${message}` }));
    send(response, { kind: 'answer', status: 500, headers: { 'content-type': 'application/json' }, body });
  }
}

async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks);
}

function send(response: ServerResponse, answer: RawAnswer): void {
  if (answer.kind === 'cut') {
    response.destroy();
    return;
  }
  const hasBody = answer.status !== 204 && answer.status !== 304;
  response.writeHead(
    answer.status,
    hasBody ? { ...answer.headers, 'content-length': answer.body.length } : answer.headers,
  );
  if (answer.kind === 'broken-off') {
    response.write(answer.body.subarray(0, Math.floor(answer.body.length / 2)), () => response.destroy());
    return;
  }
  response.end(hasBody ? answer.body : undefined);
}

async function stop(server: Server): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  server.closeAllConnections();
  await closed;
}
