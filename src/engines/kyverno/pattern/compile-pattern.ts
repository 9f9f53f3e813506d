import type { JsonValue } from '../../../base/json.ts';
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

function evaluate(check: Check, root: JsonValue): PatternResult {
  const mismatch = check(root, walkOf(root));
  if (!mismatch) return PASS;
  if (isSkip(mismatch)) return { outcome: 'skip', message: mismatch.message() };
  // From here on it is a failure; only now it pays to walk again and look for all of them.
  const collecting = { ...walkOf(root), failures: [] };
  check(root, collecting);
  const message = mismatch.message();
  if (mismatch.path === undefined || (mismatch.kind === 'plain' && lacksAnchors(check, root))) {
    return { outcome: 'error', message, failures: collecting.failures };
  }
  return { outcome: 'fail', message, path: mismatch.path, failures: collecting.failures };
}

/** Whether there is an anchored key that the walk came by and never found, up to the first mismatch. */
function lacksAnchors(check: Check, root: JsonValue): boolean {
  const anchors = new Map<string, boolean>();
  check(root, { ...walkOf(root), anchors });
  return [...anchors.values()].includes(false);
}

function walkOf(root: JsonValue): Walk {
  return { root, path: [], failures: null, anchors: null };
}
