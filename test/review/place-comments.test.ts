import { describe, expect, it } from 'vitest';
import type { Path } from '../../src/base/path.ts';
import type { Finding } from '../../src/model/finding.ts';
import type { Manifest } from '../../src/model/manifest.ts';
import { placeComments } from '../../src/review/place-comments.ts';
import { DEPLOYMENT, findingOf, manifestOf, mendingOf } from '../report/sample-review.ts';

const web = manifestOf('deploy/web.yaml', DEPLOYMENT);
const template: Path = ['spec', 'template', 'spec'];
const privileged: Path = [...template, 'containers', 0, 'securityContext', 'privileged'];
const image: Path = [...template, 'containers', 1, 'image'];
const hunk = (newStart: number, newLines: number) => ({ oldStart: 1, oldLines: 0, newStart, newLines });
const place = (findings: readonly Finding[], hunks = [hunk(1, 15)], most = 15) =>
  placeComments(findings, { hunksOf: (file) => (file === 'deploy/web.yaml' ? hunks : []), most });

describe('placeComments', () => {
  it('stands on the line of the finding', () => {
    const { comments, elsewhere } = place([findingOf(web, privileged)]);
    expect(comments).toMatchObject([
      { file: 'deploy/web.yaml', startLine: 13, endLine: 13, offer: { outcome: 'none' } },
    ]);
    expect(elsewhere).toEqual([]);
  });

  it('stands on the lines that its suggestion replaces, with what is to stand there', () => {
    const mending = mendingOf(web, 'securityContext:\n            privileged: true', 'securityContext: {}');
    const { comments } = place([findingOf(web, privileged, { mending })]);
    expect(comments).toMatchObject([
      {
        startLine: 12,
        endLine: 13,
        offer: { outcome: 'lines', edit: { replacement: '          securityContext: {}' } },
      },
    ]);
  });

  it('joins edits in several places to one run of lines', () => {
    const [comment] = place([findingOf(web, image, { mending: mendingTwice(web) })]).comments;
    expect(comment).toMatchObject({ startLine: 11, endLine: 15 });
    expect(comment?.offer).toMatchObject({ outcome: 'lines' });
    expect(comment?.offer.outcome === 'lines' && comment.offer.edit.replacement).toBe(
      '          image: nginx:1\n          securityContext:\n            privileged: true\n        - name: log\n          image: busybox:1.37',
    );
  });

  it('joins no edits around a secret', () => {
    const secret = manifestOf('deploy/web.yaml', DEPLOYMENT.replace('true', 'true # password: correct-horse'));
    const [comment] = place([findingOf(secret, image, { mending: mendingTwice(secret) })]).comments;
    expect(comment?.offer).toMatchObject({ outcome: 'withheld', reason: /secret/ });
  });

  it.each([
    ['before the hunk', [hunk(14, 2)]],
    ['after the hunk', [hunk(1, 12)]],
    ['between hunks', [hunk(1, 12), hunk(14, 2)]],
    ['in a file without hunks', []],
  ])('leaves a line %s to the summary', (_, hunks) => {
    const { comments, elsewhere } = place([findingOf(web, privileged)], hunks);
    expect(comments).toEqual([]);
    expect(elsewhere.map(({ reason }) => reason)).toEqual(['outside-the-diff']);
  });

  it('withholds lines that are not all in one hunk, and still says it on the line of the finding', () => {
    const mending = mendingOf(web, 'securityContext:\n            privileged: true', 'securityContext: {}');
    const { comments } = place([findingOf(web, privileged, { mending })], [hunk(1, 12), hunk(13, 3)]);
    expect(comments).toMatchObject([{ startLine: 13, endLine: 13, offer: { outcome: 'withheld' } }]);
  });

  it('offers no lines in a file with Windows line breaks', () => {
    const windows = manifestOf('deploy/web.yaml', DEPLOYMENT.replaceAll('\n', '\r\n'));
    const mending = mendingOf(windows, 'privileged: true', 'privileged: false');
    const { comments } = place([findingOf(windows, privileged, { mending })]);
    expect(comments).toMatchObject([{ startLine: 13, offer: { outcome: 'withheld', reason: /CRLF/ } }]);
  });

  it('offers no lines that hold what cannot be shown', () => {
    const hidden = manifestOf('deploy/web.yaml', DEPLOYMENT.replace('true', 'true # \u202ekcab'));
    const mending = mendingOf(hidden, 'privileged: true', 'privileged: false');
    expect(place([findingOf(hidden, privileged, { mending })]).comments[0]?.offer.outcome).toBe('withheld');
  });

  it('tells findings of one place together, the worst first', () => {
    const { comments } = place([
      findingOf(web, privileged, { policy: 'b', level: 'warn' }),
      findingOf(web, privileged, { policy: 'a', level: 'enforce' }),
    ]);
    expect(comments.map(({ findings }) => findings.map(({ policy }) => policy))).toEqual([['a', 'b']]);
  });

  it('chooses by level, then by newness, and leaves the rest to the summary', () => {
    const { comments, elsewhere } = place(
      [
        findingOf(web, image, { policy: 'warns', level: 'warn' }),
        findingOf(web, privileged, { policy: 'was-there', status: 'existing' }),
        findingOf(web, [...template, 'containers', 0, 'image'], { policy: 'is-new' }),
      ],
      undefined,
      2,
    );
    expect(comments.map(({ findings }) => findings[0]?.policy)).toEqual(['is-new', 'was-there']);
    expect(elsewhere).toMatchObject([{ finding: { policy: 'warns' }, reason: 'beyond-the-limit' }]);
  });

  it.each([
    ['what only reports', { level: 'audit' }],
    ['a policy that broke', { outcome: 'error' }],
    ['what only a cluster could tell', { outcome: 'unknown' }],
  ] as const)('leaves %s to the summary', (_, more) => {
    expect(place([findingOf(web, privileged, more)]).elsewhere.map(({ reason }) => reason)).toEqual(['reported-only']);
  });

  it('tells neither what is fixed nor what is exempted', () => {
    const exemption = {
      policy: 'disallow-privileged',
      kinds: [],
      namespaces: [],
      names: [],
      reason: 'soon',
      until: '2027-01-01',
      span: { source: web.origin.source, start: 0, end: 1 },
    };
    const before = manifestOf('deploy/web.yaml', DEPLOYMENT, 0, 'base');
    expect(
      place([
        findingOf(before, privileged, { status: 'fixed' }),
        findingOf(web, privileged, { exemption: { state: 'active', exemption } }),
      ]),
    ).toEqual({ comments: [], elsewhere: [] });
  });
});

/** A suggestion with edits on the first and on the last of five lines. */
function mendingTwice(manifest: Manifest): Finding['mending'] {
  const mending = mendingOf(manifest, 'image: nginx\n', 'image: nginx:1\n');
  const second = mendingOf(manifest, 'busybox:1.36', 'busybox:1.37');
  if (mending.outcome !== 'suggestion' || second.outcome !== 'suggestion') throw new Error('no suggestion');
  const edits = [...mending.suggestion.edits, ...second.suggestion.edits];
  return { ...mending, suggestion: { ...mending.suggestion, edits } };
}
