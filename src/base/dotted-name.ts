/**
 * The parts of a dotted name: `request.object.metadata.annotations."a.b/c"` has five. Kyverno reads such a name as one line of CSV whose
 * separator is the dot (`context.AddVariable`), so that a part which holds dots stands in double quotes; `""` within them is one quote.
 * Undefined where the quotes do not fit.
 */
export function splitDottedName(name: string): readonly string[] | undefined {
  if (!name.includes('"')) return name.split('.');
  const parts: string[] = [];
  let at = 0;
  for (;;) {
    if (name[at] === '"') {
      const match = /"((?:[^"]|"")*)"(?=\.|$)/y;
      match.lastIndex = at;
      const found = match.exec(name);
      if (!found) return undefined;
      parts.push((found[1] ?? '').replaceAll('""', '"'));
      at = match.lastIndex;
    } else {
      const dot = name.indexOf('.', at);
      const end = dot < 0 ? name.length : dot;
      const part = name.slice(at, end);
      if (part.includes('"')) return undefined;
      parts.push(part);
      at = end;
    }
    if (at >= name.length) return parts;
    at++;
  }
}
