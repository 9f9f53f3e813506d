import { startOf } from '../text/position.ts';
import type { Span } from '../text/span.ts';
import type { TestedRule } from './suite-result.ts';

/** A place as terminals and editors open it: `policies/kyverno-test.yaml:12`. */
export function lineOf(span: Span): string {
  return `${span.source.file}:${startOf(span).line}`;
}

/** `policy/rule`; the name alone for kinds whose only rule is called as the policy is. */
export function nameOfRule({ policy, rule }: TestedRule): string {
  return policy === rule ? policy : `${policy}/${rule}`;
}
