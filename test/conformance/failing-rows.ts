import { judgeChange } from '../../src/admission/judge-change.ts';
import type { JudgedFinding } from '../../src/admission/judged-finding.ts';
import { isArray, isObject, type JsonObject } from '../../src/base/json.ts';
import { seededRandom } from '../../src/base/seeded-random.ts';
import { suiteFilesFromDisk } from '../../src/cli/suite-files-from-disk.ts';
import { engines } from '../../src/engines/registry.ts';
import { loadManifests } from '../../src/manifests/load-manifests.ts';
import { readManifestChanges } from '../../src/manifests/read-change-set.ts';
import type { AdmissionRequest } from '../../src/model/admission-request.ts';
import type { Context, Policy } from '../../src/model/engine.ts';
import type { KubernetesObject } from '../../src/model/kubernetes-object.ts';
import type { FailVerdict } from '../../src/model/verdict.ts';
import { provingGround } from '../../src/remedy/prove.ts';
import { suggest } from '../../src/remedy/suggest.ts';
import { describeObject, namespaceOf } from '../../src/suites/kyverno/kubernetes-object.ts';
import { loadSuitePolicies } from '../../src/suites/kyverno/load-policies.ts';
import { readMaterial } from '../../src/suites/kyverno/read-material.ts';
import { TARGET } from '../../src/suites/kyverno/run-suite.ts';
import { SuiteReader } from '../../src/suites/kyverno/suite-reader.ts';
import { SuiteRequests } from '../../src/suites/kyverno/suite-requests.ts';
import type { SuiteResult } from '../../src/suites/suite-result.ts';
import { openCourt } from '../admission/court.ts';
import { treeOf } from '../change-set.ts';
import { type CorpusSuite, NOW } from './suites.ts';

/** An object that a suite says a rule denies, and what a pull request that brings the object would be told. */
export interface FailingRow {
  /** The rule as its author wrote it. */
  readonly rule: JsonObject;
  /** The name of it that answered: with autogen's prefix where autogen did. */
  readonly ruleName: string;
  readonly policy: string;
  /** As it is written in the suite. */
  readonly object: KubernetesObject;
  /** The text that it is written in. */
  readonly text: string;
  readonly verdict: FailVerdict;
  /** The first is placed where Kyverno itself says that it fails. */
  readonly findings: readonly JudgedFinding[];
  /** The findings, each with its proven suggestion or the reason why it has none. */
  mend(): Promise<readonly JudgedFinding[]>;
  /** Whether the rule denies the object as another text has it. */
  denies(text: string): Promise<boolean>;
}

/**
 * The failing rows of a suite that are as it says: each object of them as a pull request of one file, judged by the policies of the suite
 * as the suite would have them asked.
 */
export async function failingRowsOf(
  { suite }: CorpusSuite,
  result: SuiteResult,
  folder: string,
): Promise<readonly FailingRow[]> {
  const denied = deniedIn(result);
  if (denied.length === 0) return [];
  const reader = new SuiteReader(suiteFilesFromDisk(folder), suite.folder, suite.document);
  const material = readMaterial(suite, reader, { now: NOW, random: seededRandom(1), target: TARGET });
  const context = material.contextFor(undefined);
  const asSuiteAsks = new SuiteRequests(context.values, material.subresources);
  const policies = loadSuitePolicies(suite, reader, engines, TARGET).flatMap((each) =>
    'policy' in each ? [askedAsInSuite(each.policy, asSuiteAsks, context)] : [],
  );
  const rows: FailingRow[] = [];
  for (const { object, document } of reader.resources(suite.resources)) {
    const name = describeObject(object);
    if (!denied.some((key) => key.endsWith(`\n${name}`))) continue;
    const text = document.source.text.slice(document.start, document.end);
    for (const row of await judgeAlone(object, text, policies)) {
      if (denied.includes(`${row.policy}\n${row.ruleName}\n${name}`)) rows.push(row);
    }
  }
  return rows;
}

