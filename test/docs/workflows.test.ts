import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { isArray, isObject, type JsonValue } from '../../src/base/json.ts';
import { parseYaml } from '../../src/yaml/parse-yaml.ts';

const folder = new URL('../../.github/workflows/', import.meta.url);
const workflows = readdirSync(folder).map((file) => [file, readFileSync(new URL(file, folder), 'utf8')] as const);

test('there are workflows for changes and for releases', () => {
  expect(workflows.map(([file]) => file)).toEqual(['ci.yml', 'release.yml']);
});

test.each(workflows)('%s is in order', (_, text) => {
  expect(lint(text)).toEqual([]);
});

describe('what would be found', () => {
  const SHA = '0123456789012345678901234567890123456789';
  const job = (steps: string, rest = '') =>
    `on: push\npermissions: {}\njobs:\n  test:\n    runs-on: ubuntu-latest\n    timeout-minutes: 5\n    permissions: { contents: read }\n${rest}    steps:\n${steps}`;

  test.each([
    [
      'an action by its tag',
      job('      - uses: actions/checkout@v5\n'),
      'actions/checkout@v5 is not pinned to a commit',
    ],
    ['a commit without its version', job(`      - uses: actions/cache@${SHA}\n`), 'the pinned version is not named'],
    [
      'a branch name in a script',
      job('      - run: echo ${{ github.head_ref }}\n'),
      'a script contains ${{ github.head_ref }}: hand it over in env',
    ],
    [
      'a title in a script of several lines',
      job('      - run: |\n          true\n          echo "${{ github.event.pull_request.title }}"\n'),
      'a script contains ${{ github.event.pull_request.title }}: hand it over in env',
    ],
    [
      'a checkout that leaves its token behind',
      job(`      - uses: actions/checkout@${SHA} # v5.0.0\n`),
      'a checkout keeps its credentials',
    ],
    [
      'all permissions',
      job('      - run: "true"\n').replace('permissions: {}', 'permissions: write-all'),
      'the workflow itself has permissions',
    ],
    [
      'permissions of a whole workflow',
      job('      - run: "true"\n').replace('permissions: {}\n', ''),
      'the workflow itself has permissions',
    ],
    [
      'a job that may do whatever the default is',
      job('      - run: "true"\n').replace('    permissions: { contents: read }\n', ''),
      'test names no permissions',
    ],
    [
      'a job without an end',
      job('      - run: "true"\n').replace('    timeout-minutes: 5\n', ''),
      'test has no timeout',
    ],
    [
      'the token of the base for code of strangers',
      job('      - run: "true"\n').replace('on: push', 'on: pull_request_target'),
      'runs on pull_request_target',
    ],
    ['what is no YAML', 'jobs: [', 'the bracket [ that opens here is never closed'],
  ])('%s', (_, text, complaint) => {
    expect(lint(text)).toContain(complaint);
  });
});

/** What is wrong with a workflow, each as one line. */
function lint(text: string): readonly string[] {
  const { documents, problems } = parseYaml({ file: 'workflow.yml', revision: 'disk', text });
  const workflow = documents[0]?.value;
  if (problems.length > 0 || !isObject(workflow)) return problems.map(({ message }) => message);
  const jobs = isObject(workflow.jobs) ? Object.entries(workflow.jobs) : [];
  // YAML 1.1 reads the key `on` as true.
  const triggers = JSON.stringify(workflow.on ?? workflow.true ?? null);
  return [
    ...(isObject(workflow.permissions) && Object.keys(workflow.permissions).length === 0
      ? []
      : ['the workflow itself has permissions']),
    ...(/pull_request_target|workflow_run/.test(triggers) ? ['runs on pull_request_target'] : []),
    ...jobs.flatMap(([name, job]) => lintJob(name, job)),
    ...text.split('\n').flatMap(lintUse),
  ];
}

function lintJob(name: string, job: JsonValue): readonly string[] {
  if (!isObject(job)) return [`${name} is no job`];
  const steps = isArray(job.steps) ? job.steps.filter(isObject) : [];
  return [
    ...(isObject(job.permissions) ? [] : [`${name} names no permissions`]),
    ...(typeof job['timeout-minutes'] === 'number' ? [] : [`${name} has no timeout`]),
    ...steps.flatMap(({ run }) =>
      typeof run === 'string'
        ? Array.from(run.matchAll(/\$\{\{.*?\}\}/g), ([text]) => `a script contains ${text}: hand it over in env`)
        : [],
    ),
    ...steps.flatMap((step) =>
      String(step.uses).startsWith('actions/checkout@') &&
      !(isObject(step.with ?? null) && JSON.stringify(step.with).includes('"persist-credentials":false'))
        ? ['a checkout keeps its credentials']
        : [],
    ),
  ];
}

function lintUse(line: string): readonly string[] {
  const [, action, comment] = /^\s*(?:-\s+)?uses:\s*(\S+)\s*(#.*)?$/.exec(line) ?? [];
  if (action === undefined || action.startsWith('./')) return [];
  if (!/^[\w.-]+\/[\w./-]+@[0-9a-f]{40}$/.test(action)) return [`${action} is not pinned to a commit`];
  return /^# v\d+\.\d+\.\d+$/.test(comment ?? '') ? [] : ['the pinned version is not named'];
}
