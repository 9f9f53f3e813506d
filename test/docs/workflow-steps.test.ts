import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { documentedWorkflows } from '../../scripts/documented-workflows.ts';
import { isArray, isObject, type JsonObject, type JsonValue } from '../../src/base/json.ts';
import { parseYaml } from '../../src/yaml/parse-yaml.ts';
import { type ActionStart, runAction } from '../action/run-action.ts';
import { labelPolicy, PRIVILEGED_POLICY, pod } from '../cli/project.ts';
import { startGitHub } from '../github-twin/start-github.ts';
import type { GitHub, Permissions, PullRequest, Repository } from '../github-twin/twin.ts';

/** The documents' own step, with its own inputs and permissions, started by each of its own events. */

const FILES = { 'policies/team.yaml': labelPolicy(), 'policies/privileged.yaml': PRIVILEGED_POLICY };

describe.each([
  ['on github.com', false],
  ['on GitHub Enterprise Server', true],
])('%s', (_, enterprise) => {
  let github: GitHub;
  let shop: Repository;
  let pullRequest: PullRequest;
  beforeAll(async () => {
    github = await startGitHub({ enterprise });
    shop = github.createRepository('acme/shop', { files: FILES });
    shop.push('topic', { 'deploy/web.yaml': pod('web', { privileged: true }) });
    pullRequest = shop.openPullRequest({ head: 'topic' });
  });
  afterAll(() => github.stop());

  const cases = documentedWorkflows()
    .filter(({ heading }) => enterprise === (heading === 'GitHub Enterprise Server'))
    .flatMap((workflow) => {
      const { triggers, step, permissions, checkout } = readWorkflow(workflow.text);
      return triggers.map((event) => ({ ...workflow, event, step, permissions, checkout }));
    });

  test.each(cases)('$page, $heading: the step is red for a violation, on $event', async (each) => {
    using workspace = new Workspace();
    const start = startOf(each.event, each.permissions);
    if (each.checkout) workspace.checkOut(shop, start.sha ?? '');
    const run = await runAction(github, shop, { ...start, inputs: inputsOf(each.step), workspace: workspace.folder });
    expect(run.outputs.violations, run.log).toBe('2');
    expect(run.outputs['new-violations']).toBe('2');
    expect(run.annotations.length).toBeGreaterThan(0);
    const observes = inputsOf(each.step).mode === 'observe';
    expect(run.exitCode).toBe(observes ? 0 : 1);
    expect(run.outputs['sarif-file'] !== undefined).toBe(inputsOf(each.step)['sarif-file'] !== undefined);
    const mayComment = each.permissions['pull-requests'] === 'write' && each.event.startsWith('pull_request');
    expect(run.outputs['comment-url'] !== undefined).toBe(mayComment);
    expect(github.violations).toEqual([]);
  });

  function startOf(event: string, permissions: Permissions): ActionStart {
    const token = github.token({ app: 'github-actions', repository: shop.fullName, permissions });
    switch (event) {
      case 'pull_request':
      case 'pull_request_target': {
        const sha = event === 'pull_request' ? (pullRequest.mergeCommit() ?? '') : shop.head('main');
        return { event, token, payload: pullRequest.eventPayload('opened'), sha };
      }
      case 'merge_group': {
        const group = shop.enterMergeQueue(pullRequest);
        return { event, token, payload: group.payload, sha: group.headSha };
      }
      default:
        return { event, token, payload: {}, sha: pullRequest.headSha };
    }
  }
});

test('each documented workflow has our step', () => {
  const withoutStep = documentedWorkflows().filter(({ text }) => readWorkflow(text).step === undefined);
  expect(withoutStep).toEqual([]);
  expect(documentedWorkflows().length).toBeGreaterThan(7);
});

/** The folder of the job, as actions/checkout leaves it. */
class Workspace implements Disposable {
  readonly folder = mkdtempSync(join(tmpdir(), 'tidewaiter-workspace-'));

  checkOut({ folder }: Repository, sha: string): void {
    const git = (...args: readonly string[]) => execFileSync('git', args, { cwd: this.folder, stdio: 'ignore' });
    git('init', '--quiet');
    git('fetch', '--quiet', folder, '+refs/heads/*:refs/remotes/origin/*', '+refs/pull/*:refs/remotes/pull/*', sha);
    git('checkout', '--quiet', '--detach', sha);
  }

  [Symbol.dispose](): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

function readWorkflow(text: string) {
  const workflow = parseYaml({ file: 'workflow.yml', revision: 'disk', text }).documents[0]?.value;
  if (!isObject(workflow) || !isObject(workflow.jobs)) throw new Error('that is no workflow');
  const [job] = Object.values(workflow.jobs);
  const steps = isObject(job) && isArray(job.steps) ? job.steps.filter(isObject) : [];
  return {
    // YAML 1.1 reads the key `on` as true.
    triggers: Object.keys(objectOf(workflow.on ?? workflow.true)),
    step: steps.find(({ uses }) => /^tidewaiter\/tidewaiter@/.test(String(uses))),
    permissions: objectOf(isObject(job) ? job.permissions : undefined) as Permissions,
    checkout: steps.some(({ uses }) => /^actions\/checkout@/.test(String(uses))),
  };
}

function inputsOf(step: JsonObject | undefined): { readonly [name: string]: string } {
  return Object.fromEntries(Object.entries(objectOf(step?.with)).map(([name, value]) => [name, String(value)]));
}

function objectOf(value: JsonValue | undefined): JsonObject {
  return value !== undefined && isObject(value) ? value : {};
}
