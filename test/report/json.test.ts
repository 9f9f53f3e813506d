import { describe, expect, it } from 'vitest';
import { PolicyError } from '../../src/errors/tidewaiter-error.ts';
import type { Review } from '../../src/model/review.ts';
import { reportToJson } from '../../src/report/json.ts';
import { PLAIN_PALETTE } from '../../src/report/palette.ts';
import { exemptionOf } from '../policy/exemption.ts';
import { checkReport } from './check-report.ts';
import { DEPLOYMENT, effectOf, findingOf, fullReview, manifestOf, mendingOf, reviewOf } from './sample-review.ts';

function report(review: Review, showAll = false) {
  return checkReport(reportToJson(review, { version: '1.2.3', showAll, width: 80, palette: PLAIN_PALETTE }));
}

const IMAGE = ['spec', 'template', 'spec', 'containers', 0, 'image'];

describe('reportToJson', () => {
  it('is the contract', () => {
    const manifest = manifestOf('deploy/web.yaml', DEPLOYMENT);
    const finding = findingOf(manifest, IMAGE, {
      fingerprint: 'abc',
      documentation: 'https://example.org',
      mending: mendingOf(manifest, 'image: nginx\n', 'image: nginx:1.27\n'),
    });
    const review = reviewOf({
      decision: 'block',
      reasons: ['1 new enforce finding'],
      findings: [finding],
      notJudged: [{ file: 'c.yaml', line: 2, code: 'manifest/helm-template', reason: 'a chart' }],
      effects: [effectOf()],
    });
    expect(report(review)).toEqual({
      schemaVersion: 1,
      tool: { name: 'tidewaiter', version: '1.2.3' },
      decision: 'block',
      reasons: ['1 new enforce finding'],
      base: review.base,
      head: review.head,
      findings: [
        {
          fingerprint: 'abc',
          status: 'new',
          level: 'enforce',
          outcome: 'fail',
          engine: 'kyverno',
          policy: 'disallow-privileged',
          rule: 'privileged-containers',
          message: 'Privileged mode is disallowed.',
          documentation: 'https://example.org',
          object: { apiVersion: 'apps/v1', kind: 'Deployment', namespace: 'shop', name: 'web' },
          path: 'spec.template.spec.containers[0].image',
          file: 'deploy/web.yaml',
          revision: 'head',
          start: { line: 11, column: 18 },
          end: { line: 11, column: 23 },
          suggestion: {
            edits: [
              { file: 'deploy/web.yaml', startLine: 11, endLine: 11, replacement: '          image: nginx:1.27\n' },
            ],
            proof: { gone: 1, added: 0, policiesRun: 12, idempotent: true },
          },
        },
      ],
      notJudged: [{ file: 'c.yaml', line: 2, code: 'manifest/helm-template', reason: 'a chart' }],
      problems: [],
      notes: [],
      hidden: { new: 0, existing: 0, fixed: 0 },
      gateChanges: [],
      unusedExemptions: [],
      effects: [
        {
          kind: 'generates',
          engine: 'kyverno',
          policy: 'add-networkpolicy',
          rule: 'default-deny',
          object: {
            apiVersion: 'networking.k8s.io/v1',
            kind: 'NetworkPolicy',
            namespace: 'shop',
            name: 'default-deny',
          },
          trigger: { apiVersion: 'v1', kind: 'Namespace', name: 'shop' },
          file: 'namespaces/shop.yaml',
          line: 4,
        },
      ],
      counts: review.counts,
      durationMs: 38.4,
    });
  });

  it('has all of a full review', () => {
    expect(report(fullReview())).toMatchObject({ findings: [{}, {}, {}, {}, { revision: 'base', status: 'fixed' }] });
    expect(report(fullReview(), true)).toMatchObject({ verdicts: [{ outcome: 'pass' }, { outcome: 'skip' }] });
  });

  it('names what could not be read among what was not judged, once', () => {
    const source = { file: 'p.yaml', revision: 'base' as const, text: 'a\nb\n' };
    const problem = new PolicyError('broken', {
      code: 'yaml/syntax',
      span: { source, start: 2, end: 3 },
      remedy: 'Mend it.',
    });
    const placeless = new PolicyError('gone', { code: 'file/missing' });
    expect(report(reviewOf({ problems: [problem, placeless] }))).toMatchObject({
      problems: [
        {
          code: 'yaml/syntax',
          kind: 'PolicyError',
          message: 'broken',
          remedy: 'Mend it.',
          file: 'p.yaml',
          start: { line: 2, column: 1 },
        },
        { code: 'file/missing', kind: 'PolicyError', message: 'gone' },
      ],
      notJudged: [{ file: 'p.yaml', line: 2, code: 'yaml/syntax', reason: 'broken' }],
    });
  });

  it.each([
    ['lines', 'a: 1\nb: 2\n', 'b: 2', 'b: 3', { startLine: 2, endLine: 2, replacement: 'b: 3\n' }],
    ['CRLF', 'a: 1\r\nb: 2\r\n', 'a: 1', 'a: 3', { startLine: 1, endLine: 1, replacement: 'a: 3\r\n' }],
    ['no last line break', 'a: 1\nb: 2', 'b: 2', 'b: 3', { startLine: 2, endLine: 2, replacement: 'b: 3' }],
    ['removal', 'a: 1\nb: 2\nc: 3\n', 'b: 2\n', '', { startLine: 2, endLine: 2, replacement: '' }],
  ])('replaces whole lines: %s', (_, text, before, after, edit) => {
    const eol = text.includes('\r\n') ? '\r\n' : '\n';
    const top = ['apiVersion: v1', 'kind: ConfigMap', 'metadata: {name: x}', ''].join(eol);
    const manifest = manifestOf('x.yaml', top + text);
    const finding = findingOf(manifest, ['kind'], { mending: mendingOf(manifest, before, after) });
    const expected = { ...edit, startLine: edit.startLine + 3, endLine: edit.endLine + 3, file: 'x.yaml' };
    expect(report(reviewOf({ findings: [finding] }))).toMatchObject({
      findings: [{ suggestion: { edits: [expected] } }],
    });
  });

  it('leaves out a suggestion whose lines would print a Secret', () => {
    const text = 'apiVersion: v1\nkind: Secret\nmetadata: {name: a}\ndata: {password: aHVudGVyMg==, more: YWJjZA==}\n';
    const manifest = manifestOf('secret.yaml', text);
    const finding = findingOf(manifest, ['data'], { mending: mendingOf(manifest, ', more: YWJjZA==', '') });
    const result = report(reviewOf({ findings: [finding] }));
    expect(JSON.stringify(result)).not.toContain('aHVudGVyMg');
    expect(result).toMatchObject({ findings: [{ noSuggestion: expect.stringContaining('Secret') }] });
  });

  it('says of a finding who exempted it, why and until when', () => {
    const web = manifestOf('deploy/web.yaml', DEPLOYMENT);
    const source = { file: 'exemptions.yml', revision: 'base' as const, text: 'exemptions:\n  - policy: a\n' };
    const exemption = exemptionOf({
      policy: 'disallow-*',
      kinds: ['Deployment'],
      approvedBy: 'octocat',
      span: { source, start: 16, end: 25 },
    });
    const { approvedBy: _, ...unapproved } = exemption;
    const review = reviewOf({
      findings: [
        findingOf(web, ['kind'], { exemption: { state: 'active', exemption } }),
        findingOf(web, ['kind'], { exemption: { state: 'expired', exemption: unapproved } }),
      ],
      unusedExemptions: [exemption],
    });
    const said = {
      policy: 'disallow-*',
      reason: 'until the rewrite',
      until: '2026-11-01',
      file: 'exemptions.yml',
      line: 2,
    };
    expect(report(review)).toMatchObject({
      findings: [
        { exemption: { state: 'active', ...said, approvedBy: 'octocat' } },
        { exemption: { state: 'expired', ...said } },
      ],
      unusedExemptions: [{ ...said, kinds: ['Deployment'], namespaces: [], names: [], approvedBy: 'octocat' }],
    });
  });

  it('says what the pull request changes about its gate, and what the changed gate would say', () => {
    const web = manifestOf('deploy/web.yaml', DEPLOYMENT);
    const change = { kind: 'policy', file: 'policies/p.yaml', line: 3, text: 'adds the ClusterPolicy p' } as const;
    const review = reviewOf({
      gateChanges: [change],
      preview: {
        appearing: [findingOf(web, ['kind'], { policy: 'p' })],
        disappearing: [],
        problems: [new PolicyError('broken', { code: 'policy/expression' })],
      },
    });
    expect(report(review)).toMatchObject({
      gateChanges: [change],
      preview: {
        appearing: [{ policy: 'p', file: 'deploy/web.yaml' }],
        disappearing: [],
        problems: [{ code: 'policy/expression', kind: 'PolicyError', message: 'broken' }],
      },
    });
  });

  it('is refused by its schema when a finding has neither suggestion nor reason', () => {
    const good = JSON.parse(
      reportToJson(fullReview(), { version: '1', showAll: false, width: 80, palette: PLAIN_PALETTE }),
    );
    delete good.findings[0].suggestion;
    expect(() => checkReport(JSON.stringify(good))).toThrow('does not follow its schema');
  });
});
