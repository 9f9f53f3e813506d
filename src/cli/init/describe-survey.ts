import { countOf } from '../../base/count-of.ts';
import { visible } from '../../text/visible.ts';
import type { FoundPolicy, Survey } from './survey-repository.ts';
import { isTestMaterial } from './test-material.ts';

/** What was found, a line for each sort of thing that is there. */
export function describeSurvey(survey: Survey): string {
  const branch = survey.defaultBranch === undefined ? '' : `, branch ${visible(survey.defaultBranch)}`;
  const rows = [
    row('manifests', describeManifests(survey)),
    ...describePolicies(survey).map((text) => row('policies', text)),
    ...rowOf('policy tests', survey.policyTests, 'suite', '`tidewaiter test` runs them'),
    ...rowOf('Helm charts', survey.charts, 'chart', 'not rendered yet, and named in every review'),
    ...rowOf('Kustomize', survey.kustomizations, 'root', 'not rendered yet: resources are judged as they are written'),
    ...rowOf('unreadable', survey.unreadable, 'file', '`tidewaiter check` says what is wrong'),
    ...rowOf('workflows', namesOfWorkflows(survey), 'workflow', queueNote(survey)),
  ];
  return `Found in ${visible(survey.root)}${branch}:\n${rows.join('\n')}\n`;
}

function row(name: string, text: string): string {
  return `  ${name.padEnd(14)}${text}`;
}

function describeManifests({ manifests }: Survey): string {
  if (manifests.length === 0) return 'none yet';
  const counts = Map.groupBy(
    manifests.flatMap(({ kinds }) => kinds),
    (kind) => kind,
  );
  const kinds = [...counts]
    .toSorted(([, left], [, right]) => right.length - left.length)
    .map(([kind, all]) => `${all.length} ${kind}`);
  const tests = manifests.filter(({ file }) => isTestMaterial(file)).length;
  const aside = tests === 0 ? '' : ` (${tests} of them to test with)`;
  return `${countOf(manifests.length, 'file')}${aside}: ${shorten(kinds)}`;
}

function describePolicies({ policies }: Survey): readonly string[] {
  if (policies.length === 0) return ['none'];
  const byLanguage = Map.groupBy(policies, ({ family, runs }) => `${family} ${runs}`);
  return [...byLanguage.values()].map(describeLanguage);
}

function describeLanguage(policies: readonly FoundPolicy[]): string {
  const [{ family, runs } = { family: '', runs: false }] = policies;
  const folders = [...new Set(policies.map(({ file }) => file.replace(/[^/]+$/, '') || './'))];
  const text = `${countOf(policies.length, 'document')} of ${family} in ${shorten(folders)}`;
  return runs ? text : `${text}; not run by this version, and named in every review`;
}

function rowOf(name: string, paths: readonly string[], singular: string, note: string): readonly string[] {
  if (paths.length === 0) return [];
  return [row(name, [`${countOf(paths.length, singular)}: ${shorten(paths)}`, note].filter(Boolean).join('; '))];
}

function namesOfWorkflows({ workflows }: Survey): readonly string[] {
  return workflows.map(({ file }) => file.slice(file.lastIndexOf('/') + 1));
}

function queueNote({ workflows }: Survey): string {
  return workflows.some(({ mergeQueue }) => mergeQueue) ? 'a merge queue is used' : '';
}

const SHOWN = 3;

function shorten(names: readonly string[]): string {
  const shown = names.slice(0, SHOWN).map((name) => visible(name));
  return [...shown, ...(names.length > SHOWN ? [`${names.length - SHOWN} more`] : [])].join(', ');
}
