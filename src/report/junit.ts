import { assertNever } from '../base/assert-never.ts';
import type { TidewaiterError } from '../errors/tidewaiter-error.ts';
import { nameOfObject } from '../kubernetes/name-of-object.ts';
import type { ReportedFinding } from '../model/finding.ts';
import type { NotJudged } from '../model/manifest.ts';
import type { Review } from '../model/review.ts';
import { startOf } from '../text/position.ts';
import { reasonOf } from './finding-words.ts';
import { writeXml, type XmlElement } from './junit-xml.ts';
import { plainText } from './plain-words.ts';
import { type RuleResult, ruleResults } from './rule-results.ts';

/**
 * A review as JUnit's XML, in the dialect of Jenkins (junit-10.xsd): a test suite a policy, a test case a rule and an object. Whatever
 * does not comply is a failure, `type` says how much the policy means it; what could not be judged is an error, and what is exempted or
 * no policy was asked about is skipped: neither is a pass.
 */
export function reportToJunit(review: Review): string {
  const byPolicy = [...Map.groupBy(ruleResults(review), ({ policyId }) => policyId)];
  const suites = [
    ...suiteOf('tidewaiter/problems', review.problems.map(ofProblem)),
    ...byPolicy.flatMap(([policy, results]) => suiteOf(policy, results.map(ofResult))),
    ...suiteOf('tidewaiter/not-judged', review.notJudged.map(ofNotJudged)),
  ];
  const all = suites.flatMap(({ cases }) => cases);
  return writeXml({
    name: 'testsuites',
    attributes: { name: 'tidewaiter', ...countsOf(all), time: (review.durationMs / 1000).toFixed(3) },
    content: suites.map(({ name, cases }) => ({
      name: 'testsuite',
      attributes: { name, ...countsOf(cases), skipped: String(numberOf(cases, 'skipped')), time: NO_TIME },
      content: cases.map((each) => caseElement(name, each)),
    })),
  });
}

/** What a single rule takes is not measured, and is far below a millisecond. Some readers insist on a number. */
const NO_TIME = '0.000';

interface Suite {
  readonly name: string;
  readonly cases: readonly TestCase[];
}

interface TestCase {
  readonly name: string;
  readonly answer: Answer;
}

type Answer =
  | { readonly kind: 'passed' }
  | { readonly kind: 'skipped'; readonly message: string }
  | { readonly kind: 'failure' | 'error'; readonly type: string; readonly message: string; readonly text: string };

function suiteOf(name: string, cases: readonly TestCase[]): readonly Suite[] {
  return cases.length === 0 ? [] : [{ name, cases }];
}

function countsOf(cases: readonly TestCase[]) {
  return {
    tests: String(cases.length),
    failures: String(numberOf(cases, 'failure')),
    errors: String(numberOf(cases, 'error')),
  };
}

function numberOf(cases: readonly TestCase[], kind: Answer['kind']): number {
  return cases.filter(({ answer }) => answer.kind === kind).length;
}

/** The same test has the same name in every run, so that its history can be told. */
function ofResult(result: RuleResult): TestCase {
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

function ofFindings(findings: readonly [ReportedFinding, ...ReportedFinding[]]): Answer {
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

function ofProblem({ code, message, remedy, span }: TidewaiterError): TestCase {
  const place = span ? `: ${span.source.file}:${startOf(span).line}` : '';
  return { name: `${code}${place}`, answer: { kind: 'error', type: code, message, text: remedy ?? message } };
}

function ofNotJudged({ file, line, reason }: NotJudged): TestCase {
  return { name: `${file}:${line}`, answer: { kind: 'skipped', message: reason } };
}

function caseElement(suite: string, { name, answer }: TestCase): XmlElement {
  return {
    name: 'testcase',
    attributes: { classname: suite, name, time: NO_TIME },
    content: answer.kind === 'passed' ? [] : [answerElement(answer)],
  };
}

function answerElement(answer: Exclude<Answer, { kind: 'passed' }>): XmlElement {
  const message = plainText(answer.message);
  if (answer.kind === 'skipped') return { name: 'skipped', attributes: { message }, content: [] };
  return { name: answer.kind, attributes: { type: answer.type, message }, content: plainText(answer.text) };
}
