import { posix } from 'node:path';
import { DOORS, FIRST_FLOOR_WITH_EFFECTS, FLOORS, PURE_BUILTINS, TOOLS } from './house.ts';
import { type Import, inspectSource } from './inspect-source.ts';

interface Room {
  readonly name: string;
  readonly floor: number;
}

/**
 * Every way in which files offend against the plan of the house, each with its place, as one line.
 * @param files their text by path from the repository's root
 */
export function findTrespasses(files: ReadonlyMap<string, string>): readonly string[] {
  const trespasses: string[] = [];
  const imported = new Map<string, readonly string[]>();
  for (const [file, text] of files) {
    const { imports, effects } = inspectSource(file, text);
    const room = roomOf(file);
    const isTool = /^(test|scripts)\//.test(file) || !file.includes('/');
    if (!room && !isTool) trespasses.push(`${file}: is in no room of the house`);
    for (const each of imports) {
      const complaint = complain(file, room, each);
      if (complaint) trespasses.push(`${file}:${each.line}: ${complaint}`);
    }
    if (room && room.floor < FIRST_FLOOR_WITH_EFFECTS) {
      for (const { name, line } of effects) trespasses.push(`${file}:${line}: uses ${name}`);
    }
    imported.set(
      file,
      imports.filter(isLocal).map((each) => resolve(file, each.specifier)),
    );
  }
  return [...trespasses, ...findRings(imported)];
}

/** The room that a file is in; undefined for tests and scripts, which live outside. */
export function roomOf(file: string): Room | undefined {
  let best: Room | undefined;
  for (const [floor, names] of FLOORS.entries()) {
    for (const name of names) {
      const room = name.endsWith('/*') ? folderIn(file, name.slice(0, -1)) : name;
      if (
        room !== undefined &&
        (file === room || file.startsWith(`${room}/`)) &&
        room.length > (best?.name.length ?? 0)
      ) {
        best = { name: room, floor };
      }
    }
  }
  return best;
}

function folderIn(file: string, parent: string): string | undefined {
  const [folder, ...rest] = file.startsWith(parent) ? file.slice(parent.length).split('/') : [];
  return folder !== undefined && rest.length > 0 ? parent + folder : undefined;
}

function complain(file: string, room: Room | undefined, imported: Import): string | undefined {
  const { specifier } = imported;
  if (specifier === '(computed)') return room ? 'imports what only a run can tell' : undefined;
  if (isLocal(imported)) return complainOfRoom(file, room, specifier);
  if (specifier.startsWith('node:')) return complainOfBuiltin(room, imported);
  const name = specifier.split('/', specifier.startsWith('@') ? 2 : 1).join('/');
  const door = DOORS[name];
  if (!room) {
    return TOOLS.includes(name) || door !== undefined ? undefined : `imports ${name}, which is not among the tools`;
  }
  if (door === undefined) return `imports ${name}, which has no door`;
  return room.name === door ? undefined : `imports ${name}, whose door is ${door}`;
}

function complainOfRoom(file: string, room: Room | undefined, specifier: string): string | undefined {
  const target = resolve(file, specifier);
  if (!room) return undefined;
  if (target === 'package.json') return room.floor < FIRST_FLOOR_WITH_EFFECTS ? 'imports package.json' : undefined;
  const other = roomOf(target);
  if (!other) return `imports ${target}, which is outside of the house`;
  if (other.floor > room.floor)
    return `imports upwards: ${other.name} is on floor ${other.floor}, ${room.name} on ${room.floor}`;
  if (other.floor === room.floor && other.name !== room.name) {
    return `imports sideways: ${other.name} is on floor ${other.floor} too`;
  }
  return undefined;
}

function complainOfBuiltin(room: Room | undefined, { specifier, names, isType }: Import): string | undefined {
  if (!room || room.floor >= FIRST_FLOOR_WITH_EFFECTS || isType) return undefined;
  const pure = PURE_BUILTINS[specifier] ?? [];
  const others = names.filter((name) => !pure.includes(name));
  return others.length === 0 ? undefined : `imports ${others.join(', ')} of ${specifier}`;
}

function isLocal({ specifier }: Import): boolean {
  return specifier.startsWith('.');
}

function resolve(file: string, specifier: string): string {
  return posix.normalize(posix.join(posix.dirname(file), specifier));
}

/** Rings of files that import each other, types too: each ring once, from its first file by name. */
function findRings(imported: ReadonlyMap<string, readonly string[]>): readonly string[] {
  const rings = new Set<string>();
  const done = new Set<string>();
  const trail: string[] = [];
  const follow = (file: string): void => {
    const at = trail.indexOf(file);
    if (at >= 0) {
      const ring = trail.slice(at);
      const first = ring.indexOf(ring.toSorted()[0] ?? '');
      rings.add([...ring.slice(first), ...ring.slice(0, first), ring[first]].join(' → '));
      return;
    }
    if (done.has(file)) return;
    trail.push(file);
    for (const next of imported.get(file) ?? []) follow(next);
    trail.pop();
    done.add(file);
  };
  for (const file of imported.keys()) follow(file);
  return [...rings].map((ring) => `import ring: ${ring}`);
}
