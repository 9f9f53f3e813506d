/** The answer that was found before, or a new one that is kept. An answer may be undefined, too. */
export function remember<Key, Value>(answers: Map<Key, Value>, key: Key, find: () => Value): Value {
  const known = answers.get(key);
  if (known !== undefined || answers.has(key)) return known as Value;
  const value = find();
  answers.set(key, value);
  return value;
}
