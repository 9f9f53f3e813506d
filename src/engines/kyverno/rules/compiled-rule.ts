import type { JsonObject } from '../../../base/json.ts';
import type { Path } from '../../../base/path.ts';
import type { Level } from '../../../model/verdict.ts';
import type { CompiledException } from '../exceptions/compile-exception.ts';
import type { MatchAnswer } from '../match/match-answer.ts';
import type { MatchSubject } from '../match/match-subject.ts';
import type { ContextEntries } from '../variables/context-entries.ts';
import type { CompiledConditions } from './compile-conditions.ts';
import type { EntryExpressions, RuleAction } from './rule-action.ts';

/** A rule of a policy, as it is written or as autogen makes it. */
export interface CompiledRule {
  /** With autogen's prefix, where it has one. */
  readonly name: string;
  /** As its author named it. */
  readonly authoredName: string;
  /** Where the author wrote it. */
  readonly path: Path;
  /** The rule itself; where autogen made it, what it made. */
  readonly source: JsonObject;
  /** The kinds of controllers that a generated variant is for; undefined for a rule as it is written. */
  readonly controllers: ReadonlySet<string> | undefined;
  /** When Kyverno asks it: before it judges, to judge, or after admission. */
  readonly phase: 'mutate' | 'validate' | 'mutate-existing' | 'generate';
  readonly level: RuleLevel;
  readonly entries: ContextEntries;
  /** The expressions behind each context entry, for finding what in the object a condition looks at. */
  readonly entryExpressions: EntryExpressions;
  readonly preconditions: CompiledConditions | undefined;
  /** Those that name it. */
  readonly exceptions: readonly CompiledException[];
  readonly action: RuleAction;
  matches(subject: MatchSubject): MatchAnswer;
}

/** How much a rule means it, by the namespace of the object. */
export interface RuleLevel {
  /** Without overrides. */
  readonly usual: Level;
  /** The strictest that an override can make it. */
  readonly strictest: Level;
  of(subject: MatchSubject): Level;
  /** Of an error: a policy whose failurePolicy is Ignore does not block where it breaks. */
  ofError(subject: MatchSubject): Level;
}
