import { didYouMean } from '../base/did-you-mean.ts';
import { ConfigError } from '../errors/tidewaiter-error.ts';
import type { Policy } from '../model/engine.ts';
import type { Level } from '../model/verdict.ts';
import type { LevelSetting } from './configuration.ts';

/** The levels that a configuration sets, and an error for each name that is neither a policy's nor a rule's. */
export function checkLevels(settings: readonly LevelSetting[], policies: readonly Policy[]) {
  const known = policies.flatMap((policy) => [
    policy.name,
    ...policy.rules.map((rule) => `${policy.name}/${rule.name}`),
  ]);
  const levels: { [policyOrRule: string]: Level } = {};
  const problems: ConfigError[] = [];
  for (const { name, level, span } of settings) {
    if (known.includes(name)) {
      levels[name] = level;
      continue;
    }
    const meant = didYouMean(name, known);
    const names = policies.map((policy) => policy.name);
    problems.push(
      new ConfigError(`"levels" names "${name}", which is no policy and no rule`, {
        code: 'config/invalid-value',
        span,
        remedy: `${meant === undefined ? '' : `Did you mean "${meant}"? `}Policies: ${names.join(', ') || 'none'}; a rule is written policy/rule.`,
      }),
    );
  }
  return { levels, problems };
}
