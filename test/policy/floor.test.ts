import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compileGlob } from '../../src/base/glob.ts';
import type { JsonObject } from '../../src/base/json.ts';
import type { ReportedFinding } from '../../src/model/finding.ts';
import type { Decision } from '../../src/model/review.ts';
import type { Configuration } from '../../src/policy/configuration.ts';
import { type Floor, holdToFloor } from '../../src/policy/floor.ts';
import { type ConfigurationFile, readConfiguration } from '../../src/policy/read-configuration.ts';
import { describeRefusal } from '../../src/policy/refusal.ts';
import { SETTING_KEYS, settingsOf, withSettings } from '../../src/policy/settings.ts';
import { decide } from '../../src/review/decide.ts';
import { selectFindings } from '../../src/review/select-findings.ts';
import { anySettings } from './any-configuration.ts';

function read(text: string): ConfigurationFile {
  const result = readConfiguration({ file: '.github/tidewaiter.yml', revision: 'base', text });
  if (result.outcome === 'invalid') throw new Error(result.errors.map(({ message }) => message).join('\n'));
  return result;
}

function floorOf(required: JsonObject): Floor {
  const { floor } = read(JSON.stringify({ required }));
  if (!floor) throw new Error('it requires something');
  return floor;
}

describe('what a file requires', () => {
  it('is read with the keys of the file', () => {
    const { floor, configuration } = read(`
mode: observe
required:
  policies: [policies/**, { bundle: starter }]
  mode: gate
  mutations: off
  levels: { pods/host-path: enforce }
  exemptions: { max-days: 30, approved-by: true }
  engines: { kyverno: { version: "1.18" } }
`);
    expect(configuration.mode).toBe('observe');
    expect(floor).toMatchObject({
      settings: { mode: 'gate', mutations: 'off', kyvernoVersion: '1.18' },
      policies: [
        { kind: 'files', pattern: 'policies/**' },
        { kind: 'bundle', name: 'starter' },
      ],
      levels: [{ name: 'pods/host-path', level: 'enforce' }],
      exemptions: { kind: 'some', maxDays: 30, isApproved: true },
    });
  });

  it('is nothing where the key is left out, and an empty floor where it is empty', () => {
    expect(read('mode: gate\n').floor).toBeUndefined();
    expect(read('required: {}\n').floor).toMatchObject({ settings: {}, policies: [], levels: [] });
  });

  it.each([
    ['include: [a/**]', { include: ['a/**'], exclude: [] }],
    ['exclude: [a/**]', { include: ['**'], exclude: ['a/**'] }],
  ])('says of manifests what is to be looked at: %s', (text, manifests) => {
    expect(read(`required: { manifests: { ${text} } }\n`).floor?.settings).toEqual(manifests);
  });

  it.each([
    ['required: { mod: gate }', 'unknown key "mod" in "required"'],
    ['required: { mode: gat }', '"required.mode" is "gat", which is not allowed'],
    ['required: { exemptions: some }', '"required.exemptions" must be like "none"; it is "some"'],
    [
      'required: { exemptions: { max-days: 0 } }',
      '"required.exemptions.max-days" must be 1 or more; it is the number 0',
    ],
    ['required: [policies]', '"required" must be a mapping of keys; it is a list'],
  ])('is checked as the file is: %s', (text, message) => {
    expect(() => read(text)).toThrow(message);
  });
});

describe('a refusal', () => {
  it('names both places, what was asked for and what is required', () => {
    const { floor } = read('required:\n  engines:\n    kyverno: { exceptions: { enabled: false } }\n');
    const { configuration, placeOf } = read('\nengines: { kyverno: { exceptions: { enabled: true } } }\n');
    const refused = floor ? holdToFloor(configuration, floor, placeOf).refused : [];
    expect(refused.map(describeRefusal)).toEqual([
      '.github/tidewaiter.yml:2 asks for engines.kyverno.exceptions: {"enabled":true,"namespace":""}, and .github/tidewaiter.yml:3 requires {"enabled":false,"namespace":""}: what is required holds.',
    ]);
  });

  it('is cut where nobody would read on', () => {
    const many = Array.from({ length: 100 }, (_, index) => `clusters/number-${index}/**`);
    const { configuration, placeOf } = read(JSON.stringify({ manifests: { exclude: many } }));
    const { refused } = holdToFloor(configuration, floorOf({ manifests: {} }), placeOf);
    const { refused: cut } = holdToFloor(configuration, floorOf({ manifests: { exclude: [] } }), placeOf);
    expect(refused).toEqual([]);
    expect(cut.map(describeRefusal).join().length).toBeLessThan(400);
  });
});

