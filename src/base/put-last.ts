/** Remembers a value as the last of so many: what was put first is forgotten first. */
export function putLast<Value>(remembered: Map<string, Value>, key: string, value: Value, most: number): void {
  remembered.delete(key);
  remembered.set(key, value);
  for (const oldest of [...remembered.keys()].slice(0, -most)) remembered.delete(oldest);
}
