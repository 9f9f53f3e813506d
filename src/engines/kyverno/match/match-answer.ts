/** Whether a rule is about a request. `unknown` names what one would have to know. */
export type MatchAnswer =
  | { readonly outcome: 'yes' }
  | { readonly outcome: 'no'; readonly reason: string }
  | { readonly outcome: 'unknown'; readonly needs: string };

export const YES: MatchAnswer = { outcome: 'yes' };

export function no(reason: string): MatchAnswer {
  return { outcome: 'no', reason };
}

/** All have to hold: one `no` decides whatever is unknown. */
export function allOf<Subject>(
  questions: readonly ((subject: Subject) => MatchAnswer)[],
): (subject: Subject) => MatchAnswer {
  const [only] = questions;
  if (questions.length === 1 && only) return only;
  return (subject: Subject): MatchAnswer => {
    let answer = YES;
    for (const question of questions) {
      const next = question(subject);
      if (next.outcome === 'no') return next;
      if (next.outcome === 'unknown' && answer.outcome === 'yes') answer = next;
    }
    return answer;
  };
}

/** One has to hold: one `yes` decides whatever is unknown. */
export function anyOf<Subject>(
  questions: readonly ((subject: Subject) => MatchAnswer)[],
): (subject: Subject) => MatchAnswer {
  const [only] = questions;
  if (questions.length === 1 && only) return only;
  return (subject: Subject): MatchAnswer => {
    let answer: MatchAnswer | undefined;
    for (const question of questions) {
      const next = question(subject);
      if (next.outcome === 'yes') return next;
      if (!answer || (next.outcome === 'unknown' && answer.outcome === 'no')) answer = next;
    }
    return answer ?? NOTHING;
  };
}

const NOTHING = no('it matches nothing');
