interface Countable {
  /** Which of the occasions that match, from 1; the first where not said. */
  readonly nth?: number;
  /** How many of them in a row; one where not said. */
  readonly times?: number;
}

/** What a test has planned, each with the occasions that it has met. */
export class Planned<Plan extends Countable> {
  #plans: { readonly plan: Plan; met: number }[] = [];

  add(plan: Plan): void {
    this.#plans.push({ plan, met: 0 });
  }

  clear(): void {
    this.#plans = [];
  }

  /** Counts an occasion, and gives the plans whose turn it is. The one planned first is the first. */
  meet(matches: (plan: Plan) => boolean): readonly Plan[] {
    return this.#plans.flatMap((planned) => {
      const { plan } = planned;
      if (!matches(plan)) return [];
      planned.met += 1;
      const { nth = 1, times = 1 } = plan;
      return planned.met >= nth && planned.met < nth + times ? [plan] : [];
    });
  }
}
