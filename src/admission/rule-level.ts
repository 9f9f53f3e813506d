import type { Policy, Rule } from '../model/engine.ts';
import type { Level, Verdict } from '../model/verdict.ts';
import { LEVELS } from '../policy/configuration.ts';
import type { SettledLevels } from '../policy/settle-levels.ts';

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

/** How much a verdict is meant: what was settled for the rule or its policy, else what the engine said. */
export function levelOf(policy: Policy, verdict: Verdict, { set, least }: SettledLevels): Level {
  const rule = authoredRule(policy, verdict.rule);
  const key = `${policy.id}/${rule?.name ?? verdict.rule}`;
  const level = set[key] ?? set[policy.id] ?? ownLevel(policy, rule, verdict);
  const floor = least[key] ?? least[policy.id] ?? level;
  return LEVELS.indexOf(floor) > LEVELS.indexOf(level) ? floor : level;
}

function ownLevel(policy: Policy, rule: Rule | undefined, verdict: Verdict): Level {
  const said =
    verdict.outcome === 'skip' ? verdict.existing?.level : verdict.outcome === 'pass' ? undefined : verdict.level;
  return said ?? rule?.level ?? policy.level;
}
