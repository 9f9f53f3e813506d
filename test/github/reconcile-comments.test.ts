import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readMarker, withMarker } from '../../src/github/markers.ts';
import { reconcileComments, type StandingComment, type WantedComment } from '../../src/github/reconcile-comments.ts';

const A = 'a'.repeat(32);
const B = 'b'.repeat(32);

function wanted(startLine: number, fingerprints: readonly string[], text = 'text'): WantedComment {
  return { file: 'web.yaml', startLine, endLine: startLine, body: bodyOf(fingerprints, text) };
}

function standing(
  id: number,
  line: number | undefined,
  fingerprints: readonly string[],
  more: Partial<StandingComment> = {},
) {
  return {
    id: `C${id}`,
    databaseId: BigInt(id),
    file: 'web.yaml',
    lines: line === undefined ? undefined : { start: line, end: line },
    body: bodyOf(fingerprints, 'text'),
    isMinimized: false,
    isAnswered: false,
    ...more,
  };
}

function bodyOf(fingerprints: readonly string[], text: string): string {
  return withMarker({ kind: 'comment', gate: 'tidewaiter', fingerprints }, text);
}

const NOTHING = { post: [], edit: [], remove: [], minimize: [], kept: 0 };

describe('reconcileComments', () => {
  it('posts what is missing', () => {
    expect(reconcileComments([], [wanted(3, [A])])).toEqual({ ...NOTHING, post: [wanted(3, [A])] });
  });

  it('leaves alone what stands as it should, also with the line breaks of a form', () => {
    const same = standing(1, 3, [A], { body: `${bodyOf([A], 'text').replaceAll('\n', '\r\n')}  ` });
    expect(reconcileComments([same], [wanted(3, [A])])).toEqual({ ...NOTHING, kept: 1 });
  });

  it('edits in place what says something else now', () => {
    const plan = reconcileComments([standing(1, 3, [A])], [wanted(3, [A, B], 'new')]);
    expect(plan).toEqual({ ...NOTHING, edit: [{ id: 'C1', body: bodyOf([A, B], 'new') }] });
  });

  it.each([
    ['the lines are gone', standing(1, undefined, [A])],
    ['it stands at another line', standing(1, 4, [A])],
    ['it is in another file', standing(1, 3, [A], { file: 'other.yaml' })],
    ['it is about another finding', standing(1, 3, [B])],
  ])('posts anew and removes the old one where %s', (_, old) => {
    expect(reconcileComments([old], [wanted(3, [A])])).toEqual({ ...NOTHING, post: [wanted(3, [A])], remove: ['C1'] });
  });

  it('minimises what somebody answered', () => {
    expect(reconcileComments([standing(1, 3, [A], { isAnswered: true })], [])).toEqual({
      ...NOTHING,
      minimize: ['C1'],
    });
  });

  it('lets the older of two that say the same stand', () => {
    expect(reconcileComments([standing(9, 3, [A]), standing(2, 3, [A])], [wanted(3, [A])])).toEqual({
      ...NOTHING,
      remove: ['C9'],
      kept: 1,
    });
  });

  it('does nothing about what is minimised, or was edited to say that it is outdated', () => {
    const outdated = withMarker({ kind: 'outdated', gate: 'tidewaiter' }, 'gone');
    expect(
      reconcileComments([standing(1, 3, [A], { isMinimized: true }), standing(2, 3, [A], { body: outdated })], []),
    ).toEqual(NOTHING);
  });

  it('has nothing to do a second time, whatever stands and is wanted', () => {
    const line = fc.integer({ min: 1, max: 4 });
    const prints = fc.subarray([A, B, 'c'.repeat(32)], { minLength: 1 });
    const arbitraryStanding = fc.tuple(fc.option(line, { nil: undefined }), prints, fc.boolean(), fc.boolean());
    const arbitraryWanted = fc.uniqueArray(fc.tuple(line, prints), { selector: ([at]) => at });
    fc.assert(
      fc.property(fc.array(arbitraryStanding), arbitraryWanted, (olds, news) => {
        const before = olds.map(([at, of, isMinimized, isAnswered], index) =>
          standing(index + 1, at, of, { isMinimized, isAnswered }),
        );
        const goal = news.map(([at, of]) => wanted(at, of));
        const plan = reconcileComments(before, goal);
        const after = [
          ...before
            .filter(({ id }) => !plan.remove.includes(id))
            .map((each) => ({
              ...each,
              isMinimized: each.isMinimized || plan.minimize.includes(each.id),
              body: plan.edit.find(({ id }) => id === each.id)?.body ?? each.body,
            })),
          ...plan.post.map((each, index) => standing(100 + index, each.startLine, readPrints(each.body))),
        ];
        expect(reconcileComments(after, goal)).toEqual({ ...NOTHING, kept: goal.length });
      }),
    );
  });
});

function readPrints(body: string): readonly string[] {
  const marker = readMarker(body);
  return marker?.kind === 'comment' ? marker.fingerprints : [];
}

describe('a marker', () => {
  it('is read back as it was written', () => {
    expect(readMarker(withMarker({ kind: 'comment', gate: 'shop-2', fingerprints: [A, B] }, 'x'))).toEqual({
      kind: 'comment',
      gate: 'shop-2',
      fingerprints: [A.slice(0, 12), B.slice(0, 12)],
    });
    expect(readMarker(withMarker({ kind: 'summary', gate: 'tidewaiter' }, 'x'))).toEqual({
      kind: 'summary',
      gate: 'tidewaiter',
    });
  });

  it.each([
    ['below the first line', 'hello\n<!-- tidewaiter summary tidewaiter -->'],
    ['behind a blank', ' <!-- tidewaiter summary tidewaiter -->'],
    ['with words after it', '<!-- tidewaiter summary tidewaiter --> hello'],
    ['with another kind', '<!-- tidewaiter verdict tidewaiter -->'],
    ['with a gate that is none', '<!-- tidewaiter summary Tide/Waiter -->'],
    ['with a fingerprint that is none', '<!-- tidewaiter comment tidewaiter zz -->'],
  ])('is none %s', (_, body) => {
    expect(readMarker(body)).toBeUndefined();
  });
});
