/**
 * Tidewaiter as a library: read a change, judge it, report the review. The command line is made of the same functions.
 *
 * @example
 * const change = await readChangeSet({ folder: '.', base: 'main' });
 * const review = await judge({ change, library: bundledFiles(), now: Date.now(), seed: 1, clock: () => performance.now() });
 */

export { ERROR_CODES, type ErrorCode } from './errors/codes.ts';
export {
  ConfigError,
  EngineError,
  GitHubError,
  ManifestError,
  PolicyError,
  TidewaiterError,
} from './errors/tidewaiter-error.ts';
export type { ChangedFile, ChangeSet, FileContent, FileEntry, Files, Hunk } from './model/files.ts';
export type { Finding, FindingStatus, Mending, Remedy } from './model/finding.ts';
export type { ObjectReference } from './model/kubernetes-object.ts';
export type { Location, Manifest, NotJudged, Origin } from './model/manifest.ts';
export type { Counts, Decision, Effect, OtherVerdict, Review } from './model/review.ts';
export type { Proof, Suggestion } from './model/suggestion.ts';
export type { Level } from './model/verdict.ts';
export { type JudgeInput, judge } from './pipeline.ts';
export type { PolicyReference } from './policy/configuration.ts';
export type { ConfigurationOverrides } from './policy/configuration-overrides.ts';
export { ANSI_PALETTE, type Palette, PLAIN_PALETTE } from './report/palette.ts';
export type { ReportOptions } from './report/report-options.ts';
export { REPORT_FORMATS, REPORTERS, type ReportFormat } from './report/reporters.ts';
export { bundledFiles } from './repository/bundled-files.ts';
export { filesFromDisk } from './repository/files-from-disk.ts';
export { type CheckedOutChangeSet, type ReadChangeSetOptions, readChangeSet } from './repository/read-change-set.ts';
export { exitCodeOf } from './review/decide.ts';
export { endOf, type Position, positionAt, startOf } from './text/position.ts';
export type { Source } from './text/source.ts';
export type { Span } from './text/span.ts';
export type { TextEdit } from './text/text-edit.ts';
