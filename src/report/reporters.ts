import { reportToGithubCommands } from './github-commands.ts';
import { reportToJson } from './json.ts';
import { reportToJunit } from './junit.ts';
import { reportToMarkdown } from './markdown.ts';
import { reportToOpenReports } from './open-reports.ts';
import { reportToPolicyReport } from './policy-report.ts';
import { reportToRdjson } from './rdjson.ts';
import type { Reporter } from './report-options.ts';
import { reportToSarif } from './sarif.ts';
import { reportToTerminal } from './terminal.ts';

export const REPORT_FORMATS = [
  'terminal',
  'json',
  'markdown',
  'sarif',
  'github',
  'junit',
  'rdjson',
  'policyreport',
  'openreports',
] as const;
export type ReportFormat = (typeof REPORT_FORMATS)[number];

/** Adding a format is one file and one line here. */
export const REPORTERS: { readonly [format in ReportFormat]: Reporter } = {
  terminal: reportToTerminal,
  json: reportToJson,
  markdown: reportToMarkdown,
  sarif: reportToSarif,
  github: reportToGithubCommands,
  junit: reportToJunit,
  rdjson: reportToRdjson,
  policyreport: reportToPolicyReport,
  openreports: reportToOpenReports,
};

/** Those that tell what passed and what was skipped, asked or not. */
export const FORMATS_WITH_PASSES: ReadonlySet<ReportFormat> = new Set(['junit', 'policyreport', 'openreports']);
