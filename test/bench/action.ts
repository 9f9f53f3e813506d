import { spawn } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { BUNDLE, runOnPullRequest } from '../action/run-action.ts';
import { startGitHub } from '../github-twin/start-github.ts';
import type { GitHub, PullRequest, Repository } from '../github-twin/twin.ts';
import { median } from './measure.ts';

/** The Action's bundle on a pull request in the twin of GitHub, as whole processes: milliseconds, medians. */
export interface ActionFigures {
  readonly node: number;
  /** The first run, which posts, and a second one, which finds everything as it should be. */
  readonly first: RunFigures;
  readonly again: RunFigures;
  readonly bundleBytes: number;
  readonly comments: number;
}

export interface RunFigures {
  readonly wall: number;
  /** Of that, the time during which at least one request was under way. */
  readonly api: number;
  readonly reads: number;
  readonly writes: number;
}

/** Adds up the time during which requests are under way, and writes it down at the end. */
const CLOCK_REQUESTS = `
import { writeFileSync } from 'node:fs';
const { fetch } = globalThis;
let busy = 0, open = 0, since = 0;
globalThis.fetch = async (...args) => {
  if (open++ === 0) since = performance.now();
  try {
    const response = await fetch(...args);
    const body = await response.arrayBuffer();
    const { status, statusText, headers, url, redirected } = response;
    const copy = new Response([204, 304].includes(status) ? null : body, { status, statusText, headers });
    return Object.defineProperties(copy, { url: { value: url }, redirected: { value: redirected } });
  } finally {
    if (--open === 0) busy += performance.now() - since;
  }
};
process.on('exit', () => writeFileSync(process.env.BENCH_API_FILE, String(busy)));
`;

/** @param manifests the folder of the manifests that the pull request adds; @param policies that of the policies on the base branch. */
export async function measureAction(
  { manifests, policies, scratch }: { readonly manifests: string; readonly policies: string; readonly scratch: string },
  rounds: number,
): Promise<ActionFigures> {
  mkdirSync(scratch, { recursive: true });
  await using github = await startGitHub();
  const repository = github.createRepository('acme/shop', { files: textsOf(policies, 'policies') });
  const node: number[] = [];
  const first: RunFigures[] = [];
  const again: RunFigures[] = [];
  let comments = 0;
  for (let round = 0; round <= rounds; round++) {
    const branch = `round-${round}`;
    repository.push(branch, textsOf(manifests, 'deploy'));
    const pullRequest = repository.openPullRequest({ head: branch });
    const nothing = await timeNode();
    const figures = [
      await run(github, repository, pullRequest, scratch),
      await run(github, repository, pullRequest, scratch),
    ];
    comments = pullRequest.visibleComments().length;
    pullRequest.close();
    if (round === 0) continue;
    node.push(nothing);
    if (figures[0]) first.push(figures[0]);
    if (figures[1]) again.push(figures[1]);
  }
  return {
    node: median(node),
    first: medians(first),
    again: medians(again),
    bundleBytes: statSync(BUNDLE).size,
    comments,
  };
}

async function run(
  github: GitHub,
  repository: Repository,
  pullRequest: PullRequest,
  scratch: string,
): Promise<RunFigures> {
  const apiFile = join(scratch, 'api.txt');
  const clock = join(scratch, 'clock.mjs');
  writeFileSync(clock, CLOCK_REQUESTS);
  const before = github.requests.length;
  const started = performance.now();
  const { exitCode, log } = await runOnPullRequest(github, repository, pullRequest, {
    environment: { NODE_OPTIONS: `--import=${clock}`, BENCH_API_FILE: apiFile },
  });
  const wall = performance.now() - started;
  if (exitCode !== 1)
    throw new Error(`the pull request should have been blocked; the exit code is ${exitCode}: ${log}`);
  const requests = github.requests.slice(before);
  const publishing = requests.findIndex(({ operation }) => operation === 'Conversation');
  return {
    wall,
    api: Number(readFileSync(apiFile, 'utf8')),
    reads: publishing,
    writes: requests.length - publishing,
  };
}

function medians(runs: readonly RunFigures[]): RunFigures {
  const of = (name: keyof RunFigures) => median(runs.map((each) => each[name]));
  return { wall: of('wall'), api: of('api'), reads: of('reads'), writes: of('writes') };
}

export async function timeNode(): Promise<number> {
  const started = performance.now();
  await new Promise((resolve) => spawn(process.execPath, ['-e', '0']).on('close', resolve));
  return performance.now() - started;
}

/** The YAML files of a folder, under a prefix. */
export function textsOf(folder: string, prefix: string): { readonly [path: string]: string } {
  const names = readdirSync(folder).filter((name) => /\.ya?ml$/.test(name));
  return Object.fromEntries(names.map((name) => [`${prefix}/${name}`, readFileSync(join(folder, name), 'utf8')]));
}
