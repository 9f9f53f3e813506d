import type { Policy, Rule } from '../model/engine.ts';
import type { Level, Verdict } from '../model/verdict.ts';

/** What the repository's owner decided about levels: by policy name, or `policy/rule`; the more exact one wins. */
export interface LevelSettings {
  readonly [policyOrRule: string]: Level;
}

const known = new WeakMap<Policy, Map<string, Rule | undefined>>();

/** The rule as its author wrote it, for a verdict that may bear the name of a variant (`autogen-check-image`, cut at 63 characters). */
export function authoredRule(policy: Policy, name: string): Rule | undefined {
  // Asked for every finding, and there are few names.
  let names = known.get(policy);
  if (!names) {
    names = new Map();
    known.set(policy, names);
  }
  if (!names.has(name)) names.set(name, findRule(policy, name));
  return names.get(name);
}

function findRule({ rules }: Policy, name: string): Rule | undefined {
  return (
    rules.find((rule) => rule.name === name) ??
    rules.find((rule) => VARIANTS.some((prefix) => `${prefix}${rule.name}`.slice(0, 63) === name))
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
