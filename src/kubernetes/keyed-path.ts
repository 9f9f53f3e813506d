import { isArray, isObject, type JsonValue } from '../base/json.ts';
import { formatPath, type Path } from '../base/path.ts';
import { listItemKey } from './list-item-key.ts';

/**
 * A path that does not change when items are inserted before it: list items by their key where it names exactly one of them,
 * `spec.containers[name=web].image`. Beyond what exists, the steps as they are.
 */
export function keyedPath(root: JsonValue, path: Path): string {
  let value: JsonValue | undefined = root;
  let text = '';
  for (const step of path) {
    if (typeof step === 'number') {
      text += `[${isArray(value) ? nameOfItem(value, step) : step}]`;
      value = isArray(value) ? value[step] : undefined;
    } else {
      const written = formatPath([step]);
      text += text === '' || written.startsWith('[') ? written : `.${written}`;
      value = isObject(value) && Object.hasOwn(value, step) ? value[step] : undefined;
    }
  }
  return text;
}

function nameOfItem(list: readonly JsonValue[], index: number): string {
  const item = list[index];
  const key = item === undefined ? undefined : listItemKey(item);
  if (key === undefined) return String(index);
  const same = list.filter((other) => listItemKey(other) === key).length;
  return same === 1 ? key : String(index);
}
