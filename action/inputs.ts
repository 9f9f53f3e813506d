import { didYouMean } from '../src/base/did-you-mean.ts';
import { ConfigError } from '../src/errors/tidewaiter-error.ts';
import { DEFAULT_MAX_COMMENTS, SUMMARY_MODES, type SummaryMode } from '../src/github/compose-publication.ts';
import type { PolicyReference } from '../src/policy/configuration.ts';
import {
  type ConfigurationOverrides,
  overridesFromEnvironment,
  parseOverrides,
  withStronger,
} from '../src/policy/configuration-overrides.ts';

/** Every input of action.yml, in its order; a test compares the two. */
export const INPUT_NAMES = [
  'github-token',
  'config-file',
  'policies',
  'fail-on',
  'warn-only',
  'mode',
  'report',
  'on-unknown',
  'mutations',
  'kubernetes',
  'name',
  'max-comments',
  'comment-summary-in-pr',
  'base-ref',
  'head-ref',
  'sarif-file',
  'report-file',
  'working-directory',
] as const;

export type InputName = (typeof INPUT_NAMES)[number];

export interface ActionInputs {
  readonly token: string;
  readonly configurationFile: string | undefined;
  readonly policies: readonly PolicyReference[];
  /** What inputs and `TIDEWAITER_*` variables of the step say. */
  readonly overrides: ConfigurationOverrides;
  /** The gate's name, in the markers of its comments. */
  readonly name: string;
  readonly maxComments: number;
  readonly summaryMode: SummaryMode;
  readonly baseRef: string | undefined;
  readonly headRef: string | undefined;
  readonly sarifFile: string | undefined;
  readonly reportFile: string | undefined;
  readonly workingDirectory: string | undefined;
}

/** With more, GitHub has answered that a review was submitted too quickly. */
const MOST_COMMENTS = 30;

/**
 * Reads the step's inputs; an input that is not given has its default here and not in action.yml, so that "not given" can be told from
 * "given as the default". Throws a ConfigError that names the input and what it takes.
 */
export function readInputs(
  read: (name: InputName) => string,
  environment: { readonly [name: string]: string | undefined },
): ActionInputs {
  const given = (name: InputName) => read(name).trim() || undefined;
  const token = given('github-token');
  if (token === undefined) {
    throw new ConfigError('the input github-token is empty', {
      code: 'config/usage',
      remedy: 'Leave it out, so that it is the token of the job, or hand over one that may read the repository.',
    });
  }
  const said = parseOverrides(
    {
      report: given('report'),
      'fail-on': given('fail-on'),
      'on-unknown': given('on-unknown'),
      mutations: given('mutations'),
      kubernetes: given('kubernetes'),
      mode: modeOf(given('mode'), flag('warn-only', given('warn-only'))),
    },
    (name) => `the input ${name}`,
  );
  return {
    token,
    configurationFile: given('config-file'),
    policies: lines(given('policies')).map(policyReference),
    overrides: withStronger(overridesFromEnvironment(environment).overrides, said),
    name: gateName(given('name') ?? 'tidewaiter'),
    maxComments: commentLimit(given('max-comments')),
    summaryMode: summaryMode(given('comment-summary-in-pr')),
    baseRef: given('base-ref'),
    headRef: given('head-ref'),
    sarifFile: given('sarif-file'),
    reportFile: given('report-file'),
    workingDirectory: given('working-directory'),
  };
}

function modeOf(mode: string | undefined, warnOnly: boolean): string | undefined {
  if (warnOnly && mode === 'gate')
    throw wrong('warn-only', 'true', 'it contradicts `mode: gate`', 'Set one of the two.');
  return warnOnly ? 'observe' : mode;
}

function flag(name: InputName, text: string | undefined): boolean {
  if (text === undefined || /^(?:false|no|off|0)$/i.test(text)) return false;
  if (/^(?:true|yes|on|1)$/i.test(text)) return true;
  throw wrong(name, text, 'it is neither true nor false', 'Write `true` or `false`.');
}

/** Commas and line breaks part a list. */
function lines(text: string | undefined): readonly string[] {
  return (text ?? '')
    .split(/[,\n]/)
    .map((each) => each.trim())
    .filter((each) => each !== '');
}

function policyReference(text: string): PolicyReference {
  return text.startsWith('bundle:')
    ? { kind: 'bundle', name: text.slice('bundle:'.length) }
    : { kind: 'files', pattern: text };
}

function gateName(text: string): string {
  if (/^[a-z0-9-]{1,40}$/.test(text)) return text;
  throw wrong('name', text, 'it is no name of a gate', 'Use up to 40 small letters, digits and dashes.');
}

function commentLimit(text: string | undefined): number {
  if (text === undefined) return DEFAULT_MAX_COMMENTS;
  if (/^\d{1,3}$/.test(text) && Number(text) <= MOST_COMMENTS) return Number(text);
  throw wrong('max-comments', text, `it is no number from 0 to ${MOST_COMMENTS}`, `GitHub refuses a review with more.`);
}

function summaryMode(text: string | undefined): SummaryMode {
  if (text === undefined) return 'always';
  const found = SUMMARY_MODES.find((mode) => mode === text);
  if (found) return found;
  const meant = didYouMean(text, SUMMARY_MODES);
  throw wrong(
    'comment-summary-in-pr',
    text,
    `it is none of ${SUMMARY_MODES.join(', ')}`,
    meant === undefined ? `Use one of ${SUMMARY_MODES.join(', ')}.` : `Did you mean "${meant}"?`,
  );
}

function wrong(name: InputName, text: string, why: string, remedy: string): ConfigError {
  return new ConfigError(`the input ${name} is "${text}": ${why}`, { code: 'config/invalid-value', remedy });
}
