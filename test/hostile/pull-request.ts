import { expect } from 'vitest';
import type { GitFixture } from '../repository/git-fixture.ts';
import { type CliRun, runCli } from './run-cli.ts';

export type Texts = { readonly [path: string]: string | Buffer };

export const POLICY = `apiVersion: kyverno.io/v1
kind: ClusterPolicy
metadata:
  name: disallow-host-network
spec:
  validationFailureAction: Enforce
  rules:
    - name: host-network
      match:
        any:
          - resources:
              kinds: [Pod]
      validate:
        message: The host's network is not for Pods.
        pattern:
          spec:
            =(hostNetwork): false
`;

/** A Pod that the policy allows. `metadata` is more of its metadata, indented by two. */
export function pod(name: string, metadata = ''): string {
  return `apiVersion: v1\nkind: Pod\nmetadata:\n  name: ${name}\n${metadata}spec:\n  hostNetwork: false\n  containers:\n    - name: web\n      image: web:1\n`;
}

/** A Pod that the policy denies. */
export function badPod(name: string, metadata = ''): string {
  return pod(name, metadata).replace('hostNetwork: false', 'hostNetwork: true');
}

export interface PullRequest {
  readonly files?: Texts;
  /** What the base holds beside a Pod; by default one policy. */
  readonly policies?: Texts;
  /** What else the pull request does to the working tree. */
  change?(): void;
}

/** A pull request judged by the command line: from the working tree and, once committed, from its commit. */
export function judgePullRequest(repository: GitFixture, pullRequest: PullRequest): readonly CliRun[] {
  preparePullRequest(repository, pullRequest);
  const working = runCli(repository.folder, 'check', '--base', 'main');
  return [working, judgeCommit(repository)];
}

/** A pull request judged from its commit alone. */
export function judgeCommittedPullRequest(repository: GitFixture, pullRequest: PullRequest): readonly CliRun[] {
  preparePullRequest(repository, pullRequest);
  return [judgeCommit(repository)];
}

function preparePullRequest(
  repository: GitFixture,
  { files = {}, policies = { 'policies/policy.yaml': POLICY }, change }: PullRequest,
): void {
  repository.commit({ ...policies, 'pod.yaml': pod('web') });
  repository.write(files);
  change?.();
}

function judgeCommit(repository: GitFixture): CliRun {
  repository.git('switch', '-q', '-c', 'topic');
  repository.commit();
  return runCli(repository.folder, 'check', '--base', 'main', '--head', 'topic');
}

/** The exit code, with neither a crash nor a kill behind it, and no flood of text. */
export function expectExit(runs: readonly CliRun[], exitCode: 0 | 1 | 2): void {
  for (const run of runs) {
    const end = told(run).slice(-3000);
    expect(run.exitCode, `killed after ${run.milliseconds} ms: ${end}`).not.toBeNull();
    expect(end).not.toMatch(/crashed|\n {4}at /);
    expect(run.exitCode, end).toBe(exitCode);
    expect(told(run).length).toBeLessThan(20_000);
  }
}

/** Not judged, which is exit code 2; the file and the reason are named. */
export function expectRefusal(runs: readonly CliRun[], file: string, reason: RegExp): void {
  expectExit(runs, 2);
  for (const run of runs) {
    expect(told(run)).toContain(file);
    expect(unwrapped(run)).toMatch(reason);
  }
}

/** A rule that broke: it blocks, as a rule that fails would, and says why. */
export function expectError(runs: readonly CliRun[], reason: RegExp): void {
  expectExit(runs, 1);
  for (const run of runs) {
    expect(unwrapped(run)).toContain('could not be evaluated');
    expect(unwrapped(run)).toMatch(reason);
  }
}

/** What was told, wherever its lines were broken. */
function unwrapped(run: CliRun): string {
  return told(run).replaceAll(/\s+/g, ' ');
}

export function told({ output, diagnostics }: CliRun): string {
  return output + diagnostics;
}
