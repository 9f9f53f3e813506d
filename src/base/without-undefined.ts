/** The object without the keys that hold nothing, for types that tell a key that is missing from one that is undefined. */
export function withoutUndefined<T extends object>(value: T): { [Key in keyof T]?: Exclude<T[Key], undefined> } {
  const result: { [Key in keyof T]?: Exclude<T[Key], undefined> } = {};
  for (const key of Object.keys(value) as (keyof T)[]) {
    const item = value[key];
    if (item !== undefined) result[key] = item as Exclude<T[typeof key], undefined>;
  }
  return result;
}
