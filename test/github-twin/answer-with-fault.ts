import { setTimeout as wait } from 'node:timers/promises';
import type { RawAnswer } from './serve.ts';
import type { FaultOutcome } from './twin.ts';

/** The answer as a fault leaves it; `answer` is called only where the request takes effect. */
export async function answerWith(
  fault: FaultOutcome | undefined,
  answer: () => RawAnswer | Promise<RawAnswer>,
): Promise<RawAnswer> {
  switch (fault) {
    case undefined:
      return answer();
    case 'abort':
      return { kind: 'cut' };
    case 'apply-then-abort':
      await answer();
      return { kind: 'cut' };
    case 'apply-then-502':
      await answer();
      return page(502);
    case 'malformed-json':
      return rewritten(await answer(), (body) => body.subarray(0, Math.floor(body.length / 2)));
    case 'break-off':
      return brokenOff(await answer());
    default:
      if ('hangMs' in fault) return hang(fault.hangMs);
      return 'rewrite' in fault ? rewritten(await answer(), fault.rewrite) : scripted(fault);
  }
}

function page(status: number): RawAnswer {
  return scripted({ status, headers: { 'content-type': 'text/html' }, body: '<html><title>Unicorn!</title></html>' });
}

function rewritten(answer: RawAnswer, rewrite: (body: Buffer) => Buffer | string): RawAnswer {
  return answer.kind === 'cut' ? answer : { ...answer, body: Buffer.from(rewrite(answer.body)) };
}

function brokenOff(answer: RawAnswer): RawAnswer {
  return answer.kind === 'cut' ? answer : { ...answer, kind: 'broken-off' };
}

async function hang(milliseconds: number): Promise<RawAnswer> {
  await wait(milliseconds);
  return { kind: 'cut' };
}

function scripted({ status, headers = {}, body = '' }: Extract<FaultOutcome, { status: number }>): RawAnswer {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return {
    kind: 'answer',
    status,
    headers: { 'content-type': 'application/json; charset=utf-8', ...headers },
    body: Buffer.from(text),
  };
}
