import type { KubernetesObject } from '../../model/kubernetes-object.ts';
import { namespaceOf } from './kubernetes-object.ts';
import type { SuitePolicy } from './load-policies.ts';
import type { SuiteRow } from './suite.ts';

/**
 * The objects that the cloning rules of a policy find: those of the `cloneSourceResource` of the first row about each of its rules. Here
 * alone a policy is known by its namespace, too.
 * Semantics: kyverno/kyverno cmd/cli/kubectl-kyverno/commands/test/test.go, `ruleToCloneSourceResource`.
 */
export function cloneSourcesOf(
  { name, object }: SuitePolicy,
  rows: readonly SuiteRow[],
  read: (path: string) => readonly KubernetesObject[] | undefined,
): readonly KubernetesObject[] {
  const own = rows.filter((row) => row.policy === name && row.policyNamespace === namespaceOf(object));
  const firsts = [...Map.groupBy(own, ({ rule }) => rule).values()].flatMap(([first]) => first ?? []);
  return firsts.flatMap(({ cloneSourceResource: path }) => (path === undefined ? [] : (read(path) ?? [])));
}
