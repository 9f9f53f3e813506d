import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import type { Files } from '../../github-twin/twin.ts';
import type { HostilePullRequest, ReportFinding, Told } from './judge-hostile.ts';

/** One attempt to be more than text, in a pull request that it shares with others. */
export interface HostileCase {
  /** What it tries. */
  readonly tries: string;
  readonly base?: Files;
  readonly head?: Files;
  /** What no output may hold. */
  readonly secrets?: readonly string[];
  /** That the attempt was made, which a test could miss, and what came of it. */
  expect(told: Told): void;
}

/** Cases that one run of the Action answers. */
export interface HostileBatch extends Omit<HostilePullRequest, 'base' | 'head'> {
  readonly name: string;
  readonly cases: readonly HostileCase[];
}

const FOLDER = join(import.meta.dirname, 'inputs/policies');

/** The policies of the base branch: each gives a pull request a way to put its own words into an output. */
export const POLICIES: Files = Object.fromEntries(
  readdirSync(FOLDER).map((name) => [`policies/${name}`, readFileSync(join(FOLDER, name), 'utf8')]),
);

export function pullRequestOf({ cases, ...more }: HostileBatch): HostilePullRequest {
  const all = (side: 'base' | 'head') => Object.assign({}, ...cases.map((each) => each[side] ?? {}));
  return { ...more, base: { ...POLICIES, ...all('base') }, head: all('head') };
}

/** A Pod that its annotations may get into trouble. Texts are written as JSON, which YAML reads. */
export function pod({
  name = 'web',
  ...annotations
}: {
  readonly name?: string;
  readonly [annotation: string]: unknown;
}) {
  return `apiVersion: v1
kind: Pod
metadata:
  name: ${JSON.stringify(name)}
  annotations: ${JSON.stringify(annotations)}
spec:
  containers:
    - name: app
      image: nginx:1.27
`;
}

/** The findings in a file; at least one, for a case that nobody judged shows nothing. */
export function foundIn({ report }: Told, file: string): readonly ReportFinding[] {
  const found = report.findings.filter((finding) => finding.file === file);
  expect(found, `findings in ${file}`).not.toEqual([]);
  return found;
}
