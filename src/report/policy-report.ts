import type { Review } from '../model/review.ts';
import { type ReportKinds, writeClusterReports } from './cluster-reports.ts';

/** As Kyverno, Trivy and Falco write them, until they move on to OpenReports. */
const POLICY_REPORT: ReportKinds = {
  apiVersion: 'wgpolicyk8s.io/v1alpha2',
  namespaced: 'PolicyReport',
  clusterWide: 'ClusterPolicyReport',
};

/** A review as objects of the Policy Report API: a PolicyReport for each namespace, and a ClusterPolicyReport for the rest. */
export function reportToPolicyReport(review: Review): string {
  return writeClusterReports(review, POLICY_REPORT);
}
