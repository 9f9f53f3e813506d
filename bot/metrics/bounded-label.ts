/**
 * Holds the values of a label to a number: the first so many keep their names, all others are `other`. Names come from repositories, and
 * each would be a series of its own in Prometheus for ever.
 */
export function boundedLabel(most: number): (value: string) => string {
  const known = new Set<string>();
  return (value) => {
    if (known.size < most) known.add(value);
    return known.has(value) ? value : 'other';
  };
}
