import { assertNever } from '../base/assert-never.ts';
import type { JsonObject } from '../base/json.ts';
import { formatPath } from '../base/path.ts';
import type { TidewaiterError } from '../errors/tidewaiter-error.ts';
import type { ReportedFinding } from '../model/finding.ts';
import type { ObjectReference } from '../model/kubernetes-object.ts';
import type { NotJudged } from '../model/manifest.ts';
import type { Review } from '../model/review.ts';
import type { Level } from '../model/verdict.ts';
import { startOf } from '../text/position.ts';
import { plainText } from './plain-words.ts';
import { type RuleResult, ruleResults } from './rule-results.ts';

/** The APIs' words for a result: a rule whose violation would not be denied is a warning. */
export const RESULTS = ['pass', 'fail', 'warn', 'error', 'skip'] as const;
export type ResultWord = (typeof RESULTS)[number];

/** A result of a report in the cluster. */
export interface ClusterResult {
  /** The report it belongs to; `""` for what has no namespace. */
  readonly namespace: string;
  readonly content: JsonObject & { readonly result: ResultWord };
}

/** What a review has to tell a cluster, passes among it: also what could not be judged, which is about no object of a namespace. */
export function clusterResults(review: Review): readonly ClusterResult[] {
  return [...review.problems.map(ofProblem), ...ruleResults(review).map(ofRule), ...review.notJudged.map(ofNotJudged)];
}

function ofProblem({ code, message, span }: TidewaiterError): ClusterResult {
  return {
    namespace: '',
    content: {
      source: SOURCE,
      policy: 'tidewaiter',
      rule: code,
      result: 'error',
      message: plainText(message),
      ...(span ? { properties: placeOf(span.source.file, startOf(span).line) } : {}),
    },
  };
}

function ofNotJudged({ file, line, reason, code }: NotJudged): ClusterResult {
  return {
    namespace: '',
    content: {
      source: SOURCE,
      policy: 'tidewaiter',
      rule: code,
      result: 'skip',
      message: plainText(reason),
      properties: placeOf(file, line),
    },
  };
}

function ofRule(result: RuleResult): ClusterResult {
  return { namespace: namespaceOf(result.object), content: contentOf(result) };
}

/** Only a name that a namespace can have is one: the others would keep the whole report out of the cluster. */
function namespaceOf({ namespace = '' }: ObjectReference): string {
  return /^[a-z0-9](?:[-a-z0-9]{0,61}[a-z0-9])?$/.test(namespace) ? namespace : '';
}

function contentOf(result: RuleResult): ClusterResult['content'] {
  const { policy, rule, object, engine, file } = result;
  const about = { source: SOURCE, policy: written(policy), rule: written(rule), resources: [referenceTo(object)] };
  const properties = { engine, file: written(file) };
  switch (result.outcome) {
    case 'pass':
      return { ...about, result: 'pass', properties };
    case 'skip':
      return { ...about, result: 'skip', message: plainText(result.reason), properties };
    case 'found': {
      const [worst] = result.findings;
      return {
        ...about,
        result: wordOf(worst),
        severity: SEVERITIES[worst.level],
        message: plainText(result.findings.map(({ message }) => message).join('\n')),
        properties: { ...properties, ...detailsOf(worst) },
      };
    }
    default:
      return assertNever(result);
  }
}

function wordOf({ outcome, level }: ReportedFinding): ResultWord {
  if (outcome === 'error' || outcome === 'unknown') return 'error';
  return level === 'enforce' ? 'fail' : 'warn';
}

const SOURCE = 'tidewaiter';
const SEVERITIES: { readonly [level in Level]: string } = { enforce: 'high', warn: 'medium', audit: 'low' };

function detailsOf({ location, path, status, level, fingerprint }: ReportedFinding): JsonObject {
  const { line } = startOf(location.span);
  return { line: String(line), path: written(formatPath(path)), level, status, fingerprint };
}

function placeOf(file: string, line: number): JsonObject {
  return { file: written(file), line: String(line) };
}

function referenceTo({ apiVersion, kind, namespace, name }: ObjectReference): JsonObject {
  return {
    apiVersion: written(apiVersion),
    kind: written(kind),
    ...(namespace === undefined ? {} : { namespace: written(namespace) }),
    name: written(name),
  };
}

/** YAML has no half of a surrogate pair. */
function written(text: string): string {
  return text.toWellFormed();
}
