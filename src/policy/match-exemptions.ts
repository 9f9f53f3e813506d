import { compareText } from '../base/compare-text.ts';
import { compileWildcard } from '../base/compile-wildcard.ts';
import { utcDay } from '../base/utc-day.ts';
import type { Instant } from '../model/engine.ts';
import type { AppliedExemption, Exemption } from '../model/exemption.ts';
import type { ReportedFinding } from '../model/finding.ts';
import type { ObjectReference } from '../model/kubernetes-object.ts';
import { parsePolicyPattern } from './policy-pattern.ts';

/** What about a finding an exemption can be about. */
export type ExemptibleFacts = Pick<ReportedFinding, 'status' | 'outcome' | 'policy' | 'rule' | 'object'>;

/**
 * Tells the exemption that a finding has: of all that are about it the one that lasts longest, so that one that holds goes before one
 * that has run out. It holds through its last day in UTC. A policy that broke is never excused, for nobody knows what it would have said;
 * what is fixed needs no excuse.
 */
export function matchExemptions(
  exemptions: readonly Exemption[],
  now: Instant,
): (finding: ExemptibleFacts) => AppliedExemption | undefined {
  const today = utcDay(now);
  const longestFirst = exemptions.toSorted((left, right) => compareText(right.until, left.until)).map(compileEntry);
  // Findings are many and rules are few: the entries about a rule are looked for once.
  const known = new Map<string, readonly CompiledEntry[]>();
  const entriesAbout = (policy: string, rule: string) => {
    const key = JSON.stringify([policy, rule]);
    const entries = known.get(key) ?? longestFirst.filter((entry) => entry.isAboutRule(policy, rule));
    known.set(key, entries);
    return entries;
  };
  return ({ status, outcome, policy, rule, object }) => {
    if (outcome === 'error' || status === 'fixed') return undefined;
    const entry = entriesAbout(policy, rule).find((each) => each.isAboutObject(object));
    if (!entry) return undefined;
    return { state: entry.exemption.until >= today ? 'active' : 'expired', exemption: entry.exemption };
  };
}

interface CompiledEntry {
  readonly exemption: Exemption;
  isAboutRule(policy: string, rule: string): boolean;
  isAboutObject(object: ObjectReference): boolean;
}

function compileEntry(exemption: Exemption): CompiledEntry {
  const pattern = parsePolicyPattern(exemption.policy);
  const [isPolicy, isRule] = [compileWildcard(pattern.policy), compileWildcard(pattern.rule)];
  const isKind = oneOf(exemption.kinds);
  const isNamespace = oneOf(exemption.namespaces);
  const isName = oneOf(exemption.names);
  return {
    exemption,
    isAboutRule: (policy, rule) => isPolicy(policy) && isRule(rule),
    isAboutObject: ({ kind, namespace, name }) => isKind(kind) && isNamespace(namespace) && isName(name),
  };
}

/** An object of cluster scope is in no namespace: an entry that asks for one, `*` too, is not about it. */
function oneOf(patterns: readonly string[]): (text: string | undefined) => boolean {
  if (patterns.length === 0) return () => true;
  const matchers = patterns.map(compileWildcard);
  return (text) => text !== undefined && matchers.some((matches) => matches(text));
}
