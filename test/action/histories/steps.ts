import fc from 'fast-check';
import { type Edit, TRAITS } from './edits.ts';

/** What happens to a pull request. Numbers choose among what is there; where there is nothing to choose from, nothing happens. */
export type Step =
  | { readonly kind: 'push'; readonly edits: readonly Edit[]; readonly amends: boolean }
  | { readonly kind: 'force-push-back'; readonly head: number }
  | { readonly kind: 'update-branch' }
  | { readonly kind: 'apply-suggestions'; readonly comments: readonly number[] }
  | { readonly kind: 'reply'; readonly comment: number }
  | { readonly kind: 'resolve'; readonly comment: number }
  | { readonly kind: 'foreign-comment'; readonly by: Foreigner; readonly comment: number }
  | { readonly kind: 'base-gets-stricter' }
  | { readonly kind: 'base-moves-on'; readonly edits: readonly Edit[] }
  | { readonly kind: 'run' }
  | { readonly kind: 'two-runs-at-once' }
  /** The head moves just before the run looks at the conversation for the first or the second time. */
  | { readonly kind: 'run-while-pushed'; readonly edits: readonly Edit[]; readonly look: 1 | 2 };

/** Who else comments. The copiers write what we wrote, marker and all; another workflow and another gate have the same author as we. */
export const FOREIGNERS = ['reader', 'copier-of-summary', 'copier-of-comment', 'other-workflow', 'other-gate'] as const;
export type Foreigner = (typeof FOREIGNERS)[number];

export interface History {
  /** What the pull request is opened with. */
  readonly opening: readonly Edit[];
  readonly steps: readonly Step[];
}

const number = fc.nat({ max: 6 });
const trait = fc.constantFrom(...TRAITS);

const edit: fc.Arbitrary<Edit> = fc.oneof(
  { weight: 5, arbitrary: record('toggle', { file: number, object: number, trait }) },
  {
    weight: 5,
    arbitrary: record('add-object', {
      path: number,
      name: number,
      traits: fc.uniqueArray(trait, { minLength: 1, maxLength: 3 }),
    }),
  },
  {
    weight: 2,
    arbitrary: record('add-lines', { file: number, object: number, count: fc.integer({ min: 1, max: 9 }) }),
  },
  { weight: 1, arbitrary: record('remove-object', { file: number, object: number }) },
  { weight: 2, arbitrary: record('move-object', { file: number, object: number, path: number }) },
  { weight: 2, arbitrary: record('rename-file', { file: number, path: number }) },
  { weight: 1, arbitrary: record('remove-file', { file: number }) },
  { weight: 1, arbitrary: record('turn-line-ends', { file: number }) },
);

const edits = fc.array(edit, { minLength: 1, maxLength: 5, size: 'max' });

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 6, arbitrary: record('push', { edits, amends: fc.boolean() }) },
  { weight: 1, arbitrary: record('force-push-back', { head: number }) },
  { weight: 1, arbitrary: record('update-branch', {}) },
  { weight: 3, arbitrary: record('apply-suggestions', { comments: fc.array(number, { minLength: 1, maxLength: 4 }) }) },
  { weight: 2, arbitrary: record('reply', { comment: number }) },
  { weight: 1, arbitrary: record('resolve', { comment: number }) },
  { weight: 2, arbitrary: record('foreign-comment', { by: fc.constantFrom(...FOREIGNERS), comment: number }) },
  { weight: 1, arbitrary: record('base-gets-stricter', {}) },
  { weight: 1, arbitrary: record('base-moves-on', { edits }) },
  { weight: 7, arbitrary: record('run', {}) },
  { weight: 2, arbitrary: record('two-runs-at-once', {}) },
  { weight: 2, arbitrary: record('run-while-pushed', { edits, look: fc.constantFrom(1 as const, 2 as const) }) },
);

/** Histories of pull requests. A failing one is shrunk to few steps, few edits and small numbers. */
export const histories: fc.Arbitrary<History> = fc.record({
  opening: edits,
  steps: fc.array(step, { minLength: 1, maxLength: 20, size: 'max' }),
});

function record<Kind extends string, Rest extends object>(
  kind: Kind,
  rest: { [Key in keyof Rest]: fc.Arbitrary<Rest[Key]> },
): fc.Arbitrary<{ readonly kind: Kind } & Rest> {
  return fc.record(rest).map((fields) => ({ kind, ...fields }));
}
