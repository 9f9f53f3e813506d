import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { unifiedDiff } from '../../src/text/unified-diff.ts';

const lines = (count: number) => Array.from({ length: count }, (_, index) => `line ${index}\n`).join('');

describe('unifiedDiff', () => {
  it('is as git prints it', () => {
    expect(unifiedDiff('a.yaml', 'x: 1\ny: 2\n', 'x: 1\ny: 3\n')).toBe(
      'diff --git a/a.yaml b/a.yaml\n--- a/a.yaml\n+++ b/a.yaml\n@@ -1,2 +1,2 @@\n x: 1\n-y: 2\n+y: 3\n',
    );
    expect(unifiedDiff('a.yaml', 'x', 'x')).toBe('');
  });

  it.each([
    ['plain.yaml', lines(40), lines(40).replace('line 3\n', 'line three\n').replace('line 30\n', '')],
    ['folder/with blank.yaml', 'a\n', 'b\n'],
    ['quo"te\\d\n.yaml', 'a\n', 'b\n'],
    ['umläut/名.yaml', 'a\n', 'b\n'],
    ['crlf.yaml', 'a\r\nb\r\n', 'a\r\nc\r\n'],
    ['no-newline.yaml', 'a\nb', 'a\nc'],
    ['newline-added.yaml', 'a', 'a\n'],
    ['emptied.yaml', 'a\n', ''],
    ['bom.yaml', '\ufeffa\n', '\ufeffb\n'],
  ])('is applied by git: %j', (path, before, after) => {
    const folder = mkdtempSync(join(tmpdir(), 'tidewaiter-diff-'));
    try {
      execFileSync('git', ['init', '-q'], { cwd: folder });
      const file = join(folder, path);
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, before);
      execFileSync('git', ['apply', '-'], { cwd: folder, input: unifiedDiff(path, before, after) });
      expect(readFileSync(file, 'utf8')).toBe(after);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
