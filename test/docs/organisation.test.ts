import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { formatPath } from '../../src/base/path.ts';
import { readConfiguration } from '../../src/policy/read-configuration.ts';
import { SETTING_KEYS, SETTING_PATHS } from '../../src/policy/settings.ts';
import { STRICTNESS } from '../../src/policy/strictness.ts';

const read = (file: string) => readFileSync(new URL(`../../${file}`, import.meta.url), 'utf8');
const page = read('docs/organisation.md');
const rows = new Map([...page.matchAll(/^\| `([^`]+)` \| (.+?) \|/gm)].map(([, key = '', order = '']) => [key, order]));

describe('docs/organisation.md', () => {
  it('has an example that is read without a complaint', () => {
    const text = /```yaml\n([\s\S]*?)```/.exec(page)?.[1] ?? '';
    expect(readConfiguration({ file: 'example.yml', revision: 'owner', text })).toMatchObject({
      outcome: 'read',
      configuration: { mode: 'observe' },
      floor: {
        settings: { mode: 'gate', exclude: ['**/testdata/**'] },
        policies: [{ kind: 'owner-files' }, { kind: 'bundle' }],
        exemptions: { kind: 'some', maxDays: 30, isApproved: true },
      },
    });
  });

  it('has the order of strictness of each setting', () => {
    const settings = SETTING_KEYS.filter((key) => key !== 'profile');
    const orders = settings.map((key) => [formatPath(SETTING_PATHS[key]), STRICTNESS[key].order]);
    expect(Object.fromEntries(rows)).toMatchObject(Object.fromEntries(orders));
  });

  it('has a row for each key that can be required', () => {
    const { properties } = JSON.parse(read('schema/tidewaiter.schema.json'));
    const written = new Set([...rows.keys()].map((key) => key.split('.')[0]));
    expect([...written].toSorted()).toEqual(Object.keys(properties.required.properties).toSorted());
    const others = Object.keys(properties).filter((key) => key !== 'required');
    expect(Object.keys(properties.required.properties)).toEqual(others);
  });
});
