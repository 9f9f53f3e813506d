import { expect, it } from 'vitest';
import { reportToOpenReports } from '../../src/report/open-reports.ts';
import { reportToPolicyReport } from '../../src/report/policy-report.ts';
import { checkClusterReports } from './check-cluster-reports.ts';
import { fullReview } from './sample-review.ts';

it('reportToOpenReports says what a PolicyReport says, as its successor', () => {
  const text = reportToOpenReports(fullReview());
  const reports = checkClusterReports(text, 'openreports.io_reports.yaml');
  expect(reports.map(({ apiVersion, kind }) => [apiVersion, kind])).toEqual([
    ['openreports.io/v1alpha1', 'ClusterReport'],
    ['openreports.io/v1alpha1', 'Report'],
  ]);
  const predecessor = reportToPolicyReport(fullReview()).replaceAll(
    'wgpolicyk8s.io/v1alpha2',
    'openreports.io/v1alpha1',
  );
  expect(text).toBe(predecessor.replaceAll('PolicyReport', 'Report'));
});
