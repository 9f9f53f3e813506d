import type { OutputStream, Surroundings } from './command.ts';

/** The surroundings of this process. */
export function processSurroundings(version: string): Surroundings {
  return {
    version,
    folder: process.cwd(),
    environment: process.env,
    output: outputStream(process.stdout),
    diagnostics: outputStream(process.stderr),
    readInput,
    untilInterrupted: () => new Promise((resolve) => process.once('SIGINT', () => resolve())),
    now: () => Date.now(),
    clock: () => performance.now(),
  };
}

function outputStream(stream: NodeJS.WriteStream): OutputStream {
  let closed = false;
  stream.on('error', (error: NodeJS.ErrnoException) => {
    // Whoever read this has seen enough (`tidewaiter check | head`); the exit code is as it would have been.
    if (error.code !== 'EPIPE') throw error;
    closed = true;
  });
  return {
    isTerminal: stream.isTTY === true,
    width: stream.isTTY ? stream.columns : undefined,
    write(text) {
      if (!closed) stream.write(text);
    },
  };
}

async function readInput(): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of process.stdin) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks).toString('utf8');
}
