import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { replaceFile } from '../../src/cli/write-file.ts';

describe('replaceFile', () => {
  let folder = '';
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'tidewaiter-write-'));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true, force: true });
  });
  const source = (text: string) => ({ file: 'a.yaml', revision: 'head' as const, text });

  it('replaces a file as a whole, with its rights and its bytes', () => {
    writeFileSync(join(folder, 'a.yaml'), '\ufeffa: ü\r\n');
    chmodSync(join(folder, 'a.yaml'), 0o755);
    replaceFile(folder, source('\ufeffa: ü\r\n'), '\ufeffa: é\r\n');
    expect(readFileSync(join(folder, 'a.yaml'), 'utf8')).toBe('\ufeffa: é\r\n');
    expect(statSync(join(folder, 'a.yaml')).mode & 0o777).toBe(0o755);
    expect(readdirSync(folder)).toEqual(['a.yaml']);
  });

  it('refuses a file that has changed since it was judged', () => {
    writeFileSync(join(folder, 'a.yaml'), 'a: 2\n');
    expect(() => replaceFile(folder, source('a: 1\n'), 'a: 3\n')).toThrow(
      expect.objectContaining({ code: 'fix/file-changed' }),
    );
    expect(readFileSync(join(folder, 'a.yaml'), 'utf8')).toBe('a: 2\n');
  });

  it('leaves everything as it was where it cannot write', () => {
    writeFileSync(join(folder, 'a.yaml'), 'a: 1\n');
    // Whoever may write everywhere cannot write this either: the name of the temporary file is taken.
    const taken = join(folder, `.a.yaml.tidewaiter-${process.pid}`);
    mkdirSync(taken);
    expect(() => replaceFile(folder, source('a: 1\n'), 'a: 3\n')).toThrow(
      expect.objectContaining({ code: 'fix/not-writable' }),
    );
    expect(readFileSync(join(folder, 'a.yaml'), 'utf8')).toBe('a: 1\n');
  });

  it('refuses a file that is gone, and a link to another', () => {
    expect(() => replaceFile(folder, source('a: 1\n'), 'a: 3\n')).toThrow(
      expect.objectContaining({ code: 'fix/file-changed' }),
    );
    writeFileSync(join(folder, 'b.yaml'), 'a: 1\n');
    symlinkSync('b.yaml', join(folder, 'a.yaml'));
    expect(() => replaceFile(folder, source('a: 1\n'), 'a: 3\n')).toThrow(
      expect.objectContaining({ code: 'fix/file-changed' }),
    );
    expect(readFileSync(join(folder, 'b.yaml'), 'utf8')).toBe('a: 1\n');
  });
});
