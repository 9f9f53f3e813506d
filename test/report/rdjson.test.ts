import { describe, expect, it } from 'vitest';
import { ManifestError, PolicyError } from '../../src/errors/tidewaiter-error.ts';
import type { Review } from '../../src/model/review.ts';
import { reportToRdjson } from '../../src/report/rdjson.ts';
import { checkRdjson } from './check-rdjson.ts';
import { DEPLOYMENT, exemptionOf, findingOf, fullReview, manifestOf, mendingOf, reviewOf } from './sample-review.ts';

const web = manifestOf('deploy/web.yaml', DEPLOYMENT);
const IMAGE = ['spec', 'template', 'spec', 'containers', 0, 'image'];

const diagnosticsOf = (more: Partial<Review>) => checkRdjson(reportToRdjson(reviewOf(more))).diagnostics;

describe('reportToRdjson', () => {
  it('tells a finding with its range, its code and its suggestion', () => {
    const finding = findingOf(web, IMAGE, {
      level: 'warn',
      message: 'No tag.',
      documentation: 'https://kyverno.io/policies/',
      mending: mendingOf(web, 'image: nginx\n', 'image: nginx:1.27\n'),
    });
    expect(diagnosticsOf({ findings: [finding] })).toEqual([
      {
        message:
          'Deployment shop/web: No tag.\n\nFix, proven: 1 violation gone, 0 new, 12 policies re-run, idempotent.',
        location: {
          path: 'deploy/web.yaml',
          range: { start: { line: 11, column: 18 }, end: { line: 11, column: 23 } },
        },
        severity: 'WARNING',
        code: { value: 'disallow-privileged/privileged-containers', url: 'https://kyverno.io/policies/' },
        suggestions: [{ range: { start: { line: 11 }, end: { line: 11 } }, text: '          image: nginx:1.27' }],
      },
    ]);
  });

  it('follows the schema with one of everything', () => {
    expect(checkRdjson(reportToRdjson(fullReview())).diagnostics).toHaveLength(6);
  });

  // 'a𐐀b': the column of b is 6, for 𐐀 has four bytes (reviewdog.proto, Position).
  it('counts columns in bytes of UTF-8', () => {
    const manifest = manifestOf('x.yaml', 'apiVersion: v1\nkind: Pod\nmetadata: {name: "a𐐀b", namespace: c}\n');
    const [diagnostic] = diagnosticsOf({ findings: [findingOf(manifest, ['metadata', 'namespace'])] });
    const before = 'metadata: {name: "a𐐀b", namespace: ';
    expect(diagnostic?.location.range?.start).toEqual({
      line: 3,
      column: new TextEncoder().encode(before).length + 1,
    });
  });

  it('ends a range within its last line, and not at the beginning of the next', () => {
    const [start, end] = [DEPLOYMENT.indexOf('image: nginx'), DEPLOYMENT.indexOf('          securityContext')];
    const location = { span: { source: web.origin.source, start, end }, path: IMAGE, exact: true };
    expect(diagnosticsOf({ findings: [findingOf(web, IMAGE, { location })] })[0]?.location.range).toEqual({
      start: { line: 11, column: 11 },
      end: { line: 11, column: 23 },
    });
  });

  it.each([
    [
      'several lines',
      'image: nginx\n          securityContext:\n',
      'image: nginx:1\n',
      11,
      12,
      '          image: nginx:1',
    ],
    ['a removal', '          image: nginx\n', '', 11, 11, ''],
    [
      'more lines',
      'image: nginx\n',
      'image: nginx\n          tty: true\n',
      11,
      11,
      '          image: nginx\n          tty: true',
    ],
  ])('replaces whole lines: %s', (_, before, after, start, end, text) => {
    const [diagnostic] = diagnosticsOf({
      findings: [findingOf(web, IMAGE, { mending: mendingOf(web, before, after) })],
    });
    expect(diagnostic?.suggestions).toEqual([{ range: { start: { line: start }, end: { line: end } }, text }]);
  });

  it('offers no part of a fix', () => {
    const mending = mendingOf(web, 'nginx', 'nginx:1');
    if (mending.outcome === 'none') throw new Error('no suggestion');
    const at = DEPLOYMENT.indexOf('busybox');
    const edits = [...mending.suggestion.edits, { start: at, end: at + 7, replacement: 'alpine' }];
    const both = { outcome: 'suggestion', suggestion: { ...mending.suggestion, edits } } as const;
    expect(diagnosticsOf({ findings: [findingOf(web, IMAGE, { mending: both })] })[0]).not.toHaveProperty(
      'suggestions',
    );
  });

  it.each([
    ['CRLF', DEPLOYMENT.replaceAll('\n', '\r\n'), 'nginx', 'nginx:1'],
    ['a single empty line', DEPLOYMENT, '          image: nginx\n', '\n'],
    [
      'a Secret',
      'apiVersion: v1\nkind: Secret\nmetadata: {name: a}\ndata: {a: aHVudGVyMg==, b: YWJjZA==}\n',
      ', b: YWJjZA==',
      '',
    ],
  ])('offers no lines of %s', (_, text, before, after) => {
    const manifest = manifestOf('x.yaml', text);
    const review = reviewOf({
      findings: [findingOf(manifest, ['kind'], { mending: mendingOf(manifest, before, after) })],
    });
    expect(checkRdjson(reportToRdjson(review)).diagnostics[0]).not.toHaveProperty('suggestions');
    expect(reportToRdjson(review)).not.toContain('aHVudGVyMg');
  });

  it('gives what stands only at base a file and no lines', () => {
    const gone = manifestOf('deploy/gone.yaml', DEPLOYMENT, 0, 'base');
    expect(diagnosticsOf({ findings: [findingOf(gone, IMAGE)] })).toMatchObject([
      { location: { path: 'deploy/gone.yaml' } },
    ]);
    expect(diagnosticsOf({ findings: [findingOf(gone, IMAGE)] })[0]?.location).not.toHaveProperty('range');
  });

  it('leaves out what is fixed and what is exempted', () => {
    const exemption = { state: 'active', exemption: exemptionOf() } as const;
    const findings = [findingOf(web, IMAGE, { status: 'fixed' }), findingOf(web, IMAGE, { exemption })];
    expect(diagnosticsOf({ findings })).toEqual([]);
  });

  it('tells what could not be judged where it has a place', () => {
    const source = { file: 'p.yaml', revision: 'head' as const, text: 'a\nb\n' };
    const span = { source, start: 2, end: 3 };
    const problems = [
      new ManifestError('broken', { code: 'yaml/syntax', span, remedy: 'Mend it.' }),
      new PolicyError('gone', { code: 'file/missing' }),
    ];
    const notJudged = [{ file: 'c.yaml', line: 2, code: 'manifest/helm-template' as const, reason: 'a chart' }];
    expect(diagnosticsOf({ problems, notJudged })).toEqual([
      {
        message: 'broken\n\nMend it.',
        location: { path: 'p.yaml', range: { start: { line: 2, column: 1 }, end: { line: 2, column: 2 } } },
        severity: 'ERROR',
        code: { value: 'yaml/syntax' },
      },
      {
        message: 'Not judged: a chart',
        location: { path: 'c.yaml', range: { start: { line: 2 } } },
        severity: 'INFO',
        code: { value: 'manifest/helm-template' },
      },
    ]);
  });

  it('has messages that mention nobody and show no image, for reviewdog posts them as Markdown', () => {
    const [diagnostic] = diagnosticsOf({
      findings: [findingOf(web, IMAGE, { message: '@octocat ![](https://evil.example/x.png)\n<img src=x>' })],
    });
    expect(diagnostic?.message).toBe(
      'Deployment shop/web: \\@\u2060octocat \\!\\[\\](https\\://evil.example/x.png)\n&lt;img src=x&gt;',
    );
  });
});
