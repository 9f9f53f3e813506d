import { expect, it } from 'vitest';
import { compareFindings } from '../../../bot/dashboard/compare-findings.ts';
import { renderPage } from '../../../bot/dashboard/page.ts';
import { pullRequestPage } from '../../../bot/dashboard/pull-request-page.ts';
import type { Judgement } from '../../../bot/store/judgement.ts';
import { blocking, finding, judgement, mergeGroup } from '../store/judgements.ts';

/** @param judgements from the first on */
async function textOf(...judgements: readonly Judgement[]): Promise<string> {
  const page = pullRequestPage(judgements.toReversed(), 'https://github.example');
  return page === undefined ? '' : String(await renderPage(page, undefined));
}

it('tells the story from its end: what was decided, what has changed, and how long each step took', async () => {
  const text = await textOf(
    blocking([finding('limits', { count: 2 }), finding('labels')]),
    judgement({ minute: 3, outcome: { kind: 'failed', reason: 'GitHub was down' }, steps: {} }),
    judgement({ minute: 5, findings: [finding('labels')] }),
  );
  const told = [
    'Passed',
    '2026-05-17 12:05 UTC',
    '2 fewer of',
    'read 121 ms',
    'judge 31 ms',
    'publish 240 ms',
    'GitHub was down',
  ];
  const places = [...told, 'Could not be judged', 'Blocked', '2 violations block'].map((words) => text.indexOf(words));
  expect(places.every((place) => place >= 0)).toBe(true);
  expect(text.indexOf('12:05 UTC')).toBeLessThan(text.indexOf('12:03 UTC'));
  expect(text.indexOf('12:03 UTC')).toBeLessThan(text.indexOf('12:00 UTC'));
  expect(text).toContain('href="https://github.example/acme/shop/pull/7"');
});

it('tells 50 judgements and that there are more, the first of them compared with the one before it', async () => {
  const limits = finding('limits', { count: 2 });
  const story = [blocking([limits]), ...Array.from({ length: 50 }, (_, index) => judgement({ minute: index + 1 }))];
  const text = await textOf(...story);
  expect(text.match(/<article>/g)).toHaveLength(50);
  expect(text).toContain('2 fewer of');
  expect(text).toContain('Earlier judgements are left out here.');
  expect(await textOf(...story.slice(1))).not.toContain('left out');
});

it('shows names that mean harm as text', async () => {
  const hostile = '"><script>alert(1)</script>\u202e';
  const text = await textOf(
    blocking([finding(hostile, { rule: hostile })], {
      baseBranch: hostile,
      outcome: { kind: 'decided', decision: 'block', reasons: [hostile], blocking: 1 },
    }),
  );
  expect(text).not.toContain('<script');
  // It would reverse the text that follows.
  expect(text).not.toContain('\u202e');
  expect(text.match(/&lt;script&gt;/g)).toHaveLength(4);
});

it('tells of a merge group that threw it out of the queue, which is not compared with what it is alone', async () => {
  const group = mergeGroup({ ...blocking([finding('labels')]), queuedNumber: 7, minute: 2 });
  const text = await textOf(blocking([finding('limits')]), judgement({ minute: 1 }), group, judgement({ minute: 3 }));
  expect(text).toContain('<h1>acme/shop #7</h1>');
  expect(text).toContain('Merge group of this pull request and those before it in the queue');
  // One fewer of `limits`, and then the same as before it.
  expect(text.match(/(?:more|fewer) of/g)).toEqual(['fewer of']);
  expect(text).toContain('Nothing has changed since the judgement before.');
  // The last that was decided of the pull request alone.
  expect((await textOf(judgement(), group)).split('<article>')[0]).toContain('Passed');
});

it('no judgement is no page', () => {
  expect(pullRequestPage([], 'https://github.example')).toBeUndefined();
});

it('counts what stands: neither what is exempted nor what is mended', () => {
  const before = [finding('limits', { count: 3 }), finding('tags'), finding('probes', { status: 'existing' })];
  const after = [
    finding('limits', { count: 3, exempted: 2 }),
    finding('tags', { status: 'fixed' }),
    finding('probes', { status: 'new' }),
    finding('labels'),
  ];
  expect(compareFindings(before, after)).toEqual([
    { policy: 'labels', rule: 'check', difference: 1 },
    { policy: 'limits', rule: 'check', difference: -2 },
    { policy: 'tags', rule: 'check', difference: -1 },
  ]);
});
