import { type Event, parseEvents, YAMLException } from 'js-yaml';
import { explainSyntaxError } from './explain-syntax-error.ts';
import { fallbackEvents } from './fallback-events.ts';
import type { YamlLimits } from './yaml-limits.ts';
import { tooDeep, YamlStop } from './yaml-problem.ts';

/**
 * The events of one document, from js-yaml, or from `yaml` for what js-yaml rejects and Kubernetes reads (a closing bracket at
 * its parent's column, above all).
 * @throws YamlStop for what neither can read.
 */
export function readEvents(text: string, limits: YamlLimits): readonly Event[] {
  try {
    // Its depth counts scalars too: one more lets through what the limit allows. It is also what keeps it from recursing on.
    return parseEvents(text, { maxDepth: limits.depth + 1 });
  } catch (error) {
    if (!(error instanceof YAMLException)) throw error;
    const at = Math.min(error.mark?.position ?? 0, text.length);
    if (error.reason.startsWith('nesting exceeded')) {
      throw new YamlStop(tooDeep(at, Math.min(at + 1, text.length), limits.depth));
    }
    const answer = fallbackEvents(text, limits);
    if (answer.outcome === 'events') return answer.events;
    throw new YamlStop(explainSyntaxError(text, { reason: error.reason, at }, answer.problem));
  }
}
