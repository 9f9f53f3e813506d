import type { JsonValue } from '../../../base/json.ts';
import { EngineError } from '../../../errors/tidewaiter-error.ts';
import type { Failure } from '../../../model/verdict.ts';
import { compileCheck } from './compile-check.ts';
import type { Numbers } from './go-format.ts';
import { type Check, isSkip, type Walk } from './mismatch.ts';
import type { CompiledPattern, PatternResult } from './pattern-result.ts';
import { resolveReferences } from './resolve-references.ts';

export interface PatternOptions {
  /** How Kyverno holds the numbers of the objects: as `integer` in a cluster (the default), as `float` in its CLI. */
  readonly numbers?: Numbers;
}

/**
 * Compiles the pattern of a validating rule, its variables already substituted. Never throws.
 * Semantics: kyverno/kyverno, pkg/engine/validate: `MatchPattern`.
 */
export function compilePattern(pattern: JsonValue, { numbers = 'integer' }: PatternOptions = {}): CompiledPattern {
  const resolved = resolveReferences(pattern);
  if (resolved.outcome === 'error') {
    return { evaluate: () => ({ outcome: 'error', message: resolved.message, failures: [] }) };
  }
  const check = compileCheck(resolved.pattern, numbers);
  return { evaluate: (value) => evaluate(check, value) };
}

const PASS: PatternResult = { outcome: 'pass' };

function evaluate({ look, explain }: Check, root: JsonValue): PatternResult {
  const seen = look(root);
  if (seen === 'match') return PASS;
  const mismatch = explain(root, walkOf(root));
  if (!mismatch || isSkip(mismatch) !== (seen === 'skip')) {
    throw new EngineError('a pattern looks and explains differently', { code: 'engine/crash' });
  }
  const message = mismatch.message();
  if (seen === 'skip') return { outcome: 'skip', message };
  const failures = failuresOf(explain, root);
  if (mismatch.path === undefined || (mismatch.kind === 'plain' && lacksAnchors(explain, root))) {
    return { outcome: 'error', message, failures };
  }
  return { outcome: 'fail', message, path: mismatch.path, failures };
}

/** Every failing leaf: only now, when it is sure that the value fails, it pays to go on after the first. */
function failuresOf(explain: Check['explain'], root: JsonValue): readonly Failure[] {
  const failures: Failure[] = [];
  explain(root, { ...walkOf(root), failures });
  return failures;
}

/** Whether there is an anchored key that the walk came by and never found, up to the first mismatch. */
function lacksAnchors(explain: Check['explain'], root: JsonValue): boolean {
  const anchors = new Map<string, boolean>();
  explain(root, { ...walkOf(root), anchors });
  return [...anchors.values()].includes(false);
}

function walkOf(root: JsonValue): Walk {
  return { root, path: [], failures: null, anchors: null };
}