/** What one finding would come to, alone. */
const DECISIONS: readonly Decision[] = ['pass', 'warn', 'block'];
const SAMPLES = (['fail', 'error', 'unknown', 'mutate'] as const).flatMap((outcome) =>
  (['enforce', 'warn', 'audit'] as const).flatMap((level) =>
    (['new', 'existing'] as const).map((status) => ({ outcome, level, status }) as ReportedFinding),
  ),
);
const PATHS = [
  'pod.yaml',
  'deploy/pod.yaml',
  'deploy/a/pod.yaml',
  'deploy/testdata/pod.yaml',
  'docs/pod.yaml',
  'docs/testdata/a.yaml',
];

/** How far each sample gets, as a number: 0 where it passes. */
function verdictsBy(configuration: Configuration): readonly number[] {
  return SAMPLES.map((sample) => {
    if (sample.outcome === 'mutate' && configuration.mutations === 'off') return 0;
    const finding = sample.outcome === 'mutate' ? { ...sample, level: configuration.mutations as 'warn' } : sample;
    return DECISIONS.indexOf(decide(selectFindings([finding], configuration.report).shown, [], configuration).decision);
  });
}

function readBy({ manifests: { include, exclude } }: Configuration): readonly number[] {
  const isOf = (globs: readonly string[]) => (path: string) => globs.some((glob) => compileGlob(glob)(path));
  return PATHS.map((path) => Number(isOf(include)(path) && !isOf(exclude)(path)));
}

function isNoWeaker(one: Configuration, other: Configuration): boolean {
  const least = [...verdictsBy(other), ...readBy(other)];
  return [...verdictsBy(one), ...readBy(one)].every((value, index) => value >= (least[index] ?? 0));
}

describe('whatever an owner requires and whatever a repository says', () => {
  const law = (name: string, holds: (floor: Floor, file: ConfigurationFile, held: Configuration) => void) =>
    it(name, () => {
      fc.assert(
        fc.property(anySettings, anySettings, (required, said) => {
          const [floor, file] = [floorOf(required), read(JSON.stringify(said))];
          holds(floor, file, holdToFloor(file.configuration, floor, file.placeOf).configuration);
        }),
        { numRuns: 500 },
      );
    });

  law('what holds lets nothing through that the floor stops', (floor, _, held) => {
    expect(isNoWeaker(held, withSettings(held, floor.settings))).toBe(true);
  });

  law('what holds lets nothing through that the repository itself stops', (_, { configuration }, held) => {
    expect(isNoWeaker(held, configuration)).toBe(true);
  });

  law('what has no order is as the floor says', ({ settings }, _, held) => {
    const { kubernetes, fixtures, defaultNamespace, clusters, users, documentBytes, depth } = settings;
    const { kyvernoVersion } = settings;
    const fixed = { kubernetes, fixtures, defaultNamespace, clusters, users, documentBytes, depth };
    const said = Object.entries({ ...fixed, kyvernoVersion }).filter(([, value]) => value !== undefined);
    expect(settingsOf(held)).toMatchObject(Object.fromEntries(said));
  });

  law('what the floor does not speak of is as the repository says', ({ settings }, { configuration }, held) => {
    for (const key of SETTING_KEYS) {
      if (settings[key] === undefined) expect(settingsOf(held)[key]).toEqual(settingsOf(configuration)[key]);
    }
  });

  law('holding it again changes nothing, and there is nothing more to refuse', (floor, { placeOf }, held) => {
    expect(holdToFloor(held, floor, placeOf)).toEqual({ configuration: held, refused: [] });
  });

  law('what the repository says and does not hold is named, and nothing else is', (floor, file, held) => {
    const [before, after] = [settingsOf(file.configuration), settingsOf(held)];
    const lost = SETTING_KEYS.filter((key) => JSON.stringify(before[key]) !== JSON.stringify(after[key]));
    const { refused } = holdToFloor(file.configuration, floor, file.placeOf);
    expect(refused.map(({ at }) => at)).toEqual(lost.flatMap((key) => file.placeOf(key) ?? []));
  });
});
