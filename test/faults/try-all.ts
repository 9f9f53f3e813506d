/** Tries cells, a few of them side by side, and tells a terminal how far it is. */
export async function tryAll<Some, Ending>(
  cells: readonly Some[],
  { atOnce, tryOne }: { readonly atOnce: number; tryOne(cell: Some): Promise<Ending> },
): Promise<readonly (Some & { readonly ending: Ending })[]> {
  const waiting = cells.entries();
  const tried: (Some & { readonly ending: Ending })[] = [];
  const tryNext = async () => {
    for (const [, cell] of waiting) {
      tried.push({ ...cell, ending: await tryOne(cell) });
      if (process.stderr.isTTY) process.stderr.write(`\r${tried.length}/${cells.length}`);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, tryNext));
  return tried;
}
