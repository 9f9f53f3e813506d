import type { TidewaiterError } from '../errors/tidewaiter-error.ts';
import { startOf } from '../text/position.ts';
import { writeXml, type XmlElement } from './junit-xml.ts';
import { plainText } from './plain-words.ts';

/** A test suite of JUnit's XML. */
export interface JunitSuite {
  readonly name: string;
  readonly cases: readonly JunitCase[];
}

export interface JunitCase {
  /** The same test has the same name in every run, so that its history can be told. */
  readonly name: string;
  readonly answer: JunitAnswer;
}

export type JunitAnswer =
  | { readonly kind: 'passed' }
  | { readonly kind: 'skipped'; readonly message: string }
  | { readonly kind: 'failure' | 'error'; readonly type: string; readonly message: string; readonly text: string };

/** Test suites as JUnit's XML, in the dialect of Jenkins (junit-10.xsd). Suites without cases are left out. */
export function writeJunit(given: readonly JunitSuite[], milliseconds: number): string {
  const suites = given.filter(({ cases }) => cases.length > 0);
  const all = suites.flatMap(({ cases }) => cases);
  return writeXml({
    name: 'testsuites',
    attributes: { name: 'tidewaiter', ...countsOf(all), time: (milliseconds / 1000).toFixed(3) },
    content: suites.map(({ name, cases }) => ({
      name: 'testsuite',
      attributes: { name, ...countsOf(cases), skipped: String(numberOf(cases, 'skipped')), time: NO_TIME },
      content: cases.map((each) => caseElement(name, each)),
    })),
  });
}

/** What a single rule takes is not measured, and is far below a millisecond. Some readers insist on a number. */
const NO_TIME = '0.000';

function countsOf(cases: readonly JunitCase[]) {
  return {
    tests: String(cases.length),
    failures: String(numberOf(cases, 'failure')),
    errors: String(numberOf(cases, 'error')),
  };
}

function numberOf(cases: readonly JunitCase[], kind: JunitAnswer['kind']): number {
  return cases.filter(({ answer }) => answer.kind === kind).length;
}

function caseElement(suite: string, { name, answer }: JunitCase): XmlElement {
  return {
    name: 'testcase',
    attributes: { classname: suite, name, time: NO_TIME },
    content: answer.kind === 'passed' ? [] : [answerElement(answer)],
  };
}

function answerElement(answer: Exclude<JunitAnswer, { kind: 'passed' }>): XmlElement {
  const message = plainText(answer.message);
  if (answer.kind === 'skipped') return { name: 'skipped', attributes: { message }, content: [] };
  return { name: answer.kind, attributes: { type: answer.type, message }, content: plainText(answer.text) };
}

/** An error as a case of its own: `error` for what makes a run impossible, or a part of it. */
export function problemCase(
  { code, message, remedy, span }: TidewaiterError,
  kind: 'failure' | 'error' = 'error',
): JunitCase {
  const place = span ? `: ${span.source.file}:${startOf(span).line}` : '';
  return { name: `${code}${place}`, answer: { kind, type: code, message, text: remedy ?? message } };
}
