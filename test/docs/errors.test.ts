import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { ERROR_CODES } from '../../src/errors/codes.ts';

const page = readFileSync(new URL('../../docs/errors.md', import.meta.url), 'utf8');

test('docs/errors.md has one heading for each code, and no other', () => {
  const headings = Array.from(page.matchAll(/^## (.+)$/gm), ([, code]) => code);
  expect(headings).toEqual([...ERROR_CODES]);
});

test('every heading is followed by what the code means', () => {
  const sections = page.split(/^#+ .+$/m).slice(2);
  const hollow = page.match(/^## .+\n\s*(?=#|$(?![\s\S]))/gm) ?? [];
  expect(sections.length).toBeGreaterThan(ERROR_CODES.length);
  expect(hollow).toEqual([]);
});
