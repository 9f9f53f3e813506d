import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { OutputStream } from '../../src/cli/command.ts';
import { run } from '../../src/cli/run.ts';
import { checkReport } from '../report/check-report.ts';

export const MAIN = join(import.meta.dirname, '../../src/cli/main.ts');

export interface RunOptions {
  readonly input?: string;
  readonly environment?: { readonly [name: string]: string };
}

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

  /** Runs the command within this process, which is as true as a process of its own but for its streams, and faster. */
  async run(args: readonly string[], options: RunOptions = {}): Promise<Run> {
    const [output, diagnostics] = [textStream(), textStream()];
    const exitCode = await run(args, {
      version: '0.0.0',
      folder: this.folder,
      environment: options.environment ?? {},
      output,
      diagnostics,
      readInput: async () => options.input ?? '',
      untilInterrupted: async () => {},
      now: () => 0,
      clock: () => performance.now(),
    });
    return checked(args, { exitCode, output: output.text(), diagnostics: diagnostics.text() });
  }

  /** Runs the command as a process, as a user does. */
  spawn(args: readonly string[], options: RunOptions = {}): Run {
    const { PATH = '' } = process.env;
    const { status, stdout, stderr } = spawnSync(process.execPath, [MAIN, ...args], {
      cwd: this.folder,
      encoding: 'utf8',
      input: options.input ?? '',
      env: { PATH, HOME: this.folder, ...options.environment },
    });
    return checked(args, { exitCode: status, output: stdout, diagnostics: stderr });
  }
}

function textStream(): OutputStream & { text(): string } {
  const written: string[] = [];
  return {
    isTerminal: false,
    width: undefined,
    write: (text) => {
      written.push(text);
    },
    text: () => written.join(''),
  };
}

/** Whatever a test is about: a report for programs is always one that follows its schema. */
function checked(args: readonly string[], run: Run): Run {
  if (args.includes('json') && run.output.startsWith('{')) checkReport(run.output);
  return run;
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

/** The same, and it lets one user pass. Kyverno takes rules about users only where there are no background scans. */
export function labelPolicyBut(username: string): string {
  return labelPolicy()
    .replace('  rules:', '  background: false\n  rules:')
    .replace(
      '      validate:',
      `      exclude: { any: [{ subjects: [{ kind: User, name: ${username} }] }] }\n      validate:`,
    );
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

/** A policy that looks up in a ConfigMap which images are allowed: two pull requests may break it that each keep it. */
export const IMAGE_POLICY = `apiVersion: kyverno.io/v1
kind: ClusterPolicy
metadata:
  name: images
spec:
  rules:
    - name: allowed
      match:
        any:
          - resources:
              kinds: [Pod]
      context:
        - name: allowance
          configMap:
            name: images
            namespace: default
      validate:
        failureAction: Enforce
        message: The image is not one of those that the ConfigMap allows.
        pattern:
          spec:
            containers:
              - image: "{{ allowance.data.allowed }}"
`;

/** @param images alternatives, such as `nginx:1.27 | nginx:1.28` */
export function allowImages(images: string): string {
  return `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: images\n  namespace: default\ndata:\n  allowed: "${images}"\n`;
}
