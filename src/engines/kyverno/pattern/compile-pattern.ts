import type { JsonValue } from '../../../base/json.ts';
import { EngineError } from '../../../errors/tidewaiter-error.ts';
import type { Failure } from '../../../model/verdict.ts';
import { compileCheck } from './compile-check.ts';
import type { Numbers } from './go-format.ts';
import { type Check, isSkip, isSkipped } from './mismatch.ts';
import type { CompiledPattern, PatternResult } from './pattern-result.ts';
import { resolveReferences } from './resolve-references.ts';
import { tellMissing } from './tell-missing.ts';

export interface PatternOptions {
  /** How Kyverno holds the numbers of the objects: as `integer` in a cluster (the default), as `float` in its CLI. */
  readonly numbers?: Numbers;
}

/**
 * Compiles the pattern of a validating rule, its variables already substituted. Never throws.
 * Semantics: kyverno/kyverno, pkg/engine/validate: `MatchPattern`.
 */
export function compilePattern(pattern: JsonValue, { numbers = 'integer' }: PatternOptions = {}): CompiledPattern {
  const source = resolveReferences(pattern);
  if (source.outcome === 'error') {
    return { source, numbers, evaluate: () => ({ outcome: 'error', message: source.message, failures: [] }) };
  }
  const check = compileCheck(source.pattern, numbers);
  return { source, numbers, evaluate: (value) => evaluate(check, source.pattern, value) };
}

const PASS: PatternResult = { outcome: 'pass' };

function evaluate({ look, explain }: Check, pattern: JsonValue, root: JsonValue): PatternResult {
  const seen = look(root);
  if (seen === 'match') return PASS;
  const anchors = new Map<string, boolean>();
  const mismatch = explain(root, { root, path: [], failures: null, anchors });
  if (!mismatch || isSkip(mismatch) !== isSkipped(seen)) {
    throw new EngineError('a pattern looks and explains differently', { code: 'engine/crash' });
  }
  const message = mismatch.message();
  if (isSkipped(seen)) return { outcome: 'skip', message };
  // Every failing leaf: only now, when it is sure that the value fails, it pays to go on after the first.
  const noted: Failure[] = [];
  explain(root, { root, path: [], failures: noted, anchors: null });
  const failures = tellMissing(noted, pattern, root);
  // An anchored key that the walk came by and never found, up to the first mismatch.
  const lacksAnchors = mismatch.kind === 'plain' && [...anchors.values()].includes(false);
  if (mismatch.path === undefined || lacksAnchors) return { outcome: 'error', message, failures };
  return { outcome: 'fail', message, path: mismatch.path, failures };
}
