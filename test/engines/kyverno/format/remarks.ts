import type { TidewaiterError } from '../../../../src/errors/tidewaiter-error.ts';
import type { Profile } from '../../../../src/model/target.ts';
import { compile } from '../ask.ts';

/** What is said of a policy: each as the text that it points at, and its message without the policy's name. */
export function remarksOf(yaml: string, profile: Profile = 'cluster', version = '1.19') {
  const { policies, problems, warnings } = compile(yaml, profile, version);
  return { judges: policies.length, problems: problems.map(tell), warnings: warnings.map(tell) };
}

function tell({ span, message }: TidewaiterError): string {
  const text = span?.source.text.slice(span.start, span.end).split('\n')[0]?.trim() ?? '';
  return `${text} | ${message.replace(/^\w+ "[^"]*": /, '')}`;
}

export const MATCH = 'match: { any: [{ resources: { kinds: [Pod] } }] }';
export const DENY = 'validate: { deny: {} }';
