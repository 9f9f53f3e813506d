import { didYouMean } from '../../base/did-you-mean.ts';
import type { SelectionPattern } from '../../suites/kyverno/select-rows.ts';
import { visible } from '../../text/visible.ts';
import { usage } from '../arguments.ts';

/** Parses `policy=…,rule=…,resource=…`, each of them optional. Throws a ConfigError for anything else. */
export function parseSelection(text: string): readonly SelectionPattern[] {
  return text.split(',').map((part) => {
    const [key = '', pattern, ...more] = part.split('=').map((piece) => piece.trim());
    const of = PARTS.find((name) => name === key);
    if (of !== undefined && pattern !== undefined && more.length === 0) return { of, pattern };
    const meant = of === undefined ? didYouMean(key, PARTS) : undefined;
    throw usage(
      `"${visible(part)}" selects nothing: it is none of policy=…, rule=… and resource=…`,
      meant === undefined ? 'Write such as policy=require-*,resource=shop/web.' : `Did you mean ${meant}=…?`,
    );
  });
}

const PARTS = ['policy', 'rule', 'resource'] as const;
