import { describe, expect, it } from 'vitest';
import { PolicyError } from '../../src/errors/tidewaiter-error.ts';
import type { Review } from '../../src/model/review.ts';
import { reportToPolicyReport } from '../../src/report/policy-report.ts';
import { checkClusterReports } from './check-cluster-reports.ts';
import { DEPLOYMENT, exemptionOf, findingOf, fullReview, manifestOf, reviewOf, verdictOf } from './sample-review.ts';

const web = manifestOf('deploy/web.yaml', DEPLOYMENT);
const node = manifestOf('node.yaml', 'apiVersion: v1\nkind: Node\nmetadata: {name: n1}\n');
const IMAGE = ['spec', 'template', 'spec', 'containers', 0, 'image'];

const reportsOf = (review: Review) =>
  checkClusterReports(reportToPolicyReport(review), 'wgpolicyk8s.io_policyreports.yaml');

describe('reportToPolicyReport', () => {
  it('has a report for each namespace, and one for what has none', () => {
    const review = reviewOf({
      findings: [findingOf(web, IMAGE, { message: 'No tag: yes', fingerprint: 'abc' })],
      otherVerdicts: [
        verdictOf(node, { policy: 'labels' }),
        verdictOf(web, { policy: 'batch', outcome: 'skip', reason: 'not met' }),
      ],
    });
    expect(reportToPolicyReport(review)).toBe(`---
apiVersion: wgpolicyk8s.io/v1alpha2
kind: ClusterPolicyReport
metadata:
  name: tidewaiter
  labels:
    app.kubernetes.io/managed-by: tidewaiter
results:
  - source: tidewaiter
    policy: labels
    rule: labels
    resources:
      - apiVersion: v1
        kind: Node
        name: n1
    result: pass
    properties:
      engine: kyverno
      file: node.yaml
summary:
  pass: 1
  fail: 0
  warn: 0
  error: 0
  skip: 0
---
apiVersion: wgpolicyk8s.io/v1alpha2
kind: PolicyReport
metadata:
  name: tidewaiter
  namespace: shop
  labels:
    app.kubernetes.io/managed-by: tidewaiter
results:
  - source: tidewaiter
    policy: disallow-privileged
    rule: privileged-containers
    resources:
      - apiVersion: apps/v1
        kind: Deployment
        namespace: shop
        name: web
    result: fail
    severity: high
    message: "No tag: yes"
    properties:
      engine: kyverno
      file: deploy/web.yaml
      line: "11"
      path: spec.template.spec.containers[0].image
      level: enforce
      status: new
      fingerprint: abc
  - source: tidewaiter
    policy: batch
    rule: batch
    resources:
      - apiVersion: apps/v1
        kind: Deployment
        namespace: shop
        name: web
    result: skip
    message: not met
    properties:
      engine: kyverno
      file: deploy/web.yaml
summary:
  pass: 0
  fail: 1
  warn: 0
  error: 0
  skip: 1
`);
  });

  it('follows its definition with one of everything', () => {
    expect(reportsOf(fullReview()).map(({ kind, summary }) => [kind, summary])).toEqual([
      ['ClusterPolicyReport', { pass: 0, fail: 0, warn: 0, error: 0, skip: 2 }],
      ['PolicyReport', { pass: 1, fail: 2, warn: 2, error: 0, skip: 1 }],
    ]);
  });

  it.each([
    ['enforce', 'fail', 'fail', 'high'],
    ['warn', 'fail', 'warn', 'medium'],
    ['audit', 'fail', 'warn', 'low'],
    ['warn', 'mutate', 'warn', 'medium'],
    ['enforce', 'error', 'error', 'high'],
    ['enforce', 'unknown', 'error', 'high'],
  ] as const)('calls %s and %s a result %s of severity %s', (level, outcome, result, severity) => {
    const [report] = reportsOf(reviewOf({ findings: [findingOf(web, IMAGE, { level, outcome })] }));
    expect(report?.results).toMatchObject([{ result, severity }]);
  });

  it('skips what is exempted, and leaves out what is fixed', () => {
    const exemption = { state: 'active', exemption: exemptionOf({ reason: 'it profiles' }) } as const;
    const findings = [findingOf(web, IMAGE, { exemption }), findingOf(web, IMAGE, { rule: 'other', status: 'fixed' })];
    const [report] = reportsOf(reviewOf({ findings }));
    expect(report?.results).toMatchObject([{ result: 'skip', message: 'exempted until 2027-03-31: it profiles' }]);
  });

  it('tells what could not be judged of the whole', () => {
    const review = reviewOf({
      problems: [new PolicyError('gone', { code: 'file/missing' })],
      notJudged: [{ file: 'c.yaml', line: 2, code: 'manifest/helm-template', reason: 'a chart' }],
    });
    expect(reportsOf(review)).toMatchObject([
      {
        kind: 'ClusterPolicyReport',
        results: [
          { policy: 'tidewaiter', rule: 'file/missing', result: 'error', message: 'gone' },
          {
            policy: 'tidewaiter',
            rule: 'manifest/helm-template',
            result: 'skip',
            message: 'a chart',
            properties: { file: 'c.yaml', line: '2' },
          },
        ],
      },
    ]);
  });

  it('is something to apply even where there is nothing to tell', () => {
    expect(reportsOf(reviewOf())).toMatchObject([{ kind: 'ClusterPolicyReport', results: [] }]);
  });

  it('puts what is in a namespace that cannot exist with the whole, so that the rest can be applied', () => {
    const verdict = verdictOf(web, { policy: 'x', object: { ...web.reference, namespace: 'No\nSuch' } });
    expect(reportsOf(reviewOf({ otherVerdicts: [verdict] }))).toMatchObject([
      { kind: 'ClusterPolicyReport', results: [{ resources: [{ namespace: 'No\nSuch' }] }] },
    ]);
  });

  // `kubectl apply` keeps the object in an annotation; all of them together may have 262,144 bytes.
  it('splits what is too large for an annotation', () => {
    const verdicts = Array.from({ length: 2_000 }, (_, index) => verdictOf(web, { policy: `policy-${index}` }));
    const reports = reportsOf(reviewOf({ otherVerdicts: verdicts }));
    expect(reports.map(({ metadata }) => metadata.name)).toEqual(['tidewaiter', 'tidewaiter-2', 'tidewaiter-3']);
    expect(reports.flatMap(({ results }) => results).map(({ policy }) => policy)).toEqual(
      verdicts.map(({ policy }) => policy),
    );
    for (const report of reports) expect(JSON.stringify(report).length).toBeLessThan(262_144);
  });
});
