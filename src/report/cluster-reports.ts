import { compareText } from '../base/compare-text.ts';
import type { JsonObject } from '../base/json.ts';
import type { Review } from '../model/review.ts';
import { renderBlock } from '../yaml/render-value.ts';
import type { WritingStyle } from '../yaml/writing-style.ts';
import { type ClusterResult, clusterResults, RESULTS, type ResultWord } from './cluster-results.ts';

/** The two APIs differ in their names alone. */
export interface ReportKinds {
  readonly apiVersion: string;
  readonly namespaced: string;
  readonly clusterWide: string;
}

/**
 * A review as objects that `kubectl apply` takes: one for each namespace, one for what has none. A namespace of very many results has
 * several, for the API server refuses large objects, and kubectl those that do not fit into an annotation.
 */
export function writeClusterReports(review: Review, kinds: ReportKinds): string {
  const byNamespace = Map.groupBy(clusterResults(review), ({ namespace }) => namespace);
  const names = [...byNamespace.keys()].toSorted(compareText);
  const reports = (names.length === 0 ? [''] : names).flatMap((namespace) =>
    pagesOf(byNamespace.get(namespace) ?? []).map((results, page) => reportObject(kinds, namespace, page, results)),
  );
  return reports.map((report) => `---\n${renderBlock(report, 0, STYLE).join('\n')}\n`).join('');
}

/** kubectl keeps what it has applied in an annotation, and all annotations together may have 262,144 bytes. */
const BYTES_OF_A_REPORT = 200_000;

function pagesOf(results: readonly ClusterResult[]): readonly (readonly ClusterResult[])[] {
  const pages: ClusterResult[][] = [[]];
  let room = BYTES_OF_A_REPORT;
  for (const result of results) {
    const bytes = Buffer.byteLength(JSON.stringify(result.content)) + 1;
    if (bytes > room && pages.at(-1)?.length !== 0) {
      pages.push([]);
      room = BYTES_OF_A_REPORT;
    }
    pages.at(-1)?.push(result);
    room -= bytes;
  }
  return pages;
}

function reportObject(
  { apiVersion, namespaced, clusterWide }: ReportKinds,
  namespace: string,
  page: number,
  results: readonly ClusterResult[],
): JsonObject {
  return {
    apiVersion,
    kind: namespace === '' ? clusterWide : namespaced,
    metadata: {
      name: page === 0 ? 'tidewaiter' : `tidewaiter-${page + 1}`,
      ...(namespace === '' ? {} : { namespace }),
      labels: { 'app.kubernetes.io/managed-by': 'tidewaiter' },
    },
    results: results.map(({ content }) => content),
    summary: summaryOf(results),
  };
}

function summaryOf(results: readonly ClusterResult[]): JsonObject {
  const count = (word: ResultWord) => results.filter(({ content }) => content.result === word).length;
  return Object.fromEntries(RESULTS.map((word) => [word, count(word)]));
}

const STYLE: WritingStyle = {
  lineBreak: '\n',
  step: 2,
  sequenceStep: 2,
  dashGap: ' ',
  quote: '"',
  json: false,
  blockText: false,
};
