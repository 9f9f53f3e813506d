/** Whether a pattern holds `*` or `?`. */
export function hasWildcard(pattern: string): boolean {
  return pattern.includes('*') || pattern.includes('?');
}

/**
 * Whether text matches a pattern in which `*` is any run of characters (`/` too) and `?` exactly one, case-sensitive.
 * The empty pattern matches only the empty text. Linear in text × pattern at worst: no backtracking beyond the last `*`.
 * Semantics: IGLOU-EU/go-wildcard 1.0.3, which Kyverno uses.
 */
export function matchesWildcard(pattern: string, text: string): boolean {
  if (!hasWildcard(pattern)) return pattern === text;
  if (pattern === '*') return true;
  // Go counts runes, JavaScript counts code units: they differ only beyond the basic plane.
  const wanted = Array.from(pattern);
  const given = Array.from(text);
  let at = 0;
  let next = 0;
  let star = -1;
  let resume = 0;
  while (next < given.length) {
    if (at < wanted.length && wanted[at] === '*') {
      star = at++;
      resume = next;
    } else if (at < wanted.length && (wanted[at] === '?' || wanted[at] === given[next])) {
      at++;
      next++;
    } else if (star >= 0) {
      at = star + 1;
      next = ++resume;
    } else {
      return false;
    }
  }
  while (wanted[at] === '*') at++;
  return at === wanted.length;
}
