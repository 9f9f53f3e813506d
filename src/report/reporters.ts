import { reportToJson } from './json.ts';
import { reportToMarkdown } from './markdown.ts';
import type { Reporter } from './report-options.ts';
import { reportToTerminal } from './terminal.ts';

export const REPORT_FORMATS = ['terminal', 'json', 'markdown'] as const;
export type ReportFormat = (typeof REPORT_FORMATS)[number];

/** Adding a format is one file and one line here. */
export const REPORTERS: { readonly [format in ReportFormat]: Reporter } = {
  terminal: reportToTerminal,
  json: reportToJson,
  markdown: reportToMarkdown,
};
