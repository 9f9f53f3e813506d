import { isObject, type JsonValue } from '../base/json.ts';

/**
 * What names an item of a list, in the order in which it is looked for. Kubernetes' own list-map keys come to this:
 * containers, volumes, env and the like by `name`, mounts by `mountPath`, devices by `devicePath`, ports by number and protocol,
 * host aliases by `ip`, topology spread and conditions by `topologyKey` and `type`, owner references by `uid`, tolerations by `key`.
 */
const KEYS = [
  'name',
  'mountPath',
  'devicePath',
  'containerPort',
  'port',
  'ip',
  'topologyKey',
  'uid',
  'key',
  'type',
  'path',
  'host',
];

/** The key of a list item, such as `name=web`, or undefined where it has none. Scalars name themselves. */
export function listItemKey(item: JsonValue): string | undefined {
  if (typeof item === 'string' || typeof item === 'number') return String(item);
  if (!isObject(item)) return undefined;
  for (const key of KEYS) {
    const value = Object.hasOwn(item, key) ? item[key] : undefined;
    if (typeof value !== 'string' && typeof value !== 'number') continue;
    const protocol =
      (key === 'containerPort' || key === 'port') && typeof item.protocol === 'string' ? `/${item.protocol}` : '';
    return `${key}=${value}${protocol}`;
  }
  return undefined;
}
