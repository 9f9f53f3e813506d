import { didYouMean } from '../../base/did-you-mean.ts';
import type { Path } from '../../base/path.ts';
import { PolicyError } from '../../errors/tidewaiter-error.ts';
import type { KubernetesObject } from '../../model/kubernetes-object.ts';
import type { LineResult, RowResult } from '../suite-result.ts';
import { allCandidates, isNamed, isSpecified, isVariantOf } from './check-row.ts';
import { nameOf, namespaceOf } from './kubernetes-object.ts';
import type { SuitePolicy } from './load-policies.ts';
import type { KyvernoSuite, SuiteRow } from './suite.ts';
import type { SuiteAnswers } from './suite-answers.ts';

export interface RunSuite {
  readonly suite: KyvernoSuite;
  readonly rows: readonly RowResult[];
  readonly policies: readonly SuitePolicy[];
  readonly answers: SuiteAnswers;
}

interface Trap {
  /** Within the row. */
  readonly path: Path;
  readonly message: string;
  readonly remedy: string;
}

/**
 * Where rows check something else than they say, or nothing: what Kyverno's CLI passes over. Each says what comes of it there.
 * An object that a row wants skipped, and of which no rule answers, is no trap: nothing else can say that a rule is not about an object.
 */
export function findTraps({ suite, rows, policies, answers }: RunSuite): readonly PolicyError[] {
  return rows.flatMap((result) => {
    const row = suite.results[result.index];
    if (row === undefined) return [];
    const misnamed = [
      ...unknownPolicy(row, policies),
      // Rows may name payloads, which nobody loads yet.
      ...(suite.unsupported.length > 0 ? [] : unknownObjects(row, answers)),
      ...unreadSpecs(row),
    ];
    // Whoever names what does not exist need not be told what came of it.
    const traps = misnamed.length > 0 ? misnamed : result.lines.flatMap((line) => nothingCompared(row, line));
    return traps.map(({ path, message, remedy }) => {
      const { span } = suite.document.locate(['results', row.index, ...path]);
      return new PolicyError(message, { code: 'policy/vacuous-test', span, remedy });
    });
  });
}

function unknownPolicy(row: SuiteRow, policies: readonly SuitePolicy[]): readonly Trap[] {
  const named = policies.filter(({ name }) => name === row.policy);
  if (named.length > 0) return unknownRule(row, named);
  const remedy = suggest(
    row.policy,
    policies.map(({ name }) => name),
  );
  return [{ path: ['policy'], message: `no policy of the suite is called "${row.policy}"`, remedy }];
}

function unknownRule(row: SuiteRow, named: readonly SuitePolicy[]): readonly Trap[] {
  if (row.rule === '' || named.every(({ kind }) => !kind.namedRules)) return [];
  const compiled = named.flatMap((each) => ('gap' in each ? [] : [each.policy]));
  // What rules a policy has that could not be compiled nobody knows.
  if (compiled.length < named.length) return [];
  const known = compiled.flatMap((policy) => policy.rules.map(({ name }) => name));
  if (known.some((name) => isVariantOf(row.rule, name))) return [];
  const message = `the policy ${row.policy} has no rule "${row.rule}": every object counts as excluded, which is success whatever is wanted`;
  return [{ path: ['rule'], message, remedy: suggest(row.rule, known) }];
}

function unknownObjects(row: SuiteRow, answers: SuiteAnswers): readonly Trap[] {
  const objects = allCandidates(answers.about(row.operation), answers.targets).map(({ object }) => object);
  const entries = (row.resources ?? []).map((entry, index) => ({
    found: objects.some((object) => isNamed(object, entry)),
    path: ['resources', index],
    what: `called "${entry}"`,
    remedy: () =>
      suggest(
        entry,
        objects.flatMap((object) => [nameOf(object), fullNameOf(object)]),
        objects.map(fullNameOf),
      ),
  }));
  const specs = row.resourceSpecs.map((spec, index) => ({
    found: objects.some((object) => isSpecified(object, spec)),
    path: ['resourceSpecs', index],
    what: `what this says (${spec.kind ?? 'no kind'} ${spec.name ?? ''})`,
    remedy: () => 'Group, version, namespace and name have to be those of the object.',
  }));
  const all = [...entries, ...specs];
  const consequence = all.some(({ found }) => found)
    ? 'it is passed over, and nobody notices that it is not checked'
    : 'the row is checked against all objects of the suite';
  return all
    .filter(({ found }) => !found)
    .map(({ path, what, remedy }) => ({
      path,
      message: `no object of the suite is ${what}: ${consequence}`,
      remedy: remedy(),
    }));
}

function unreadSpecs(row: SuiteRow): readonly Trap[] {
  if (row.resources !== undefined || row.resourceSpecs.length === 0) return [];
  const message = 'resourceSpecs without resources are not read: the row is checked against all objects of the suite';
  return [{ path: ['resourceSpecs'], message, remedy: 'Add "resources: []" to the row.' }];
}

function nothingCompared(row: SuiteRow, { outcome, object, reason }: LineResult): readonly Trap[] {
  if (outcome === 'dropped') {
    const path = [row.patchedResources === undefined ? 'generatedResource' : 'patchedResources'];
    const message = `${reason}: what the rule made of it is not compared, and neither is the outcome`;
    return [{ path, message, remedy: 'Add the object to the file, or write "failOnMissingResources: true".' }];
  }
  if (outcome !== 'excluded' || row.want === 'skip') return [];
  const message = `no rule of ${row.policy} answered about ${object}: it counts as excluded, which is success although the row wants ${row.want}`;
  const remedy = 'Where the rule is not to be about it, write "result: skip"; else see what it matches.';
  return [{ path: [], message, remedy }];
}

function fullNameOf(object: KubernetesObject): string {
  const namespace = namespaceOf(object);
  return namespace === '' ? nameOf(object) : `${namespace}/${nameOf(object)}`;
}

function suggest(word: string, known: readonly string[], listed: readonly string[] = known): string {
  const meant = didYouMean(word, known);
  if (meant !== undefined) return `Did you mean "${meant}"?`;
  const names = [...new Set(listed)];
  if (names.length === 0) return 'The suite has none.';
  return `There are: ${names.slice(0, MOST_TOLD).join(', ')}${names.length > MOST_TOLD ? ', …' : '.'}`;
}

const MOST_TOLD = 8;
