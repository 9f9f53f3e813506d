import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { OVERRIDE_NAMES } from '../../src/policy/configuration-overrides.ts';
import { readConfiguration } from '../../src/policy/read-configuration.ts';

const read = (file: string) => readFileSync(new URL(`../../${file}`, import.meta.url), 'utf8');
const page = read('docs/configuration.md');

describe('docs/configuration.md', () => {
  it('has an example that is read without a complaint', () => {
    const text = /```yaml\n([\s\S]*?)```/.exec(page)?.[1] ?? '';
    expect(readConfiguration({ file: 'example.yml', revision: 'base', text })).toMatchObject({
      outcome: 'read',
      configuration: { clusters: [{ name: 'staging' }, { name: 'production' }] },
    });
  });

  it('has a row for each key of the schema', () => {
    const keys = Object.keys(JSON.parse(read('schema/tidewaiter.schema.json')).properties);
    const rows = [...page.matchAll(/^\| `([^`]+)` \|/gm)].map(([, key]) => key);
    expect(rows).toEqual(keys);
  });

  it('names every variable', () => {
    const variables = OVERRIDE_NAMES.map((name) => `TIDEWAITER_${name.toUpperCase().replaceAll('-', '_')}`);
    expect(variables.filter((variable) => !page.includes(`\`${variable}\``))).toEqual([]);
  });
});
