import type { Instant } from '../../../model/engine.ts';
import { type MatchAnswer, no } from '../match/match-answer.ts';
import type { MatchSubject } from '../match/match-subject.ts';
import { failureMessage } from '../variables/failure-message.ts';
import { missingKnowledge } from '../variables/missing-knowledge.ts';
import type { QueryContext } from '../variables/query-context.ts';
import type { CompiledException } from './compile-exception.ts';

/** Whether exceptions excuse an object from a rule. `unknown` names what one would have to know. */
export type Excuse =
  | { readonly outcome: 'none' }
  | { readonly outcome: 'excused'; readonly reason: string }
  | { readonly outcome: 'unknown'; readonly needs: string };

export interface Accused {
  readonly subject: MatchSubject;
  /** In which the rule's own expressions are evaluated. */
  readonly context: QueryContext;
  readonly now: Instant;
  /** Whether the rule asks for Pod Security: an exception that names controls then excuses from those alone. */
  readonly isAboutControls: boolean;
}

/**
 * Finds what excuses an object from a rule, of the exceptions that name the rule. Kyverno asks after the rule's preconditions.
 * Semantics: kyverno/kyverno pkg/engine/utils/exceptions.go, `MatchesException`, and pkg/engine/handlers.
 */
export function findExcuse(exceptions: readonly CompiledException[], accused: Accused): Excuse {
  if (exceptions.length === 0) return NO_EXCUSE;
  const answers = exceptions
    .filter(({ isAboutControls }) => !(isAboutControls && accused.isAboutControls))
    .map((exception) => ({ exception, answer: askException(exception, accused) }));
  const excusing = answers.filter(({ answer }) => answer.outcome === 'yes').map(({ exception }) => exception.name);
  if (excusing.length > 0) {
    return { outcome: 'excused', reason: `rule is skipped due to policy exceptions ${excusing.join(', ')}` };
  }
  for (const { answer } of answers) if (answer.outcome === 'unknown') return answer;
  return NO_EXCUSE;
}

const NO_EXCUSE: Excuse = { outcome: 'none' };

/** Whether one exception is about an object now. */
export function askException(
  { matches, conditions, expiresAt }: CompiledException,
  { subject, context, now }: Pick<Accused, 'subject' | 'context' | 'now'>,
): MatchAnswer {
  if (expiresAt !== undefined && expiresAt <= now) return EXPIRED;
  const answer = matches(subject);
  if (answer.outcome === 'no' || !conditions) return answer;
  try {
    return conditions.evaluate(context).holds ? answer : UNMET;
  } catch (thrown) {
    const needs = missingKnowledge(thrown);
    if (needs !== undefined) return { outcome: 'unknown', needs };
    const message = failureMessage(thrown);
    if (message === undefined) throw thrown;
    // Kyverno logs that, and goes on as if there were no exception.
    return no(`its conditions cannot be evaluated: ${message}`);
  }
}

const EXPIRED = no('it has expired');
const UNMET = no('its conditions are not met');
