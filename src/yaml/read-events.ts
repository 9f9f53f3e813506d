import { EVENT_SCALAR, type Event, parseEvents, YAMLException } from 'js-yaml';
import { explainSyntaxError } from './explain-syntax-error.ts';
import { relaxIndentation } from './relax-indentation.ts';
import type { YamlLimits } from './yaml-limits.ts';
import { tooDeep, YamlStop } from './yaml-problem.ts';

/**
 * The events of one document, from js-yaml. What it rejects although Kubernetes reads it (lines that are indented too little
 * inside brackets or quotes) is read a second time with those lines joined to the line before.
 * @throws YamlStop for what Kubernetes does not read either.
 */
export function readEvents(text: string, limits: YamlLimits): readonly Event[] {
  const attempt = tryEvents(text, limits);
  return attempt.outcome === 'events' ? attempt.events : readRelaxed(text, attempt, limits);
}

type Attempt = { readonly outcome: 'events'; readonly events: Event[] } | Complaint;

interface Complaint {
  readonly outcome: 'complaint';
  readonly reason: string;
  readonly at: number;
}

function tryEvents(text: string, limits: YamlLimits): Attempt {
  try {
    // Its depth counts scalars too: one more lets through what the limit allows. It is also what keeps it from recursing on.
    return { outcome: 'events', events: parseEvents(text, { maxDepth: limits.depth + 1 }) };
  } catch (error) {
    if (!(error instanceof YAMLException)) throw error;
    const at = Math.min(error.mark?.position ?? 0, text.length);
    if (error.reason.startsWith('nesting exceeded')) {
      throw new YamlStop(tooDeep(at, Math.min(at + 1, text.length), limits.depth));
    }
    return { outcome: 'complaint', reason: error.reason, at };
  }
}

/** Every attempt reads the whole text again: so much reading is a lot for the few lines that need it. */
const MAX_CHARACTERS_READ_AGAIN = 20_000_000;

function readRelaxed(text: string, first: Complaint, limits: YamlLimits): readonly Event[] {
  let relaxed: string | undefined = text;
  let attempt: Attempt = first;
  let read = 0;
  while (attempt.outcome === 'complaint') {
    const isIndentation = attempt.reason === 'deficient indentation' && read <= MAX_CHARACTERS_READ_AGAIN;
    relaxed = isIndentation ? relaxIndentation(relaxed, attempt.at) : undefined;
    if (relaxed === undefined) throw new YamlStop(explainSyntaxError(text, attempt, first));
    read += text.length;
    attempt = tryEvents(relaxed, limits);
  }
  // What looks like one line in the copy may be several in the text.
  return attempt.events.map((event) => (event.type === EVENT_SCALAR ? { ...event, fast: false } : event));
}
