import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { REPORT_FORMATS } from '../../src/report/reporters.ts';

const root = join(import.meta.dirname, '../..');
const page = readFileSync(join(root, 'docs/report-formats.md'), 'utf8');
const [introduction = '', ...sections] = page.split(/^## /m);

describe('docs/report-formats.md', () => {
  const folder = mkdtempSync(join(tmpdir(), 'tidewaiter-formats-'));
  beforeAll(() => {
    const [policy = '', manifest = ''] = Array.from(
      introduction.matchAll(/^```yaml\n([\s\S]*?)^```$/gm),
      ([, text]) => text,
    );
    writeFileSync(join(folder, 'policy.yaml'), policy);
    writeFileSync(join(folder, 'pod.yaml'), manifest);
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('has a row for each format, in their order', () => {
    const [table = ''] = introduction.split('\n\n').filter((part) => part.startsWith('| format'));
    const rows = Array.from(table.matchAll(/^\| \[?`([a-z]+)`/gm), ([, format]) => format);
    expect(rows.toSorted()).toEqual(REPORT_FORMATS.toSorted());
  });

  const examples = sections.flatMap((section) => {
    const format = /^[a-z]+/.exec(section)?.[0] ?? '';
    const [, language = '', text = ''] = /^```(\w+)\n([\s\S]*?)^```$/m.exec(section) ?? [];
    return text === '' ? [] : [{ format, language, text }];
  });

  it('has an example of each format for programs', () => {
    expect(examples.map(({ format }) => format)).toEqual(['sarif', 'github', 'junit', 'rdjson', 'policyreport']);
  });

  it.each(examples)('shows what -o $format says', ({ format, language, text }) => {
    const args = ['check', 'pod.yaml', '-p', 'policy.yaml', '-o', format];
    const { stdout } = spawnSync(process.execPath, [join(root, 'src/cli/main.ts'), ...args], {
      cwd: folder,
      encoding: 'utf8',
      env: {},
    });
    if (language === 'json') expect(JSON.parse(stdout)).toMatchObject(JSON.parse(text));
    else expect(withoutTime(stdout)).toBe(withoutTime(text));
  });
});

function withoutTime(text: string): string {
  return text.replace(/ time="\d\.\d{3}"/g, ' time="…"');
}
