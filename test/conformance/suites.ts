import { isArray, isObject, type JsonValue } from '../../src/base/json.ts';
import { seededRandom } from '../../src/base/seeded-random.ts';
import { suiteFilesFromDisk } from '../../src/cli/suite-files-from-disk.ts';
import { engines } from '../../src/engines/registry.ts';
import { findSuites } from '../../src/suites/find-suites.ts';
import { readSuites } from '../../src/suites/kyverno/read-suite.ts';
import { runSuite } from '../../src/suites/kyverno/run-suite.ts';
import type { KyvernoSuite } from '../../src/suites/kyverno/suite.ts';
import { joinPath, type SuiteFiles } from '../../src/suites/suite-files.ts';
import { isSuccess, type SuiteResult } from '../../src/suites/suite-result.ts';
import { parseYaml } from '../../src/yaml/parse-yaml.ts';

/** A suite of the corpora, by the folder of its file: `kyverno-policies/best-practices/require-labels`. */
export interface CorpusSuite {
  readonly name: string;
  readonly suite: KyvernoSuite;
  /** What its policies and itself use that is not judged yet; nothing: it is in scope. */
  readonly beyond: readonly string[];
}

/** The suites of the corpora, in order of their names. */
export function loadCorpus(folder: string): readonly CorpusSuite[] {
  const files = suiteFilesFromDisk(folder);
  return ['kyverno-policies', 'kyverno-cli'].flatMap((corpus) =>
    findSuites(corpus, 'kyverno-test.yaml', files).flatMap((file) => {
      const text = files.read(file) ?? '';
      const suites = readSuites({ file, revision: 'disk', text });
      return suites.map((suite, index): CorpusSuite => {
        if (suite instanceof Error) throw suite;
        const name = suite.folder.replace(/\/\.kyverno-test$/, '') + (suites.length > 1 ? `#${index + 1}` : '');
        return { name, suite, beyond: featuresBeyond(suite, files) };
      });
    }),
  );
}

/** Runs one suite as `tidewaiter test` does. */
export function runCorpusSuite({ suite }: CorpusSuite, folder: string): SuiteResult {
  return runSuite(suite, { files: suiteFilesFromDisk(folder), engines, now: NOW, random: seededRandom(1) });
}

/** Every problem and every line that is no success, as text. */
export function whatFailed({ problems, rows }: SuiteResult): readonly string[] {
  return [
    ...problems.map(({ message }) => message),
    ...rows.flatMap(({ index, want, lines }) =>
      lines
        .filter((line) => !isSuccess(line))
        .map(
          ({ object, rule, got, reason }) => `row ${index}, ${object}, ${rule}: want ${want}, got ${got}: ${reason}`,
        ),
    ),
  ];
}

/** Suites use dates of 2020 and of 2099. */
export const NOW = Date.UTC(2026, 0, 1);

/** What needs CEL or Pod Security, by what the policies of the suite hold. */
function featuresBeyond(suite: KyvernoSuite, files: SuiteFiles): readonly string[] {
  const found = new Set<string>(suite.unsupported);
  if (suite.jsonPayloads.length > 0) found.add('jsonPayloads');
  for (const path of suite.policies.flatMap((each) => policyFiles(joinPath(suite.folder, each), files))) {
    for (const { value } of parseYaml({ file: path, revision: 'disk', text: files.read(path) ?? '' }).documents) {
      if (isObject(value)) addFeatures(value, found);
    }
  }
  return [...found].toSorted();
}

function policyFiles(path: string, files: SuiteFiles): readonly string[] {
  const entries = files.list(path);
  if (entries === undefined) return [path];
  return entries.flatMap(({ name, kind }) =>
    kind === 'file' ? [joinPath(path, name)] : policyFiles(joinPath(path, name), files),
  );
}

function addFeatures(policy: { readonly [key: string]: JsonValue }, found: Set<string>): void {
  const kind = String(policy.kind);
  if (kind !== 'ClusterPolicy' && kind !== 'Policy') {
    found.add(kind);
    return;
  }
  const rules = isObject(policy.spec) && isArray(policy.spec.rules) ? policy.spec.rules : [];
  for (const rule of rules.filter(isObject)) {
    if (rule.celPreconditions !== undefined) found.add('celPreconditions');
    const validate = isObject(rule.validate) ? rule.validate : {};
    for (const part of ['cel', 'podSecurity']) if (validate[part] !== undefined) found.add(`validate.${part}`);
  }
}
