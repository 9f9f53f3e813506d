import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fitMarkdown } from '../../src/report/markdown-budget.ts';

const items = (count: number, length: number) =>
  Array.from({ length: count }, (_, index) => `${index}`.padEnd(length, '.'));

describe('fitMarkdown', () => {
  it('joins blocks and sections, and leaves out what has nothing to say', () => {
    const text = fitMarkdown(
      [
        '# a',
        '',
        { title: 'Notes', items: ['one', 'two'], item: 'note' },
        { title: 'None', items: [], item: 'x' },
        'end',
      ],
      1_000,
    );
    expect(text).toBe('# a\n\n**Notes**\n\n- one\n- two\n\nend\n');
  });

  it('folds a section that is to be opened', () => {
    expect(fitMarkdown([{ title: 'Notes', items: ['one'], item: 'note', folded: true }], 1_000)).toBe(
      '<details>\n<summary>Notes</summary>\n\n- one\n\n</details>\n',
    );
  });

  it('shows as many items as fit, whole, and counts the others', () => {
    const text = fitMarkdown([{ title: 'Files', items: items(100, 50), item: 'file' }], 1_000);
    const shown = text.match(/^- \d+\.+$/gm) ?? [];
    expect(shown.length).toBeGreaterThan(5);
    expect(shown.every((line) => line.length === 52)).toBe(true);
    expect(text).toContain(`- … and ${100 - shown.length} more files, in the whole report`);
  });

  it('gives the first sections room before the later ones', () => {
    const text = fitMarkdown(
      [
        { title: 'First', items: items(10, 50), item: 'x' },
        { title: 'Second', items: items(10, 50), item: 'y' },
      ],
      900,
    );
    expect(text).not.toContain('more xs');
    expect(text).toContain('more ys');
  });

  it('never grows beyond its limit', () => {
    const part = fc.oneof(
      fc.string({ maxLength: 300 }),
      fc.record({
        title: fc.string({ maxLength: 30 }),
        items: fc.array(fc.string({ maxLength: 200 })),
        item: fc.constantFrom('finding', 'file'),
        folded: fc.boolean(),
      }),
    );
    fc.assert(
      fc.property(fc.array(part, { maxLength: 8 }), fc.integer({ min: 1_500, max: 5_000 }), (parts, most) => {
        expect(fitMarkdown(parts, most).length).toBeLessThanOrEqual(most);
      }),
    );
  });
});
