import { admitBothWays } from '../admission/admit-both-ways.ts';
import type { Court } from '../admission/judge-change.ts';
import { authoredRule, levelOf } from '../admission/rule-level.ts';
import { assertNever } from '../base/assert-never.ts';
import { deepEqual } from '../base/deep-equal.ts';
import { seededRandom } from '../base/seeded-random.ts';
import { requestOfChange } from '../manifests/admission-request.ts';
import { type ManifestChanges, readManifestChanges } from '../manifests/read-change-set.ts';
import type { AdmissionRequest } from '../model/admission-request.ts';
import type { TraceStep } from '../model/engine.ts';
import type { Change } from '../model/manifest.ts';
import type { Level, Verdict } from '../model/verdict.ts';
import { type JudgeInput, loadConfiguration, openCourt, policyInput, targetOf } from '../pipeline.ts';
import { loadPolicies } from '../policy/load-policies.ts';
import { nameOfObject } from '../report/finding-words.ts';
import type { Palette } from '../report/palette.ts';
import { startOf } from '../text/position.ts';
import { visible } from '../text/visible.ts';
import { describeOptions, type OptionTable, parseArguments, usage } from './arguments.ts';
import { choosePalette } from './colours.ts';
import type { Command } from './command.ts';
import { findPolicy, type NamedPolicy } from './find-policy.ts';
import { JUDGE_OPTIONS, readInstructions } from './judge-options.ts';
import { readChange } from './read-change.ts';

const { policy, base, kubernetes, profile, config } = JUDGE_OPTIONS;
const OPTIONS = {
  policy,
  base,
  head: { kind: 'text', value: 'REV', help: 'explain at this revision; without it, in the working tree' },
  kubernetes,
  profile,
  config,
  'no-color': { kind: 'flag', help: 'no colours; as does the variable NO_COLOR' },
} as const satisfies OptionTable;

export const explainCommand: Command = {
  summary: 'show why a rule matched, skipped or failed',
  get help() {
    return `Show step by step what a policy, or one of its rules, says to the objects of a file, and why.

Usage: tidewaiter explain POLICY[/RULE] FILE [OPTIONS]

${describeOptions(OPTIONS)}

  tidewaiter explain disallow-privileged deploy/web.yaml
  tidewaiter explain disallow-privileged/privileged-containers - < pod.yaml

Without --base each object is judged as if it were created, with --base as it is changed.
Exit codes: 0 explained, 2 not possible.
`;
  },
  async run(args, surroundings) {
    const { options, positionals } = parseArguments(args, OPTIONS);
    const [wanted, file, ...more] = positionals;
    if (wanted === undefined || file === undefined || more.length > 0) {
      throw usage('explain takes a policy and a file', 'Write `tidewaiter explain POLICY[/RULE] FILE`.');
    }
    const everyOption = { ...NO_OPTIONS, ...options };
    const { change, paths } = await readChange({ paths: [file], base: options.base, head: options.head }, surroundings);
    const input: JudgeInput = { ...readInstructions(everyOption, surroundings), change, paths };

    const { configuration, problems } = await loadConfiguration(input);
    const target = targetOf(configuration);
    const policies = await loadPolicies(policyInput(input, configuration, target));
    const named = findPolicy(policies.policies, wanted);
    const manifests = await readManifestChanges(change, {
      manifests: configuration.manifests,
      limits: configuration.limits,
      defaultNamespace: configuration.cluster.defaultNamespace,
      clusters: configuration.clusters,
      fixtures: configuration.cluster.fixtures,
      scope: 'all',
      paths,
    });
    const [problem] = [...problems, ...manifests.errors];
    if (problem) throw problem;
    const changes = manifests.changes;
    if (changes.length === 0)
      throw usage(`${visible(file)} holds nothing to judge${reasonOf(manifests)}`, 'Name a file that holds manifests.');

    const court = openCourt(input, configuration, target, policies, manifests);
    const palette = choosePalette(surroundings.output, surroundings.environment, options['no-color']);
    for (const each of changes)
      surroundings.output.write(`${explainChange(each, named, court, palette).join('\n')}\n\n`);
    return 0;
  },
};

