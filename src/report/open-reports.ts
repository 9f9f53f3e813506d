import type { Review } from '../model/review.ts';
import { type ReportKinds, writeClusterReports } from './cluster-reports.ts';

const OPEN_REPORTS: ReportKinds = {
  apiVersion: 'openreports.io/v1alpha1',
  namespaced: 'Report',
  clusterWide: 'ClusterReport',
};

/** A review as objects of the OpenReports API: a Report for each namespace, and a ClusterReport for the rest. */
export function reportToOpenReports(review: Review): string {
  return writeClusterReports(review, OPEN_REPORTS);
}
