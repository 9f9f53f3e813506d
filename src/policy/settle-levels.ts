import { didYouMean } from '../base/did-you-mean.ts';
import { ConfigError } from '../errors/tidewaiter-error.ts';
import type { Policy, Rule } from '../model/engine.ts';
import type { Level } from '../model/verdict.ts';
import { LEVELS, type LevelSetting } from './configuration.ts';
import type { Refusal } from './refusal.ts';

/** Levels other than the policies' own, by the policy's id, and by id and rule: `ClusterPolicy/pods/host-path`. */
export interface SettledLevels {
  /** They stand in for the policies' own. */
  readonly set: LevelTable;
  /** Whatever else is said, no less than these. */
  readonly least: LevelTable;
}

export interface LevelTable {
  readonly [policyOrRule: string]: Level;
}

/** A policy, and who wants it to judge: its repository, the owner of its repository, or both. */
export interface WantedPolicy {
  readonly policy: Policy;
  readonly by: 'repository' | 'owner' | 'both';
}

export interface LevelsToSettle {
  readonly policies: readonly WantedPolicy[];
  /** What the configuration says, by `policy` or `policy/rule`; the more exact one wins. */
  readonly asked: readonly LevelSetting[];
  /** What the owner requires, likewise. */
  readonly floor: readonly LevelSetting[];
}

/**
 * Settles at which level each rule judges. The level of an owner's policy is the one that they require, else its own, and a repository
 * may raise it; the level of a repository's policy is the one that the repository gives it, else its own, and the owner may raise it. A
 * name that is neither a policy's nor a rule's is an error, but for the owner's, who cannot know what each repository has.
 */
export function settleLevels({ policies, asked, floor }: LevelsToSettle): {
  readonly levels: SettledLevels;
  readonly refused: readonly Refusal[];
  readonly problems: readonly ConfigError[];
} {
  const [askedOf, floorOf] = [findSetting(asked), findSetting(floor)];
  const set: { [policyOrRule: string]: Level } = {};
  const least: { [policyOrRule: string]: Level } = {};
  const refused = new Map<LevelSetting, Refusal>();
  for (const { policy, by } of policies) {
    for (const rule of [undefined, ...policy.rules]) {
      const [wanted, required] = [askedOf(policy, rule), floorOf(policy, rule)];
      const key = rule ? `${policy.id}/${rule.name}` : policy.id;
      // The owner's own policy is theirs to lower; one that the repository has as well is lowered by neither alone.
      const ownerGives = by === 'owner' || (by === 'both' && !required);
      const [given, raised] = ownerGives ? [required, wanted] : [wanted, required];
      if (given) set[key] = given.level;
      if (raised) least[key] = raised.level;
      if (!wanted) continue;
      const floorHere = required ?? (ownerGives && rule ? ownLevel(policy, rule) : undefined);
      if (floorHere && isLower(wanted.level, floorHere.level)) refused.set(wanted, refuse(wanted, floorHere));
    }
  }
  return { levels: { set, least }, refused: [...refused.values()], problems: unknownNames(asked, policies) };
}

function findSetting(settings: readonly LevelSetting[]) {
  const byName = new Map(settings.map((setting) => [setting.name, setting]));
  return ({ name }: Policy, rule: Rule | undefined) => (rule && byName.get(`${name}/${rule.name}`)) ?? byName.get(name);
}

/** The level as the policy says it; where that is one for some objects and another for others, the strictest. */
function ownLevel({ name, document }: Policy, rule: Rule): LevelSetting {
  return { name, level: rule.level, span: document.locate(rule.path).span };
}

function isLower(level: Level, than: Level): boolean {
  return LEVELS.indexOf(level) < LEVELS.indexOf(than);
}

function refuse(asked: LevelSetting, required: LevelSetting): Refusal {
  return {
    asked: `levels: ${asked.name}: ${asked.level}`,
    at: asked.span,
    required: required.level,
    requiredAt: required.span,
  };
}

function unknownNames(asked: readonly LevelSetting[], wanted: readonly WantedPolicy[]): readonly ConfigError[] {
  const policies = wanted.map(({ policy }) => policy);
  const known = policies.flatMap(({ name, rules }) => [name, ...rules.map((rule) => `${name}/${rule.name}`)]);
  return asked
    .filter(({ name, span }) => !known.includes(name) && span.source.revision !== 'owner')
    .map(({ name, span }) => {
      const meant = didYouMean(name, known);
      const names = policies.map((policy) => policy.name).join(', ') || 'none';
      return new ConfigError(`"levels" names "${name}", which is no policy and no rule`, {
        code: 'config/invalid-value',
        span,
        remedy: `${meant === undefined ? '' : `Did you mean "${meant}"? `}Policies: ${names}; a rule is written policy/rule.`,
      });
    });
}
