import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readExemptions } from '../../src/policy/read-exemptions.ts';

const read = (file: string) => readFileSync(new URL(`../../${file}`, import.meta.url), 'utf8');
const page = read('docs/exemptions.md');

describe('docs/exemptions.md', () => {
  it('has an example that is read without a complaint', () => {
    const text = /```yaml\n([\s\S]*?)```/.exec(page)?.[1] ?? '';
    const source = { file: 'example.yml', revision: 'base', text } as const;
    expect(readExemptions(source, Date.UTC(2026, 10, 1))).toMatchObject({
      outcome: 'read',
      exemptions: [{ policy: 'require-ro-rootfs' }, { policy: 'pods/host-path' }],
    });
  });

  it('has a row for each key of an entry', () => {
    const { items } = JSON.parse(read('schema/exemptions.schema.json')).properties.exemptions;
    const rows = [...page.matchAll(/^\| `([^`]+)` \|/gm)].map(([, key]) => key);
    expect(rows).toEqual(Object.keys(items.properties));
  });
});
