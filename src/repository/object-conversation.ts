import type { ChildProcessWithoutNullStreams } from 'node:child_process';
import { Socket } from 'node:net';
import { type Git, gitFailed, lacksPromisedObject } from './git.ts';

export type GitObject =
  | { readonly outcome: 'found'; readonly id: string; readonly type: string; readonly bytes: Buffer }
  | { readonly outcome: 'too-large'; readonly id: string; readonly size: number }
  | { readonly outcome: 'missing' }
  | { readonly outcome: 'ambiguous' };

/** What one process can answer: `not-asked` when it ended before this question. */
export type Answer = GitObject | { readonly outcome: 'not-asked' };

export const MISSING = { outcome: 'missing' } as const;

interface Question {
  readonly limit: number;
  resolve(answer: Answer): void;
  reject(error: Error): void;
}

/** After this long without a question the process ends; the next question starts another. */
const IDLE_MS = 1_000;
const COMMAND = ['cat-file', '--batch'];

/** One running `git cat-file --batch`: questions go in at once, answers come back in their order. */
export class ObjectConversation {
  ended = false;
  readonly #child: ChildProcessWithoutNullStreams;
  readonly #questions: Question[] = [];
  #next = 0;
  #chunks: Buffer[] = [];
  #buffered = 0;
  /** The object whose content is being received. */
  #object: { readonly id: string; readonly type: string; readonly size: number } | undefined;
  /** Bytes of an object over the limit that are still to be thrown away. */
  #toSkip = 0;
  #idle: NodeJS.Timeout | undefined;
  #said = '';

  constructor(git: Git) {
    const child = git.start(COMMAND);
    this.#child = child;
    child.stdout.on('data', (chunk: Buffer) => this.#receive(chunk));
    child.stderr.on('data', (chunk: Buffer) => {
      if (this.#said.length < 10_000) this.#said += chunk.toString('utf8');
    });
    child.stdin.on('error', () => undefined);
    child.on('error', (cause) => this.#fail(gitFailed(COMMAND, cause.message, cause)));
    child.on('close', () => {
      if (lacksPromisedObject(this.#said)) this.#endAtMissing();
      else this.#fail(gitFailed(COMMAND, this.#said));
    });
  }

  ask(names: readonly string[], limit: number): Promise<readonly Answer[]> {
    const askable = names.filter(isOneLine);
    const answers = names.map((name) =>
      isOneLine(name)
        ? new Promise<Answer>((resolve, reject) => this.#questions.push({ limit, resolve, reject }))
        : Promise.resolve(MISSING),
    );
    if (askable.length > 0) {
      clearTimeout(this.#idle);
      this.#hold(true);
      this.#child.stdin.write(`${askable.join('\n')}\n`);
    }
    return Promise.all(answers);
  }

  #receive(chunk: Buffer): void {
    this.#chunks.push(chunk);
    this.#buffered += chunk.length;
    while (this.#step());
    if (this.#next === this.#questions.length) this.#rest();
  }

  /** Takes one header or one content from what has arrived; false when more must arrive first. */
  #step(): boolean {
    if (this.#toSkip > 0) {
      const skipped = this.#take(Math.min(this.#toSkip, this.#buffered));
      this.#toSkip -= skipped.length;
      return this.#toSkip === 0 && this.#buffered > 0;
    }
    if (this.#object !== undefined) {
      if (this.#buffered < this.#object.size + 1) return false;
      const { id, type, size } = this.#object;
      this.#object = undefined;
      this.#answer({ outcome: 'found', id, type, bytes: this.#take(size + 1).subarray(0, size) });
      return true;
    }
    const header = this.#takeLine();
    if (header === undefined) return false;
    if (header.endsWith(' missing')) this.#answer(MISSING);
    else if (header.endsWith(' ambiguous')) this.#answer({ outcome: 'ambiguous' });
    else this.#begin(header);
    return true;
  }

  #begin(header: string): void {
    const [id = '', type = '', sizeText = ''] = header.split(' ');
    const size = Number.parseInt(sizeText, 10);
    if (!Number.isSafeInteger(size)) {
      this.#fail(gitFailed(COMMAND, `it answered ${header}`));
      this.#child.kill('SIGKILL');
    } else if (size > (this.#questions[this.#next]?.limit ?? 0)) {
      this.#toSkip = size + 1;
      this.#answer({ outcome: 'too-large', id, size });
    } else this.#object = { id, type, size };
  }

  #takeLine(): string | undefined {
    const last = this.#chunks.at(-1);
    if (last === undefined) return undefined;
    const whole = this.#chunks.length === 1 ? last : Buffer.concat(this.#chunks);
    this.#chunks = [whole];
    const end = whole.indexOf(0x0a);
    return end < 0 ? undefined : this.#take(end + 1).toString('utf8', 0, end);
  }

  #take(count: number): Buffer {
    const first = this.#chunks[0];
    const whole = this.#chunks.length === 1 && first !== undefined ? first : Buffer.concat(this.#chunks);
    const rest = whole.subarray(count);
    this.#chunks = rest.length > 0 ? [rest] : [];
    this.#buffered = rest.length;
    return whole.subarray(0, count);
  }

  #answer(object: GitObject): void {
    this.#questions[this.#next++]?.resolve(object);
  }

  #rest(): void {
    this.#questions.length = 0;
    this.#next = 0;
    this.#hold(false);
    clearTimeout(this.#idle);
    this.#idle = setTimeout(() => {
      this.ended = true;
      this.#child.stdin.end();
    }, IDLE_MS);
    this.#idle.unref();
  }

  /** While nothing is asked, the process must not keep ours alive. */
  #hold(held: boolean): void {
    for (const handle of [this.#child, this.#child.stdin, this.#child.stdout, this.#child.stderr]) {
      if (handle === this.#child || handle instanceof Socket) held ? handle.ref() : handle.unref();
    }
  }

  #endAtMissing(): void {
    const [lacking, ...waiting] = this.#end();
    lacking?.resolve(MISSING);
    for (const question of waiting) question.resolve({ outcome: 'not-asked' });
  }

  #fail(error: Error): void {
    for (const question of this.#end()) question.reject(error);
  }

  #end(): readonly Question[] {
    this.ended = true;
    clearTimeout(this.#idle);
    const waiting = this.#questions.slice(this.#next);
    this.#questions.length = 0;
    this.#next = 0;
    return waiting;
  }
}

function isOneLine(name: string): boolean {
  return name !== '' && !/[\n\r\0]/.test(name);
}
