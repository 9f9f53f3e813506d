import { didYouMean } from '../base/did-you-mean.ts';
import { ConfigError } from '../errors/tidewaiter-error.ts';
import type { Policy } from '../model/engine.ts';
import { visible } from '../text/visible.ts';
import type { LoadedPolicies } from './load-policies.ts';

export interface NamedPolicy {
  readonly policy: Policy;
  /** Left out: all of its rules. */
  readonly rule: string | undefined;
}

/** As `findPolicy`; but a policy that is not there may be one that did not compile, and then that is thrown. */
export function findLoadedPolicy({ policies, problems }: LoadedPolicies, wanted: string): NamedPolicy {
  try {
    return findPolicy(policies, wanted);
  } catch (error) {
    throw problems[0] ?? error;
  }
}

/** The policy, and perhaps its rule, that `POLICY` or `POLICY/RULE` names; a policy by its name or its id. */
function findPolicy(policies: readonly Policy[], wanted: string): NamedPolicy {
  for (const policy of policies) {
    if (wanted === policy.name || wanted === policy.id) return { policy, rule: undefined };
    for (const prefix of [`${policy.name}/`, `${policy.id}/`]) {
      if (wanted.startsWith(prefix)) return { policy, rule: findRule(policy, wanted.slice(prefix.length)) };
    }
  }
  const names = policies.map(({ name }) => name);
  throw unknown(`there is no policy "${visible(wanted)}"`, wanted.split('/')[0] ?? '', names, 'Policies');
}

function findRule(policy: Policy, wanted: string): string {
  const names = policy.rules.map(({ name }) => name);
  if (names.includes(wanted)) return wanted;
  throw unknown(`the policy "${visible(policy.name)}" has no rule "${visible(wanted)}"`, wanted, names, 'Rules');
}

function unknown(message: string, wanted: string, names: readonly string[], title: string): ConfigError {
  const meant = didYouMean(wanted, names);
  return new ConfigError(message, {
    code: 'config/usage',
    remedy: `${meant === undefined ? '' : `Did you mean "${meant}"? `}${title}: ${names.join(', ') || 'none'}.`,
  });
}
