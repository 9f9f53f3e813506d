import type { KubernetesObject } from '../../model/kubernetes-object.ts';
import type { LineResult } from '../suite-result.ts';
import { differencesFrom, sameIdentity } from './compare-objects.ts';
import { describeObject } from './kubernetes-object.ts';
import type { RuleResponse } from './response.ts';
import type { SuiteRow } from './suite.ts';

/** The objects of a file that a row compares with; undefined where there is no such file. */
export type ReadExpected = (path: string) => readonly KubernetesObject[] | undefined;

/** What a rule answered, and the object that goes with it. */
export interface Answer {
  readonly rule: RuleResponse;
  readonly part: 'mutate' | 'validate' | 'generate' | 'target';
  /** What the line is about. */
  readonly of: string;
  /** As the rule left it, or as the rule made it. A generating rule may make none. */
  readonly object?: KubernetesObject;
}

/**
 * Compares an answer with a row: the object with those of the row's files, then the outcome. An object that a file of patched objects does
 * not hold drops the comparison, whatever the outcome, unless the row insists; of generated objects each must be there.
 * Semantics: kyverno/kyverno cmd/cli/kubectl-kyverno/commands/test/command.go, `checkResult`.
 */
export function compareAnswer(row: SuiteRow, answer: Answer, readExpected: ReadExpected): readonly LineResult[] {
  const { rule, of, object } = answer;
  const line = { object: of, rule: rule.rule };
  if (rule.status === 'unknown') {
    return [{ ...line, outcome: 'unsupported', got: 'unknown', reason: rule.message }];
  }
  const differing =
    object && (comparePatched(row, object, readExpected) ?? compareGenerated(row, object, readExpected));
  if (differing?.kind === 'absent' && isDroppable(answer.part) && !row.failOnMissingResources) {
    return [{ ...line, outcome: 'dropped', got: 'nothing', reason: differing.reason }];
  }
  if (rule.status !== row.want) return [{ ...line, outcome: 'wrong', got: rule.status, reason: rule.message }];
  switch (differing?.kind) {
    case undefined:
      return [{ ...line, outcome: 'ok', got: rule.status, reason: rule.message }];
    case 'differs':
      return [{ ...line, outcome: 'wrong', got: 'another object', reason: differing.reason, diff: differing.diff }];
    case 'absent':
    case 'no-file':
      return [{ ...line, outcome: 'wrong', got: 'an object', reason: differing.reason }];
  }
}

function isDroppable(part: Answer['part']): boolean {
  return part === 'mutate' || part === 'validate';
}

type Difference =
  | { readonly kind: 'absent' | 'no-file'; readonly reason: string }
  | { readonly kind: 'differs'; readonly reason: string; readonly diff: readonly string[] };

function comparePatched(row: SuiteRow, object: KubernetesObject, read: ReadExpected): Difference | undefined {
  return row.patchedResources === undefined ? undefined : compareWithFile(row.patchedResources, object, read);
}

/** Of several files one that holds the very object is enough. */
function compareGenerated(row: SuiteRow, object: KubernetesObject, read: ReadExpected): Difference | undefined {
  const single = row.generatedResource === undefined ? [] : [row.generatedResource];
  const files = row.generatedResources.length > 0 ? row.generatedResources : single;
  const differences = files.map((file) => compareWithFile(file, object, read));
  if (differences.includes(undefined)) return undefined;
  return differences.findLast((each) => each?.kind === 'differs') ?? differences.at(-1);
}

function compareWithFile(file: string, object: KubernetesObject, read: ReadExpected): Difference | undefined {
  const expected = read(file);
  if (expected === undefined) return { kind: 'no-file', reason: `${file} does not exist` };
  const wanted = expected.find((each) => sameIdentity(each, object));
  if (wanted === undefined) return { kind: 'absent', reason: `${file} does not hold ${describeObject(object)}` };
  const diff = differencesFrom(wanted, object);
  return diff.length === 0 ? undefined : { kind: 'differs', reason: `it is not as in ${file}`, diff };
}
