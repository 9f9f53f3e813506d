import type { Exemption } from '../model/exemption.ts';

/** What is exempted from what, and how long: `require-ro-rootfs for Deployment shop/web until 2027-03-31`. */
export function describeExemption(exemption: Exemption): string {
  return `${exemption.policy} for ${describeScope(exemption)} until ${exemption.until}`;
}

/** What is exempted: `Deployment shop/web`, `everything`. */
export function describeScope({ kinds, namespaces, names }: Exemption): string {
  const kind = kinds.length === 0 ? undefined : wordOf(kinds);
  if (namespaces.length === 0 && names.length === 0) return kind ?? 'everything';
  return `${kind ?? 'objects'} ${wordOf(namespaces)}/${wordOf(names)}`;
}

/** As globs write it: `*`, `web`, `{web,db}`. */
function wordOf(patterns: readonly string[]): string {
  const [first = '*', ...more] = patterns;
  return more.length === 0 ? first : `{${patterns.join(',')}}`;
}
