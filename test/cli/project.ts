import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { checkReport } from '../report/check-report.ts';

const MAIN = join(import.meta.dirname, '../../src/cli/main.ts');

export interface Run {
  readonly exitCode: number | null;
  readonly output: string;
  readonly diagnostics: string;
}

/** A folder with files, as a git repository unless told otherwise, in which the real command runs as a process. */
export class Project implements Disposable {
  readonly folder = mkdtempSync(join(tmpdir(), 'tidewaiter-cli-'));

  constructor(files: { readonly [path: string]: string }, { git = true }: { readonly git?: boolean } = {}) {
    this.write(files);
    if (!git) return;
    this.git('init', '-q', '-b', 'main');
    this.commit('base');
  }

  [Symbol.dispose](): void {
    rmSync(this.folder, { recursive: true, force: true });
  }

  write(files: { readonly [path: string]: string }): void {
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(this.folder, path)), { recursive: true });
      writeFileSync(join(this.folder, path), text);
    }
  }

  read(path: string): string {
    return readFileSync(join(this.folder, path), 'utf8');
  }

  git(...args: readonly string[]): string {
    const identity = ['-c', 'user.name=a', '-c', 'user.email=a@example.org', '-c', 'commit.gpgsign=false'];
    return execFileSync('git', [...identity, ...args], { cwd: this.folder, encoding: 'utf8' });
  }

  commit(message: string): void {
    this.git('add', '-A');
    this.git('commit', '-q', '-m', message);
  }

  run(
    args: readonly string[],
    options: { readonly input?: string; readonly environment?: { readonly [name: string]: string } } = {},
  ): Run {
    const { PATH = '' } = process.env;
    const { status, stdout, stderr } = spawnSync(process.execPath, [MAIN, ...args], {
      cwd: this.folder,
      encoding: 'utf8',
      input: options.input ?? '',
      env: { PATH, HOME: this.folder, ...options.environment },
    });
    // Whatever program a test runs: a report is always one that follows its schema.
    if (args.includes('json') && stdout.startsWith('{')) checkReport(stdout);
    return { exitCode: status, output: stdout, diagnostics: stderr };
  }
}

/** A policy that wants a label, at `Enforce` unless told otherwise. */
export function labelPolicy(action = 'Enforce'): string {
  return `apiVersion: kyverno.io/v1
kind: ClusterPolicy
metadata:
  name: require-team
spec:
  validationFailureAction: ${action}
  rules:
    - name: team-label
      match:
        any:
          - resources:
              kinds: [Pod]
      validate:
        message: The label team is required.
        pattern:
          metadata:
            labels:
              team: "?*"
`;
}

/** A policy whose violation has exactly one cure. */
export const PRIVILEGED_POLICY = `apiVersion: kyverno.io/v1
kind: ClusterPolicy
metadata:
  name: disallow-privileged
spec:
  validationFailureAction: Enforce
  rules:
    - name: privileged
      match:
        any:
          - resources:
              kinds: [Pod]
      validate:
        message: Privileged containers are not allowed.
        pattern:
          spec:
            containers:
              - =(securityContext):
                  =(privileged): false
`;

export function pod(
  name: string,
  { team, privileged = false }: { readonly team?: string; readonly privileged?: boolean } = {},
): string {
  return `apiVersion: v1
kind: Pod
metadata:
  name: ${name}
${team === undefined ? '' : `  labels:\n    team: ${team}\n`}spec:
  containers:
    - name: app
      image: nginx:1.27 # kept
${privileged ? '      securityContext:\n        privileged: true\n' : ''}`;
}
