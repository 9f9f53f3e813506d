import { setTimeout as wait } from 'node:timers/promises';
import type { RawAnswer } from './serve.ts';
import type { FaultOutcome } from './twin.ts';

/** The answer as a fault leaves it; `answer` is called only where the request takes effect. */
export async function answerWith(fault: FaultOutcome | undefined, answer: () => RawAnswer): Promise<RawAnswer> {
  switch (fault) {
    case undefined:
      return answer();
    case 'abort':
      return { kind: 'cut' };
    case 'apply-then-abort':
      answer();
      return { kind: 'cut' };
    case 'apply-then-502':
      answer();
      return page(502);
    case 'malformed-json':
      return cutShort(answer());
    default:
      return 'hangMs' in fault ? hang(fault.hangMs) : scripted(fault);
  }
}

function page(status: number): RawAnswer {
  return scripted({ status, headers: { 'content-type': 'text/html' }, body: '<html><title>Unicorn!</title></html>' });
}

function cutShort(answer: RawAnswer): RawAnswer {
  if (answer.kind === 'cut') return answer;
  return { ...answer, body: answer.body.subarray(0, Math.floor(answer.body.length / 2)) };
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
