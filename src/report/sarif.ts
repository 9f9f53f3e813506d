import type { JsonObject, JsonValue } from '../base/json.ts';
import type { TidewaiterError } from '../errors/tidewaiter-error.ts';
import type { NotJudged } from '../model/manifest.ts';
import type { Review } from '../model/review.ts';
import { exitCodeOf } from '../review/decide.ts';
import type { ReportOptions } from './report-options.ts';
import { SARIF_BASES, sarifLine, sarifPlace } from './sarif-place.ts';
import { sarifResult } from './sarif-result.ts';
import { SarifRules } from './sarif-rules.ts';
import { sarifText } from './sarif-text.ts';
import { writeJson } from './write-json.ts';

/**
 * GitHub refuses a file with more results, and one that has more than 10 MB once it is compressed. What is no larger before it is
 * compressed is none in any case.
 */
const RESULTS = { items: 25_000, bytes: 8_000_000 };
const NOTIFICATIONS = { items: 2_000, bytes: 1_500_000 };

/**
 * A review as SARIF 2.1.0, for GitHub's code scanning and for whoever else reads it. Findings are results, worst first; what could not be
 * judged is told as notifications of the run, and so is what the file had no room for.
 */
export function reportToSarif(review: Review, { version }: ReportOptions): string {
  const rules = new SarifRules();
  const room = new Room(RESULTS);
  const results = review.findings.flatMap((finding) => {
    const rule = rules.find(finding);
    const result = sarifResult(finding, rule.index, { compared: review.base !== undefined });
    if (!room.takes(result, ...(rule.isNew ? [rule.descriptor] : []))) return [];
    rules.add(rule);
    return [result];
  });
  const run: JsonObject = {
    tool: { driver: { name: 'Tidewaiter', version, rules: rules.descriptors } },
    invocations: [invocationOf(review, room.refused)],
    originalUriBaseIds: SARIF_BASES,
    columnKind: 'utf16CodeUnits',
    properties: {
      decision: review.decision,
      ...(review.base === undefined ? {} : { base: review.base }),
      head: review.head,
    },
    results,
  };
  return writeJson({ $schema: SCHEMA, version: '2.1.0', runs: [run] }, { levels: 4 });
}

const SCHEMA = 'https://json.schemastore.org/sarif-2.1.0.json';

/** What there is room for in a file. */
class Room {
  #items: number;
  #bytes: number;
  #refused = 0;

  constructor({ items, bytes }: { readonly items: number; readonly bytes: number }) {
    this.#items = items;
    this.#bytes = bytes;
  }

  get refused(): number {
    return this.#refused;
  }

  /** Whether there is room for something that is written in these parts; then it is taken up. */
  takes(...parts: readonly JsonValue[]): boolean {
    const bytes = this.#items === 0 ? 0 : sizeOf(parts);
    if (this.#items === 0 || bytes > this.#bytes) {
      this.#refused++;
      return false;
    }
    this.#items--;
    this.#bytes -= bytes;
    return true;
  }
}

function sizeOf(parts: readonly JsonValue[]): number {
  // Commas, line breaks and indentation come between them.
  return parts.reduce<number>((sum, part) => sum + Buffer.byteLength(JSON.stringify(part)) + 12, 0);
}

function invocationOf(review: Review, leftOut: number): JsonObject {
  const room = new Room(NOTIFICATIONS);
  const notifications = [
    ...review.problems.map(problemNotification),
    ...review.notJudged.map(notJudgedNotification),
    ...review.notes.map((note) => notification('note', note)),
  ].filter((each) => room.takes(each));
  return {
    executionSuccessful: review.problems.length === 0,
    exitCode: exitCodeOf(review),
    toolExecutionNotifications: [
      ...leftOutNotification(leftOut, 'findings, the least of them,'),
      ...leftOutNotification(room.refused, 'notifications'),
      ...notifications,
    ],
  };
}

function problemNotification({ code, message, remedy, span }: TidewaiterError): JsonObject {
  return {
    ...notification('error', remedy === undefined ? message : `${message}. ${remedy}`),
    descriptor: { id: code },
    ...(span ? { locations: [{ physicalLocation: sarifPlace(span) }] } : {}),
  };
}

function notJudgedNotification({ file, line, reason, code }: NotJudged): JsonObject {
  return {
    ...notification('warning', `Not judged: ${reason}`),
    descriptor: { id: code },
    locations: [{ physicalLocation: sarifLine(file, line) }],
  };
}

function leftOutNotification(count: number, what: string): readonly JsonObject[] {
  if (count === 0) return [];
  return [notification('warning', `${count} ${what} are left out, for GitHub takes no larger file; -o json has them.`)];
}

function notification(level: 'error' | 'warning' | 'note', text: string): JsonObject {
  return { level, message: { text: sarifText(text) } };
}
