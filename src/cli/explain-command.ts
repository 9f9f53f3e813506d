import type { ManifestChanges } from '../manifests/read-change-set.ts';
import { type JudgeInput, loadChanges, loadGateAt, openCourt } from '../pipeline.ts';
import { findLoadedPolicy } from '../policy/find-policy.ts';
import { explainChange } from '../report/explain-change.ts';
import { visible } from '../text/visible.ts';
import { describeOptions, type OptionTable, parseArguments, usage } from './arguments.ts';
import { choosePalette } from './colours.ts';
import type { Command } from './command.ts';
import { JUDGE_OPTIONS, readInstructions } from './judge-options.ts';
import { readChange } from './read-change.ts';

const { policy, base, kubernetes, profile, author, config } = JUDGE_OPTIONS;
const OPTIONS = {
  policy,
  base,
  head: { kind: 'text', value: 'REV', help: 'explain at this revision; without it, in the working tree' },
  kubernetes,
  profile,
  author,
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

    const gate = await loadGateAt(change.base?.tip ?? change.head, input);
    const named = findLoadedPolicy(gate.policies, wanted);
    const manifests = await loadChanges(input, gate.configuration, 'all');
    const [problem] = [...gate.problems, ...manifests.errors];
    if (problem) throw problem;
    const changes = manifests.changes;
    if (changes.length === 0)
      throw usage(`${visible(file)} holds nothing to judge${reasonOf(manifests)}`, 'Name a file that holds manifests.');

    const court = openCourt(input, gate, manifests);
    const palette = choosePalette(surroundings.output, surroundings.environment, options['no-color']);
    const explained = changes.map((each) => explainChange(each, named, court, palette).text);
    surroundings.output.write(explained.join('\n'));
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
