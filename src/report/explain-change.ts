import { admitBothWays, contextOf } from '../admission/admit-both-ways.ts';
import type { Court } from '../admission/judge-change.ts';
import { redactSecrets } from '../admission/redact.ts';
import { authoredRule, levelOf } from '../admission/rule-level.ts';
import { assertNever } from '../base/assert-never.ts';
import { deepEqual } from '../base/deep-equal.ts';
import { nameOfObject } from '../kubernetes/name-of-object.ts';
import { requestOfChange } from '../manifests/admission-request.ts';
import type { AdmissionRequest } from '../model/admission-request.ts';
import type { TraceStep } from '../model/engine.ts';
import type { Change } from '../model/manifest.ts';
import type { Level, Verdict } from '../model/verdict.ts';
import type { NamedPolicy } from '../policy/find-policy.ts';
import { startOf } from '../text/position.ts';
import { visible } from '../text/visible.ts';
import type { Palette } from './palette.ts';

export interface Explanation {
  /** Whether the policy, or its rule, has a verdict on the change at all. */
  readonly isAsked: boolean;
  readonly text: string;
}

/** What a policy, or one rule of it, says to a change, step by step, and its verdicts. */
export function explainChange(change: Change, named: NamedPolicy, court: Court, palette: Palette): Explanation {
  const { policy: wanted, rule } = named;
  const subject = change.after ?? change.before;
  const request = requestOfChange(change, court.scopes, court.userInfo);
  const clusters = court.clustersOf(subject.cluster);
  const admission = admitBothWays(request, court.index, court.context, clusters);
  // What a policy would generate is not there when it is asked.
  const cluster = wanted.generate ? clusters.written.head : clusters.head;
  const context = contextOf(court.context, cluster, clusters.values);
  const mutated = admission.object !== null && !deepEqual(admission.object, request.object);
  // A mutating policy sees the object as it comes, a validating one what all mutating policies made of it.
  const seen: AdmissionRequest = wanted.mutate ? request : { ...request, object: admission.object };
  const trace = wanted.explain?.(seen, context);
  const verdicts = admission.verdicts.filter(
    (each) => each.policy === wanted && (rule === undefined || authoredRule(wanted, each.verdict.rule)?.name === rule),
  );
  const { source } = subject.origin;
  const { line } = startOf(subject.locate([]).span);
  const lines = [
    `${palette.bold(visible(nameOfObject(subject.reference)))} ${palette.dim(`${request.operation}, ${visible(source.file)}:${line}`)}`,
    `${palette.bold(visible(wanted.id))} ${palette.dim(`${wanted.level}, ${visible(wanted.document.source.file)}`)}`,
    ...(mutated && !wanted.mutate
      ? [`  ${palette.dim('· other policies change the object before this one sees it')}`]
      : []),
    ...(trace === undefined
      ? [`  ${palette.dim(`· the engine ${wanted.engine} has no steps to show`)}`]
      : stepLines(stepsOf(trace.steps, named), palette, 1)),
    ...(verdicts.length === 0 ? [`  ${palette.dim('· the policy is not asked about such an object')}`] : []),
    ...verdicts.map(({ verdict }) => verdictLine(verdict, levelOf(wanted, verdict, court.settings.levels), palette)),
  ];
  // The steps show values, also of what is looked up.
  const secrets = clusters.head.list({ group: '', kind: 'Secret' });
  return { isAsked: verdicts.length > 0, text: `${redactSecrets(lines.join('\n'), subject.object, ...secrets)}\n` };
}

/** The steps of one rule: an engine's step about a rule begins with `rule NAME`. Where none does, all are shown. */
function stepsOf(steps: readonly TraceStep[], { policy, rule }: NamedPolicy): readonly TraceStep[] {
  if (rule === undefined) return steps;
  const ofRule = steps.filter(({ text }) => {
    const name = /^rule (\S+?):?(?:\s|$)/.exec(text)?.[1];
    return name !== undefined && authoredRule(policy, name)?.name === rule;
  });
  return ofRule.length > 0 ? ofRule : steps;
}

function stepLines(steps: readonly TraceStep[], palette: Palette, depth: number): readonly string[] {
  return steps.flatMap(({ text, outcome, decides, steps: inner = [] }) => {
    const indentation = '  '.repeat(depth);
    const [first = '', ...more] = visible(text, { keepLines: true }).split('\n');
    return [
      `${indentation}${signOf(outcome, palette)} ${first}${decides ? ` ${palette.bold('← this decides')}` : ''}`,
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
