import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Review } from '../../src/model/review.ts';
import { judge } from '../../src/pipeline.ts';
import { collectFixes } from '../../src/review/collect-fixes.ts';
import { startOf } from '../../src/text/position.ts';
import { treeOf } from '../change-set.ts';
import { textFiles } from '../text-files.ts';

const BUNDLE = join(import.meta.dirname, '../../policies/starter');
const policies = foldersIn(BUNDLE);

test('the bundle is a dozen policies', () => {
  expect(policies).toHaveLength(12);
});

describe.each(policies)('%s', (policy) => {
  const folder = join(BUNDLE, policy);

  test('says what it is, blocks, and has a page', () => {
    const text = read(folder, 'policy.yaml');
    expect(text).toContain(`\n  name: ${policy}\n`);
    for (const key of ['title', 'category', 'severity', 'subject', 'description']) {
      expect(text).toContain(`    policies.kyverno.io/${key}: `);
    }
    expect(text.match(/failureAction: (\w+)/g)).toEqual(rulesOf(text).map(() => 'failureAction: Enforce'));
    expect(read(BUNDLE, 'README.md')).toContain(`](${policy}/README.md)`);
    expect(read(folder, 'README.md')).toContain('# ');
  });

  test('every rule has something to find', () => {
    const expected = filesIn(join(folder, 'fail')).flatMap((file) => expectations(read(folder, 'fail', file)));
    const rules = new Set(expected.map((each) => each.split(' ')[1]));
    expect([...rules].toSorted()).toEqual(rulesOf(read(folder, 'policy.yaml')).toSorted());
  });

  test.each(filesIn(join(folder, 'pass')))('finds nothing in pass/%s', async (file) => {
    const review = await judgeFile(policy, file, read(folder, 'pass', file));
    expect(review.problems).toEqual([]);
    expect(findings(review)).toEqual([]);
    expect(review.counts.objects).toBeGreaterThan(0);
  });

  test.each(filesIn(join(folder, 'fail')))('finds what is marked in fail/%s, and nothing else', async (file) => {
    const text = read(folder, 'fail', file);
    const review = await judgeFile(policy, file, text);
    expect(review.problems).toEqual([]);
    expect(findings(review)).toEqual(expectations(text));
    expect(review.decision).toBe('block');
  });

  test.each(filesIn(join(folder, 'fail')))('mends fail/%s as fix/ has it, or suggests nothing', async (file) => {
    const text = read(folder, 'fail', file);
    const mended = existsSync(join(folder, 'fix', file)) ? read(folder, 'fix', file) : text;
    const review = await judgeFile(policy, file, text);
    expect(collectFixes(review.findings)[0]?.text ?? text).toBe(mended);
    const rest = await judgeFile(policy, file, mended);
    expect(rest.decision).toBe(mended === text ? 'block' : 'pass');
  });
});

function judgeFile(policy: string, file: string, text: string): Promise<Review> {
  const path = `${policy}.yaml`;
  return judge({
    change: treeOf({ [file]: text }),
    library: textFiles({}),
    policies: {
      files: textFiles({ [path]: read(BUNDLE, policy, 'policy.yaml') }, 'disk'),
      references: [{ kind: 'path', path }],
    },
    now: 0,
    seed: 1,
    clock: () => 0,
  });
}

/** `line rule`, by line. */
function findings(review: Review): readonly string[] {
  return review.findings.map(({ location, rule }) => `${startOf(location.span).line} ${rule}`).toSorted(byLine);
}

function expectations(text: string): readonly string[] {
  return text.split('\n').flatMap((line, index) => {
    const rule = /# expect: (\S+)/.exec(line)?.[1];
    return rule === undefined ? [] : [`${index + 1} ${rule}`];
  });
}

function byLine(a: string, b: string): number {
  return Number.parseInt(a, 10) - Number.parseInt(b, 10) || (a < b ? -1 : 1);
}

function rulesOf(policy: string): readonly string[] {
  return Array.from(policy.matchAll(/^ {4}- name: (\S+)$/gm), ([, name]) => name ?? '');
}

function foldersIn(folder: string): readonly string[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name);
}

function filesIn(folder: string): readonly string[] {
  return readdirSync(folder).toSorted();
}

function read(...path: readonly string[]): string {
  return readFileSync(join(...path), 'utf8');
}