/** The options of a command that judges which this one has not. */
const NO_OPTIONS = {
  report: undefined,
  'fail-on': undefined,
  'on-unknown': undefined,
  mode: undefined,
  mutations: undefined,
};

function reasonOf({ notJudged }: ManifestChanges): string {
  const [first] = notJudged;
  return first ? `: ${visible(first.reason)}` : '';
}

function explainChange(
  change: Change,
  { policy: wanted, rule }: NamedPolicy,
  court: Court,
  palette: Palette,
): readonly string[] {
  const subject = change.after ?? change.before;
  const request = requestOfChange(change, court.scopes, court.userInfo);
  const clusters = court.clustersOf(subject.cluster);
  const admission = admitBothWays(request, court.index, court.context, clusters);
  const { seed, ...run } = court.context;
  const context = { ...run, cluster: clusters.head, random: seededRandom(seed) };
  const mutated = admission.object !== null && !deepEqual(admission.object, request.object);
  // A mutating policy sees the object as it comes, a validating one what all mutating policies made of it.
  const seen: AdmissionRequest = wanted.mutate ? request : { ...request, object: admission.object };
  const trace = wanted.explain?.(seen, context);
  const verdicts = admission.verdicts.filter(
    (each) => each.policy === wanted && (rule === undefined || authoredRule(wanted, each.verdict.rule)?.name === rule),
  );
  const { source } = subject.origin;
  const { line } = startOf(subject.locate([]).span);
  return [
    `${palette.bold(visible(nameOfObject(subject.reference)))} ${palette.dim(`${request.operation}, ${visible(source.file)}:${line}`)}`,
    `${palette.bold(visible(wanted.id))} ${palette.dim(`${wanted.level}, ${visible(wanted.document.source.file)}`)}`,
    ...(mutated && !wanted.mutate
      ? [`  ${palette.dim('· other policies change the object before this one sees it')}`]
      : []),
    ...(trace === undefined
      ? [`  ${palette.dim(`· the engine ${wanted.engine} has no steps to show`)}`]
      : stepLines(stepsOf(trace.steps, rule), palette, 1)),
    ...(verdicts.length === 0 ? [`  ${palette.dim('· the policy is not asked about such an object')}`] : []),
    ...verdicts.map(({ verdict }) => verdictLine(verdict, levelOf(wanted, verdict, court.settings.levels), palette)),
  ];
}

/** The steps of one rule are those that name it; where none does, all are shown. */
function stepsOf(steps: readonly TraceStep[], rule: string | undefined): readonly TraceStep[] {
  if (rule === undefined) return steps;
  const ofRule = steps.filter(({ text }) => text.includes(rule));
  return ofRule.length > 0 ? ofRule : steps;
}

function stepLines(steps: readonly TraceStep[], palette: Palette, depth: number): readonly string[] {
  return steps.flatMap(({ text, outcome, steps: inner = [] }) => {
    const indentation = '  '.repeat(depth);
    const [first = '', ...more] = visible(text, { keepLines: true }).split('\n');
    return [
      `${indentation}${signOf(outcome, palette)} ${first}`,
      ...more.map((part) => `${indentation}  ${part}`),
      ...stepLines(inner, palette, depth + 1),
    ];
  });
}

function signOf(outcome: TraceStep['outcome'], palette: Palette): string {
  switch (outcome) {
    case 'yes':
      return palette.green('✔');
    case 'no':
      return palette.red('✖');
    case 'note':
      return palette.dim('·');
    default:
      return assertNever(outcome);
  }
}

function verdictLine(verdict: Verdict, level: Level, palette: Palette): string {
  const rule = visible(verdict.rule);
  switch (verdict.outcome) {
    case 'pass':
      return `  ${palette.onGreen(' pass ')} ${rule}`;
    case 'skip':
      return `  ${palette.bold(' skip ')} ${rule}: ${visible(verdict.reason)}`;
    case 'fail':
      return `  ${palette.onRed(' fail ')} ${rule} (${level}): ${visible(verdict.message)}`;
    case 'error':
      return `  ${palette.onRed(' error ')} ${rule} (${level}): ${visible(verdict.error.message)}`;
    case 'unknown':
      return `  ${palette.onYellow(' unknown ')} ${rule} (${level}): needs ${visible(verdict.needs)}`;
    default:
      return assertNever(verdict);
  }
}
