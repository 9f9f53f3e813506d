import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { compileSchemas, VALIDATORS_FILE } from '../../scripts/compile-schemas.ts';

const read = (file: string) => readFileSync(new URL(`../../${file}`, import.meta.url), 'utf8');

describe('the compiled validators', () => {
  it('are those of the schemas: `node scripts/compile-schemas.ts` makes them', () => {
    expect(read(VALIDATORS_FILE)).toBe(compileSchemas(read));
  });
});
