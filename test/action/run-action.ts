import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { InputName } from '../../action/inputs.ts';
import type { OutputName } from '../../action/runner.ts';
import type { GitHub, Payload, PullRequest, Repository } from '../github-twin/twin.ts';

export const BUNDLE = join(import.meta.dirname, '../../action/dist/index.js');

export interface ActionRun {
  readonly exitCode: number | null;
  readonly outputs: { readonly [name in OutputName]?: string };
  readonly summary: string;
  readonly log: string;
  readonly annotations: readonly WrittenAnnotation[];
}

export interface WrittenAnnotation {
  readonly level: string;
  readonly properties: { readonly [name: string]: string };
  readonly message: string;
}

export interface ActionStart {
  readonly event: string;
  readonly payload: Payload;
  readonly token: string;
  /** GITHUB_SHA. */
  readonly sha?: string;
  readonly inputs?: { readonly [name in InputName]?: string };
  /** The checkout; an empty folder where there is none. */
  readonly workspace?: string;
  readonly environment?: { readonly [name: string]: string };
}

/** Runs the real bundle as the runner does: a process with GITHUB_* and INPUT_*, files for outputs and summary. */
export async function runAction(github: GitHub, repository: Repository, start: ActionStart): Promise<ActionRun> {
  const folder = mkdtempSync(join(tmpdir(), 'tidewaiter-action-'));
  try {
    const file = (name: string, text = '') => {
      writeFileSync(join(folder, name), text);
      return join(folder, name);
    };
    const inputs = { 'github-token': start.token, ...start.inputs };
    const child = spawn(process.execPath, [BUNDLE], {
      env: {
        PATH: process.env.PATH ?? '',
        GITHUB_ACTIONS: 'true',
        GITHUB_API_URL: github.apiUrl,
        GITHUB_GRAPHQL_URL: github.graphqlUrl,
        GITHUB_SERVER_URL: github.serverUrl,
        GITHUB_REPOSITORY: repository.fullName,
        GITHUB_EVENT_NAME: start.event,
        GITHUB_EVENT_PATH: file('event.json', JSON.stringify(start.payload)),
        GITHUB_SHA: start.sha ?? '',
        GITHUB_WORKSPACE: start.workspace ?? folder,
        GITHUB_WORKFLOW_REF: `${repository.fullName}/.github/workflows/tidewaiter.yml@refs/heads/main`,
        GITHUB_OUTPUT: file('output'),
        GITHUB_STEP_SUMMARY: file('summary.md'),
        RUNNER_TEMP: folder,
        ...Object.fromEntries(
          Object.entries(inputs).map(([name, value]) => [`INPUT_${name.toUpperCase()}`, value ?? '']),
        ),
        ...start.environment,
      },
    });
    const written: Buffer[] = [];
    child.stdout.on('data', (chunk) => written.push(chunk));
    child.stderr.on('data', (chunk) => written.push(chunk));
    const exitCode = await new Promise<number | null>((resolve) => child.on('close', resolve));
    const log = Buffer.concat(written).toString('utf8');
    return {
      exitCode,
      log,
      outputs: readOutputs(readFileSync(join(folder, 'output'), 'utf8')),
      summary: readFileSync(join(folder, 'summary.md'), 'utf8'),
      annotations: readAnnotations(log),
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

export interface PullRequestRun extends Partial<Omit<ActionStart, 'event'>> {
  readonly event?: 'pull_request' | 'pull_request_target';
  readonly action?: string;
}

/** What the comments workflow of the documentation does for a pull request. */
export function runOnPullRequest(
  github: GitHub,
  repository: Repository,
  pullRequest: PullRequest,
  { event = 'pull_request', action = 'synchronize', ...more }: PullRequestRun = {},
): Promise<ActionRun> {
  return runAction(github, repository, {
    event,
    payload: pullRequest.eventPayload(action),
    token: pullRequest.jobToken({ event, permissions: { contents: 'read', 'pull-requests': 'write' } }),
    ...more,
  });
}

/** `name<<delimiter`, the value's lines, the delimiter. */
function readOutputs(text: string): ActionRun['outputs'] {
  return Object.fromEntries(
    Array.from(text.matchAll(/^([\w-]+)<<(\S+)\n([\s\S]*?)\n\2$/gm), ([, name = '', , value = '']) => [name, value]),
  );
}

function readAnnotations(log: string): readonly WrittenAnnotation[] {
  return Array.from(
    log.matchAll(/^::(error|warning|notice)(?: ([^:]*))?::(.*)$/gm),
    ([, level = '', properties = '', message = '']) => ({
      level,
      properties: Object.fromEntries(
        properties.split(',').map((each) => {
          const at = each.indexOf('=');
          return [each.slice(0, at), readEscapes(each.slice(at + 1))];
        }),
      ),
      message: readEscapes(message),
    }),
  );
}

function readEscapes(text: string): string {
  return text
    .replaceAll('%0A', '\n')
    .replaceAll('%0D', '\r')
    .replaceAll('%3A', ':')
    .replaceAll('%2C', ',')
    .replaceAll('%25', '%');
}
