import { isArray, isObject, type JsonObject, type JsonValue } from '../../src/base/json.ts';
import { parseYaml } from '../../src/yaml/parse-yaml.ts';

/** What is wrong with a workflow, each as one line: ours, one that a page shows, or one that `tidewaiter init` writes. */
export function lintWorkflow(text: string): readonly string[] {
  const { documents, problems } = parseYaml({ file: 'workflow.yml', revision: 'disk', text });
  const workflow = documents[0]?.value;
  if (problems.length > 0 || !isObject(workflow)) return problems.map(({ message }) => message);
  // YAML 1.1 reads the key `on` as true.
  const triggers = workflow.on ?? workflow.true ?? null;
  const jobs = isObject(workflow.jobs) ? Object.entries(workflow.jobs) : [];
  return [
    ...(isObject(workflow.permissions) && Object.keys(workflow.permissions).length === 0
      ? []
      : ['the workflow itself has permissions']),
    ...(workflow.concurrency === undefined ? ['the workflow says nothing of concurrency'] : []),
    ...jobs.flatMap(([name, job]) => lintJob(name, job, triggers)),
    ...text.split('\n').flatMap(lintLine),
  ];
}

function lintJob(name: string, job: JsonValue, triggers: JsonValue): readonly string[] {
  if (!isObject(job)) return [`${name} is no job`];
  const steps = isArray(job.steps) ? job.steps.filter(isObject) : [];
  return [
    ...(isObject(job.permissions) ? [] : [`${name} names no permissions`]),
    ...(typeof job['timeout-minutes'] === 'number' ? [] : [`${name} has no timeout`]),
    ...steps.flatMap(lintStep),
    ...lintTrust(name, steps, JSON.stringify(triggers)),
    ...(steps.some(isOurs) && startsForPullRequests(triggers) ? lintGate(name, job, steps, triggers) : []),
  ];
}

function lintStep(step: JsonObject): readonly string[] {
  const { run, uses, with: inputs = null } = step;
  const scripts = typeof run === 'string' ? Array.from(run.matchAll(/\$\{\{.*?\}\}/g), ([text]) => text) : [];
  const keepsCredentials = !(isObject(inputs) && inputs['persist-credentials'] === false);
  return [
    ...scripts.map((text) => `a script contains ${text}: hand it over in env`),
    ...(isCheckout(uses) && keepsCredentials ? ['a checkout keeps its credentials'] : []),
  ];
}

/** What runs with the base's token must neither fetch nor run anything; then it can only be told what to look at. */
function lintTrust(name: string, steps: readonly JsonObject[], triggers: string): readonly string[] {
  if (triggers.includes('workflow_run')) return ['runs on workflow_run'];
  if (!triggers.includes('pull_request_target')) return [];
  return steps.every(isPublished) ? [] : [`${name} runs on pull_request_target and does more than use Tidewaiter`];
}

/**
 * What would make a gate green without a verdict. A job that is skipped by `if` counts as success and one that `paths` filters out
 * waits for ever; without `edited` a pull request keeps the verdict of another base.
 */
function lintGate(name: string, job: JsonObject, steps: readonly JsonObject[], triggers: JsonValue): readonly string[] {
  const events = isObject(triggers) ? Object.entries(triggers) : [];
  const filtered = events.filter(([, filter]) => isObject(filter) && ('paths' in filter || 'paths-ignore' in filter));
  const missing = events
    .filter(([event]) => event.startsWith('pull_request'))
    .flatMap(([event, filter]) => {
      const types = isObject(filter) && isArray(filter.types) ? filter.types : [];
      const wanted = ['opened', 'synchronize', 'reopened', 'edited'];
      return wanted.filter((type) => !types.includes(type)).map((type) => `${event} leaves out ${type}`);
    });
  return [
    ...(job.if === undefined ? [] : [`${name} may be skipped, which counts as success`]),
    ...filtered.map(([event]) => `${event} is filtered by paths, and the check would wait for ever`),
    ...missing,
    ...(steps.some((step) => isOurs(step) && ('if' in step || 'continue-on-error' in step))
      ? [`${name} may be green without a verdict`]
      : []),
  ];
}

function lintLine(line: string): readonly string[] {
  const scope = /^\s+(?<scope>[\w-]+: (?:read|write))(?<reason>\s+# \S.*)?$/.exec(line)?.groups;
  return [...lintUse(line), ...(scope && scope.reason === undefined ? [`${scope.scope} without a reason`] : [])];
}

function lintUse(line: string): readonly string[] {
  const [, action, comment] = /^\s*(?:-\s+)?uses:\s*(\S+)\s*(#.*)?$/.exec(line) ?? [];
  if (action === undefined || action.startsWith('./')) return [];
  if (!/^[\w.-]+\/[\w./-]+@[0-9a-f]{40}$/.test(action)) return [`${action} is not pinned to a commit`];
  return /^# v\d+\.\d+\.\d+$/.test(comment ?? '') ? [] : ['the pinned version is not named'];
}

/** Whether a step is Tidewaiter: as others use it, or this repository its own. */
function isOurs(step: JsonObject): boolean {
  return step.uses === './' || isPublished(step);
}

function isPublished({ uses }: JsonObject): boolean {
  return typeof uses === 'string' && uses.startsWith('tidewaiter/tidewaiter@');
}

function isCheckout(uses: JsonValue | undefined): boolean {
  return typeof uses === 'string' && uses.startsWith('actions/checkout@');
}

function startsForPullRequests(triggers: JsonValue): boolean {
  return JSON.stringify(triggers).includes('pull_request');
}
