import type { Policy, Rule } from '../model/engine.ts';
import type { Level, Verdict } from '../model/verdict.ts';

/** What the repository's owner decided about levels: by policy name, or `policy/rule`; the more exact one wins. */
export interface LevelSettings {
  readonly [policyOrRule: string]: Level;
}

/** The rule as its author wrote it, for a verdict that may bear the name of a variant (`autogen-check-image`, cut at 63 characters). */
export function authoredRule(policy: Policy, name: string): Rule | undefined {
  return (
    policy.rules.find((rule) => rule.name === name) ??
    policy.rules.find((rule) => VARIANTS.some((prefix) => `${prefix}${rule.name}`.slice(0, 63) === name))
  );
}

const VARIANTS = ['autogen-', 'autogen-cronjob-'];

/** How much a verdict is meant: the repository's own setting for the rule or its policy, else what the engine said. */
export function levelOf(policy: Policy, verdict: Verdict, levels: LevelSettings): Level {
  const rule = authoredRule(policy, verdict.rule);
  const setting = levels[`${policy.name}/${rule?.name ?? verdict.rule}`] ?? levels[policy.name];
  if (setting) return setting;
  const said =
    verdict.outcome === 'skip' ? verdict.existing?.level : verdict.outcome === 'pass' ? undefined : verdict.level;
  return said ?? rule?.level ?? policy.level;
}
