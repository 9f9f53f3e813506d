import { type BuiltValue, buildValue } from './build-value.ts';
import { readEvents } from './read-events.ts';
import type { YamlLimits } from './yaml-limits.ts';
import { YamlStop } from './yaml-problem.ts';

/** The value of one document with everything that YAML can hold, or what is wrong with it. */
export function readValue(text: string, limits: YamlLimits): BuiltValue {
  try {
    return buildValue(text, readEvents(text, limits), limits);
  } catch (error) {
    if (error instanceof YamlStop) return { value: undefined, problems: [error.problem] };
    throw error;
  }
}
