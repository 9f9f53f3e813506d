import { isArray, type JsonObject } from '../../../base/json.ts';
import { compileTemplate } from '../variables/template.ts';
import { compileLoops, type LoopSurroundings } from './compile-loops.ts';
import type { ObjectPattern, RuleAction } from './rule-action.ts';

/** Compiles the `generate` of a rule. */
export function compileGeneration(generate: JsonObject, around: LoopSurroundings): RuleAction {
  return {
    kind: 'generate',
    synchronizes: generate.synchronize === true,
    generation: isArray(generate.foreach)
      ? { kind: 'foreach', loops: compileLoops(generate.foreach, around, compilePattern) }
      : compilePattern(generate),
  };
}

/** Semantics: kyverno/kyverno api/kyverno/v1, `GeneratePattern`: all of it is substituted. */
function compilePattern({ apiVersion, kind, namespace, name, data, clone, cloneList }: JsonObject): ObjectPattern {
  const present = Object.entries({ apiVersion, kind, namespace, name, data, clone, cloneList }).flatMap(
    ([key, value]) => (value === undefined ? [] : [[key, value] as const]),
  );
  return { kind: 'object', template: compileTemplate(Object.fromEntries(present)) };
}
