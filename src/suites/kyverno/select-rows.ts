import { compileWildcard } from '../../base/compile-wildcard.ts';
import type { KubernetesObject } from '../../model/kubernetes-object.ts';
import { nameOf, namespaceOf } from './kubernetes-object.ts';
import type { SuiteRow } from './suite.ts';

/** What of suites is run. */
export interface RowSelection {
  selects(row: SuiteRow): boolean;
  readonly isChosen: NameMatcher;
}

export type NameMatcher = (object: KubernetesObject) => boolean;

/** The parts of a row that are selected by: `policy`, `rule`, `resource`. */
export interface SelectionPattern {
  readonly of: 'policy' | 'rule' | 'resource';
  readonly pattern: string;
}

/**
 * Selects rows by wildcards, all of which have to match. A row that says nothing of a part is selected. Of the objects of a selected row
 * those are checked whose name, or namespace and name, match; where none does, all of them.
 * Semantics: kyverno/kyverno cmd/cli/kubectl-kyverno/test/filter; there, the objects of a row become the one of the pattern's very text.
 */
export function compileSelection(patterns: readonly SelectionPattern[]): RowSelection {
  const compiled = patterns.map(({ of, pattern }) => ({ of, matches: compileWildcard(pattern) }));
  return {
    selects: (row) =>
      compiled.every(({ of, matches }) => {
        const written = of === 'resource' ? (row.resources ?? []) : [row[of]].filter((name) => name !== '');
        return written.length === 0 || written.some(matches);
      }),
    isChosen: (object) =>
      compiled.every(
        ({ of, matches }) =>
          of !== 'resource' || matches(nameOf(object)) || matches(`${namespaceOf(object)}/${nameOf(object)}`),
      ),
  };
}