/** What is denied by the answers that rows of failure were compared with: policy, rule and object. */
function deniedIn({ rows }: SuiteResult): readonly string[] {
  return rows
    .filter(({ want }) => want === 'fail')
    .flatMap(({ policy, lines }) =>
      lines.filter(({ outcome }) => outcome === 'ok').map(({ rule, object }) => `${policy}\n${rule}\n${object}`),
    );
}

/** A policy of a suite, whoever asks it, is asked with the values of the suite and about whatever operation these say. */
function askedAsInSuite(policy: Policy, requests: SuiteRequests, context: Context): Policy {
  const asked = (request: AdmissionRequest) => requests.build(withNamespace(request), policy.name);
  const { mutate, validate } = policy;
  return {
    ...policy,
    kinds: [{ group: '*', version: '*', kind: '*', subResource: '' }],
    ...(mutate && { mutate: (request) => mutate(asked(request), context) }),
    ...(validate && { validate: (request) => validate(asked(request), context) }),
  };
}

/** The CLI writes the namespace into every object that has one. */
function withNamespace({ object, oldObject, namespace }: AdmissionRequest): KubernetesObject {
  const subject = object ?? oldObject;
  if (subject === null) throw new Error('a request about nothing');
  if (namespace === '' || namespaceOf(subject) !== '') return subject;
  return { ...subject, metadata: { ...subject.metadata, namespace } };
}

async function judgeAlone(
  object: KubernetesObject,
  text: string,
  policies: readonly Policy[],
): Promise<readonly FailingRow[]> {
  const changeSet = treeOf({ 'object.yaml': text });
  const { court: open, changes } = await openCourt(changeSet, policies);
  const court = { ...open, settings: { ...open.settings, mutations: 'off' as const } };
  const { settings } = await readManifestChanges(changeSet, EVERYTHING);
  const judged = changes.map((change) => judgeChange(change, court));
  // A list of objects is one document.
  const own = judged.find(({ change }) => change.after && isSame(change.after.object, object));
  if (!own) return [];
  const ground = provingGround(court, judged, (sources) => loadManifests(sources, settings));
  return own.admission.verdicts.flatMap(({ policy, verdict }) => {
    if (verdict.outcome !== 'fail') return [];
    const authored = verdict.rule.replace(/^autogen-(cronjob-)?/, '');
    const rule = rulesOf(policy).find(({ name }) => name === verdict.rule || name === authored);
    if (!rule) return [];
    const ofRule = (findings: readonly JudgedFinding[]) =>
      findings.filter((finding) => finding.policyId === policy.id && finding.rule === rule.name);
    const mend = async () => ofRule(await suggest(own.findings, ground, { most: Number.POSITIVE_INFINITY }));
    const findings = ofRule(own.findings);
    const isThis = (row: FailingRow) => row.policy === policy.name && row.ruleName === verdict.rule;
    const denies = async (other: string) => (await judgeAlone(object, other, policies)).some(isThis);
    return [{ rule, ruleName: verdict.rule, policy: policy.name, object, text, verdict, findings, mend, denies }];
  });
}

const EVERYTHING: Parameters<typeof readManifestChanges>[1] = {
  manifests: { include: ['**'], exclude: [] },
  limits: {},
  defaultNamespace: 'default',
  clusters: [],
  fixtures: [],
  scope: 'changed-files',
  paths: [],
};

function isSame(written: KubernetesObject, { kind, metadata }: KubernetesObject): boolean {
  const namespace = namespaceOf(written);
  return (
    written.kind === kind &&
    written.metadata.name === metadata.name &&
    (namespace === '' || namespace === metadata.namespace)
  );
}

function rulesOf({ document }: Policy): readonly JsonObject[] {
  const { spec } = document.object;
  return isObject(spec) && isArray(spec.rules) ? spec.rules.filter(isObject) : [];
}
