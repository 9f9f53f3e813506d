import { assertNever } from '../base/assert-never.ts';
import { nameOfObject } from '../kubernetes/name-of-object.ts';
import type { ReportedFinding } from '../model/finding.ts';
import type { NotJudged } from '../model/manifest.ts';
import type { Review } from '../model/review.ts';
import { startOf } from '../text/position.ts';
import { reasonOf } from './finding-words.ts';
import { type JunitAnswer, type JunitCase, problemCase, writeJunit } from './junit-document.ts';
import { type RuleResult, ruleResults } from './rule-results.ts';

/**
 * A review as JUnit's XML, in the dialect of Jenkins (junit-10.xsd): a test suite a policy, a test case a rule and an object. Whatever
 * does not comply is a failure, `type` says how much the policy means it; what could not be judged is an error, and what is exempted or
 * no policy was asked about is skipped: neither is a pass.
 */
export function reportToJunit(review: Review): string {
  const byPolicy = [...Map.groupBy(ruleResults(review), ({ policyId }) => policyId)];
  const suites = [
    { name: 'tidewaiter/problems', cases: review.problems.map((problem) => problemCase(problem)) },
    ...byPolicy.map(([name, results]) => ({ name, cases: results.map(ofResult) })),
    { name: 'tidewaiter/not-judged', cases: review.notJudged.map(ofNotJudged) },
  ];
  return writeJunit(suites, review.durationMs);
}

function ofResult(result: RuleResult): JunitCase {
  const name = `${result.rule}: ${nameOfObject(result.object)} (${result.file})`;
  switch (result.outcome) {
    case 'pass':
      return { name, answer: { kind: 'passed' } };
    case 'skip':
      return { name, answer: { kind: 'skipped', message: result.reason } };
    case 'found':
      return { name, answer: ofFindings(result.findings) };
    default:
      return assertNever(result);
  }
}

function ofFindings(findings: readonly [ReportedFinding, ...ReportedFinding[]]): JunitAnswer {
  const failing = findings.find(({ outcome }) => outcome === 'fail' || outcome === 'mutate');
  const [first] = findings;
  return {
    kind: failing ? 'failure' : 'error',
    type: failing ? failing.level : first.outcome,
    message: reasonOf(failing ?? first),
    text: findings.map(lineOf).join('\n'),
  };
}

function lineOf(finding: ReportedFinding): string {
  const { span } = finding.location;
  const { line, column } = startOf(span);
  return `${span.source.file}:${line}:${column}: ${reasonOf(finding)}`;
}

function ofNotJudged({ file, line, reason }: NotJudged): JunitCase {
  return { name: `${file}:${line}`, answer: { kind: 'skipped', message: reason } };
}
