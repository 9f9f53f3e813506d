import { isArray, isObject, type JsonValue } from '../../src/base/json.ts';
import type { Path } from '../../src/base/path.ts';
import type { JsonPatch } from '../../src/model/json-patch.ts';

export const CHANGE_KINDS = [
  'set scalar',
  'add key',
  'add map',
  'append item',
  'insert item',
  'remove key',
  'remove item',
  'replace item',
  'replace value',
] as const;
export type ChangeKind = (typeof CHANGE_KINDS)[number];

export interface RandomChange {
  readonly kind: ChangeKind;
  readonly patch: JsonPatch;
}

/** A change of a kind somewhere in a value; undefined where the value has no place for one. */
export function randomChange(value: JsonValue, kind: ChangeKind, random: () => number): RandomChange | undefined {
  const places = [...placesIn(value, [])];
  const pick = <Item>(items: readonly Item[]): Item | undefined => items[Math.floor(random() * items.length)];
  const maps = places.filter((place) => isObject(place.value));
  const lists = places.filter((place) => isArray(place.value));
  const filled = lists.filter((place) => isArray(place.value) && place.value.length > 0);
  switch (kind) {
    case 'set scalar': {
      const place = pick(places.filter(({ path, value: at }) => path.length > 0 && !isObject(at) && !isArray(at)));
      return place && { kind, patch: [{ op: 'replace', path: place.path, value: pick(SCALARS) ?? null }] };
    }
    case 'add key':
    case 'add map': {
      const place = pick(maps);
      const added = kind === 'add key' ? (pick(SCALARS) ?? null) : (pick(COLLECTIONS) ?? null);
      return place && { kind, patch: [{ op: 'add', path: [...place.path, pick(KEYS) ?? 'key'], value: added }] };
    }
    case 'append item':
    case 'insert item': {
      const place = pick(lists);
      if (!place || !isArray(place.value)) return undefined;
      const { length } = place.value;
      const index = kind === 'append item' ? length : Math.floor(random() * length);
      const sibling = pick(place.value);
      const item = random() < 0.5 && sibling !== undefined ? sibling : (pick([...SCALARS, ...COLLECTIONS]) ?? null);
      return { kind, patch: [{ op: 'add', path: [...place.path, index], value: item }] };
    }
    case 'remove key': {
      const place = pick(maps.filter(({ value: at }) => isObject(at) && Object.keys(at).length > 0));
      const key = place && isObject(place.value) ? pick(Object.keys(place.value)) : undefined;
      return place && key !== undefined ? { kind, patch: [{ op: 'remove', path: [...place.path, key] }] } : undefined;
    }
    case 'remove item': {
      const place = pick(filled);
      if (!place || !isArray(place.value)) return undefined;
      return { kind, patch: [{ op: 'remove', path: [...place.path, Math.floor(random() * place.value.length)] }] };
    }
    case 'replace item': {
      const place = pick(filled);
      if (!place || !isArray(place.value)) return undefined;
      const index = Math.floor(random() * place.value.length);
      const item = changed(place.value[index] ?? null, random);
      return { kind, patch: [{ op: 'replace', path: [...place.path, index], value: item }] };
    }
    case 'replace value': {
      const place = pick(places.filter(({ path }) => path.length > 0));
      return (
        place && {
          kind,
          patch: [{ op: 'replace', path: place.path, value: pick([...SCALARS, ...COLLECTIONS]) ?? null }],
        }
      );
    }
  }
}

/** A value with one or two of its parts changed. */
function changed(value: JsonValue, random: () => number): JsonValue {
  if (isArray(value)) return value.map((item) => (random() < 0.3 ? changed(item, random) : item));
  if (!isObject(value)) return SCALARS[Math.floor(random() * SCALARS.length)] ?? null;
  const entries = Object.entries(value).flatMap(([key, child]): [string, JsonValue][] => {
    if (random() < 0.15) return [];
    return [[key, random() < 0.3 ? changed(child, random) : child]];
  });
  return Object.fromEntries(random() < 0.5 ? entries : [...entries, ['added', true]]);
}

function* placesIn(value: JsonValue, path: Path): Generator<{ readonly path: Path; readonly value: JsonValue }> {
  yield { path, value };
  if (isArray(value)) for (const [index, item] of value.entries()) yield* placesIn(item, [...path, index]);
  else if (isObject(value)) for (const [key, child] of Object.entries(value)) yield* placesIn(child, [...path, key]);
}

const SCALARS: readonly JsonValue[] = [
  true,
  false,
  null,
  0,
  42,
  -1,
  1.5,
  1e21,
  '',
  'text',
  'two words',
  'yes',
  'null',
  '0644',
  '1_000',
  '2001-01-01',
  '08',
  '1e3',
  '~',
  'a: b',
  'a #b',
  '- x',
  '#c',
  '*a',
  '&a',
  '{x}',
  '[x]',
  "it's",
  'say "hi"',
  'back\\slash',
  ' lead',
  'trail ',
  'nginx:1.27@sha256:0a',
  'http://example.org/?a=b&c#d',
  '{{ request.object }}',
  'line one\nline two\n',
  'line one\n\n  indented\nend',
  'ends twice\n\n',
  '\n',
  'tab\there',
  'é ü 漢 🚢',
  'a\u0085b\u2028c',
  '---',
  '...',
  '?',
  ':',
  '-',
  '=',
  '<<',
  '%x',
  '@x',
  '`x',
  'x,y',
  '>x',
  '|',
  '!t',
  '12:30:45',
  'key:',
];

const COLLECTIONS: readonly JsonValue[] = [
  {},
  [],
  { a: 1 },
  { runAsNonRoot: true, capabilities: { drop: ['ALL'] } },
  { name: 'x', value: 'yes' },
  { list: [{ name: 'one', ports: [{ containerPort: 80 }] }, 'two', []], empty: {} },
  ['a', 'b'],
  [{ name: 'a', args: ['--x', '-y'] }, { name: 'b' }],
  [['x', 'y'], []],
  { text: 'line one\nline two\n' },
];

const KEYS = [
  'added',
  'y',
  'null',
  '123',
  'a.b/c',
  'with space',
  'colon: in',
  '',
  '<<',
  '-dash',
  '__proto__',
  'x,y',
  '~',
];
