import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { GitHub } from '../github-twin/twin.ts';

export const MAIN = new URL('../../bot/main.ts', import.meta.url).pathname;

export interface SpawnedBot {
  readonly child: ChildProcess;
  /** The first line of the log that has these words. */
  line(words: string): Promise<Readonly<Record<string, string>>>;
  readonly ended: Promise<{ readonly status: number | null; readonly words: string }>;
}

/** Starts the bot as a process of its own, whose environment is this and nothing else. */
export function spawnBot(github: GitHub, environment: Readonly<Record<string, string>>, main = MAIN): SpawnedBot {
  const child = spawn(process.execPath, [main], {
    env: {
      PATH: process.env.PATH,
      GITHUB_SERVER_URL: github.serverUrl,
      GITHUB_API_URL: github.apiUrl,
      HOST: '127.0.0.1',
      PORT: '0',
      TIDEWAITER_INTERNAL_PORT: '0',
      ...environment,
    },
  });
  const words: string[] = [];
  child.stderr.on('data', (data) => words.push(String(data)));
  const lines = createInterface(child.stdout)[Symbol.asyncIterator]();
  return {
    child,
    async line(text) {
      for (;;) {
        const { value, done } = await lines.next();
        if (done) throw new Error(`it ended without saying "${text}": ${words.join('')}`);
        if (value.includes(text)) return JSON.parse(value);
      }
    },
    ended: once(child, 'close').then(([status]) => ({ status, words: words.join('') })),
  };
}
