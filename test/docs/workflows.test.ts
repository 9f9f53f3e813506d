import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { documentedWorkflows } from '../../scripts/documented-workflows.ts';
import { isArray, isObject } from '../../src/base/json.ts';
import { CHECK_NAME, composeWorkflow } from '../../src/cli/init/compose-workflow.ts';
import { RELEASE } from '../../src/cli/init/release.ts';
import { parseYaml } from '../../src/yaml/parse-yaml.ts';
import { lintWorkflow } from './lint-workflow.ts';

const folder = new URL('../../.github/workflows/', import.meta.url);
const own = readdirSync(folder).map((file) => [file, readFileSync(new URL(file, folder), 'utf8')] as const);
const documented = documentedWorkflows().map(({ page, heading, text }) => [`${page}: ${heading}`, text] as const);

test('there are workflows for changes, for releases, and for Tidewaiter itself', () => {
  expect(own.map(([file]) => file)).toEqual(['ci.yml', 'release.yml', 'tidewaiter.yml']);
});

test('the documents have a workflow for each need', () => {
  expect(documented.map(([place]) => place)).toEqual([
    'README.md: On GitHub',
    'docs/workflows.md: Comments and suggestions',
    'docs/workflows.md: Read-only',
    'docs/workflows.md: Pull requests from forks',
    'docs/workflows.md: Merge queue',
    'docs/workflows.md: Code scanning',
    'docs/workflows.md: The default branch',
    'docs/workflows.md: With a checkout',
    'docs/workflows.md: GitHub Enterprise Server',
  ]);
});

test.each([...own, ...documented])('%s is in order', (_, text) => {
  expect(lintWorkflow(text)).toEqual([]);
});

describe('a documented workflow', () => {
  test.each(documented)('%s names the release and inputs that there are', (_, text) => {
    const action = read('action.yml');
    const inputs = new Set(Object.keys(childOf(action, 'inputs')));
    const steps = stepsOf(text).filter(({ uses }) => String(uses).startsWith('tidewaiter/'));
    expect(steps.map(({ uses }) => uses)).toEqual([`tidewaiter/tidewaiter@${RELEASE.commit}`]);
    expect(text).toContain(`@${RELEASE.commit} # ${RELEASE.version}`);
    expect(steps.flatMap((step) => Object.keys(childOf(step, 'with'))).filter((name) => !inputs.has(name))).toEqual([]);
  });

  test('for comments, and for a merge queue, is what `tidewaiter init` writes', () => {
    const shown = (heading: string) => documented.find(([place]) => place === `docs/workflows.md: ${heading}`)?.[1];
    expect(shown('Comments and suggestions')).toBe(composeWorkflow({ action: undefined, mergeQueue: false }));
    expect(shown('Merge queue')).toBe(composeWorkflow({ action: undefined, mergeQueue: true }));
  });
});

test('the rulesets of docs/workflows.md are JSON, and one requires the check by its name', () => {
  const page = readFileSync(new URL('../../docs/workflows.md', import.meta.url), 'utf8');
  const rulesets = Array.from(page.matchAll(/<<'END'\n([\s\S]*?)^END$/gm), ([, text = '']) => JSON.parse(text));
  const rules = rulesets.flatMap((ruleset) => ruleset.rules);
  expect(rules.map(({ type }) => type)).toEqual(['required_status_checks', 'pull_request', 'workflows']);
  expect(rules[0].parameters.required_status_checks).toEqual([{ context: CHECK_NAME, integration_id: 15368 }]);
});

describe('what would be found', () => {
  const SHA = '0123456789012345678901234567890123456789';
  const job = (steps: string, rest = '') =>
    `on: push\npermissions: {}\nconcurrency: one\njobs:\n  test:\n    runs-on: ubuntu-latest\n    timeout-minutes: 5\n    permissions:\n      contents: read # all of it\n${rest}    steps:\n${steps}`;
  const gate = (rest = '', extra = '') =>
    job(`      - uses: tidewaiter/tidewaiter@${SHA} # v1.0.0\n${extra}`, rest).replace(
      'on: push',
      'on: { pull_request: { types: [opened, synchronize, reopened, edited] } }',
    );

  test('nothing in what is in order', () => {
    expect(lintWorkflow(job('      - run: "true"\n'))).toEqual([]);
    expect(lintWorkflow(gate())).toEqual([]);
    expect(lintWorkflow(gate().replace('pull_request:', 'pull_request_target:'))).toEqual([]);
  });

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
      'runs that get into each other’s way',
      job('      - run: "true"\n').replace('concurrency: one\n', ''),
      'the workflow says nothing of concurrency',
    ],
    [
      'a job that may do whatever the default is',
      job('      - run: "true"\n').replace('    permissions:\n      contents: read # all of it\n', ''),
      'test names no permissions',
    ],
    [
      'a permission that nobody explains',
      job('      - run: "true"\n').replace(' # all of it', ''),
      'contents: read without a reason',
    ],
    [
      'a job without an end',
      job('      - run: "true"\n').replace('    timeout-minutes: 5\n', ''),
      'test has no timeout',
    ],
    [
      'the token of the base for code of strangers',
      job('      - run: "true"\n').replace('on: push', 'on: pull_request_target'),
      'test runs on pull_request_target and does more than use Tidewaiter',
    ],
    [
      'the token of the base for files of strangers',
      gate(
        '',
        `      - uses: actions/checkout@${SHA} # v5.0.0\n        with: { persist-credentials: false }\n`,
      ).replace('pull_request:', 'pull_request_target:'),
      'test runs on pull_request_target and does more than use Tidewaiter',
    ],
    [
      'the token of the base for what strangers left behind',
      job('      - run: "true"\n').replace('on: push', 'on: workflow_run'),
      'runs on workflow_run',
    ],
    [
      'a gate that is skipped',
      gate('    if: github.actor != github.repository_owner\n'),
      'test may be skipped, which counts as success',
    ],
    ['a gate that goes on', gate('', '        continue-on-error: true\n'), 'test may be green without a verdict'],
    [
      'a gate that some paths never reach',
      gate().replace('{ types:', '{ paths: [deploy], types:'),
      'pull_request is filtered by paths, and the check would wait for ever',
    ],
    ['a gate that keeps the verdict of another base', gate().replace(', edited', ''), 'pull_request leaves out edited'],
    ['what is no YAML', 'jobs: [', 'the bracket [ that opens here is never closed'],
  ])('%s', (_, text, complaint) => {
    expect(lintWorkflow(text)).toContain(complaint);
  });
});

function read(file: string) {
  const text = readFileSync(new URL(`../../${file}`, import.meta.url), 'utf8');
  return parseYaml({ file, revision: 'disk', text }).documents[0]?.value ?? null;
}

function childOf(parent: unknown, key: string): object {
  const value = isObject(parent) ? parent[key] : undefined;
  return isObject(value) ? value : {};
}

function stepsOf(text: string) {
  const workflow = parseYaml({ file: 'workflow.yml', revision: 'disk', text }).documents[0]?.value;
  return Object.values(childOf(workflow, 'jobs')).flatMap((job) => {
    const steps = isObject(job) ? job.steps : undefined;
    return isArray(steps) ? steps.filter(isObject) : [];
  });
}
