import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { levelOf } from '../../src/admission/rule-level.ts';
import type { Policy } from '../../src/model/engine.ts';
import type { Level } from '../../src/model/verdict.ts';
import { LEVELS, type LevelSetting } from '../../src/policy/configuration.ts';
import { settleLevels, type WantedPolicy } from '../../src/policy/settle-levels.ts';
import { policyOf } from '../admission/court.ts';

const NAMES = ['a', 'a/one', 'a/two', 'b', 'b/one', 'nobody'];
const policies = ['a', 'b'].map(
  (name): Policy => ({
    ...policyOf(name, {}),
    rules: ['one', 'two'].map((rule) => ({ name: rule, level: 'enforce' as const, path: [] })),
  }),
);

const span = (revision: 'base' | 'owner') => ({ source: { file: 'f.yml', revision, text: '' }, start: 0, end: 0 });
const anyLevel = fc.constantFrom(...LEVELS);
const anySettings = (revision: 'base' | 'owner') =>
  fc
    .uniqueArray(fc.record({ name: fc.constantFrom(...NAMES), level: anyLevel }), { selector: ({ name }) => name })
    .map((settings): readonly LevelSetting[] => settings.map((setting) => ({ ...setting, span: span(revision) })));
const anyone = fc.constantFrom('repository', 'owner', 'both');

/** At which level each rule judges an object for which the engine says `own`; more than that a level does not depend on. */
function levelsBy(
  wanted: readonly WantedPolicy[],
  asked: readonly LevelSetting[],
  floor: readonly LevelSetting[],
  own: Level,
) {
  const { levels } = settleLevels({ policies: wanted, asked, floor });
  return wanted.flatMap(({ policy }) =>
    policy.rules.map(({ name }) => {
      const verdict = { outcome: 'fail', rule: name, message: '', failures: [], level: own } as const;
      return LEVELS.indexOf(levelOf(policy, verdict, levels));
    }),
  );
}

describe('settleLevels', () => {
  const law = (
    name: string,
    holds: (
      wanted: readonly WantedPolicy[],
      asked: readonly LevelSetting[],
      floor: readonly LevelSetting[],
      own: Level,
    ) => void,
  ) =>
    it(name, () => {
      fc.assert(
        fc.property(
          fc.tuple(anyone, anyone),
          anySettings('base'),
          anySettings('owner'),
          anyLevel,
          (by, asked, floor, own) => {
            const wanted = policies.map((policy, index) => ({ policy, by: by[index] ?? 'repository' }));
            holds(wanted, asked, floor, own);
          },
        ),
        { numRuns: 1000 },
      );
    });
  const only = (wanted: readonly WantedPolicy[], by: WantedPolicy['by']) => wanted.filter((each) => each.by === by);

  law("is never below what the owner's policies have without the repository", (wanted, asked, floor, own) => {
    for (const by of ['owner', 'both'] as const) {
      const theirs = only(wanted, by).map(({ policy }): WantedPolicy => ({ policy, by: 'owner' }));
      const least = levelsBy(theirs, [], floor, own);
      const held = levelsBy(only(wanted, by), asked, floor, own);
      expect(held.every((level, index) => level >= (least[index] ?? 0))).toBe(true);
    }
  });

  law('is never below what the owner sets, whoever has the policy', (wanted, asked, floor, own) => {
    const held = levelsBy(wanted, asked, floor, own);
    const names = wanted.flatMap(({ policy }) =>
      policy.rules.map((rule) => [`${policy.name}/${rule.name}`, policy.name]),
    );
    const least = names.map(
      ([exact, general]) =>
        (floor.find(({ name }) => name === exact) ?? floor.find(({ name }) => name === general))?.level,
    );
    expect(held.every((level, index) => level >= LEVELS.indexOf(least[index] ?? 'audit'))).toBe(true);
  });

  law("is never below what the repository's policies have without the owner", (wanted, asked, floor, own) => {
    for (const by of ['repository', 'both'] as const) {
      const theirs = only(wanted, by).map(({ policy }): WantedPolicy => ({ policy, by: 'repository' }));
      const least = levelsBy(theirs, asked, [], own);
      const held = levelsBy(only(wanted, by), asked, floor, own);
      expect(held.every((level, index) => level >= (least[index] ?? 0))).toBe(true);
    }
  });

  law("is the repository's where the owner says nothing", (wanted, asked, _, own) => {
    const theirs = only(wanted, 'repository');
    const exact = theirs.flatMap(({ policy }) => policy.rules.map((rule) => `${policy.name}/${rule.name}`));
    const expected = exact.map((name) => {
      const setting =
        asked.find((each) => each.name === name) ?? asked.find((each) => each.name === name.split('/')[0]);
      return LEVELS.indexOf(setting?.level ?? own);
    });
    expect(levelsBy(theirs, asked, [], own)).toEqual(expected);
  });

  it('keeps policies of one name apart', () => {
    const [a] = policies;
    if (!a) throw new Error('there is one');
    const other: Policy = { ...a, id: 'Policy/shop/a' };
    const wanted: readonly WantedPolicy[] = [
      { policy: a, by: 'owner' },
      { policy: other, by: 'repository' },
    ];
    const asked: readonly LevelSetting[] = [{ name: 'a', level: 'audit', span: span('base') }];
    expect(levelsBy(wanted, asked, [], 'enforce')).toEqual([2, 2, 0, 0]);
  });

  it('takes a name that nothing has for a mistake of the repository, and not of its owner', () => {
    const of = (revision: 'base' | 'owner') => [{ name: 'nobody', level: 'audit' as const, span: span(revision) }];
    const wanted = policies.map((policy): WantedPolicy => ({ policy, by: 'repository' }));
    expect(settleLevels({ policies: wanted, asked: of('base'), floor: of('owner') }).problems).toHaveLength(1);
    expect(settleLevels({ policies: wanted, asked: of('owner'), floor: [] }).problems).toEqual([]);
  });
});
