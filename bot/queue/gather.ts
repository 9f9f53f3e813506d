/**
 * Hands on together what comes while others are being handled: where much comes at once, each of them costs less, and one alone waits for nothing.
 *
 * @param handle answers each of some items, in their order; what it throws is the answer to all of them
 */
export function gather<Item, Answer>(
  mostAtOnce: number,
  handle: (items: readonly Item[]) => Promise<readonly Answer[]>,
): (item: Item) => Promise<Answer> {
  const waiting: { readonly item: Item; readonly answer: PromiseWithResolvers<Answer> }[] = [];
  let isHandling = false;
  const handleAll = async () => {
    isHandling = true;
    for (let some = waiting.splice(0, mostAtOnce); some.length > 0; some = waiting.splice(0, mostAtOnce)) {
      try {
        const answers = handle(some.map(({ item }) => item));
        for (const [index, value] of (await answers).entries()) some[index]?.answer.resolve(value);
      } catch (error) {
        for (const { answer } of some) answer.reject(error);
      }
    }
    isHandling = false;
  };
  return (item) => {
    const answer = Promise.withResolvers<Answer>();
    waiting.push({ item, answer });
    if (!isHandling) void handleAll();
    return answer.promise;
  };
}
