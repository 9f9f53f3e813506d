/** An attempt of GitHub's to deliver something, as its list of deliveries has it. */
export interface Attempt {
  /** Not always a number that JavaScript can hold exactly. */
  readonly id: number | bigint;
  /** Of all attempts at the same delivery. */
  readonly guid: string;
  readonly event: string;
  readonly at: Date;
  readonly hasSucceeded: boolean;
}

export interface Redeliveries {
  /** The last attempt at each delivery that is to be tried again now, the oldest first. */
  readonly due: readonly Attempt[];
  /** When the first attempt was made at one that may have to be tried again later; undefined where there is none. */
  readonly pendingSince: Date | undefined;
}

/** After the first try, GitHub's own, each wait is twice as long as the one before: 17 hours in all. */
const MOST_ATTEMPTS = 11;
const FIRST_WAIT_MS = 60_000;

/** Chooses what has failed each time so far. */
export function chooseRedeliveries(attempts: readonly Attempt[], now: Date): Redeliveries {
  const oldestFirst = attempts.toSorted((left, right) => left.at.getTime() - right.at.getTime());
  const pending = [...Map.groupBy(oldestFirst, ({ guid }) => guid).values()].filter(
    (tries) => tries.length < MOST_ATTEMPTS && !tries.some(({ hasSucceeded }) => hasSucceeded),
  );
  return {
    due: pending.flatMap((tries) => {
      const last = tries.at(-1);
      return last && isDue(last, tries.length, now) ? [last] : [];
    }),
    pendingSince: pending[0]?.[0]?.at,
  };
}

/** The second attempt waits for nothing: GitHub's clock need not be ours. Nor does the third: who dies once often does so again soon. */
function isDue({ at }: Attempt, attempts: number, now: Date): boolean {
  return attempts <= 2 || now.getTime() - at.getTime() >= FIRST_WAIT_MS * 2 ** (attempts - 3);
}
