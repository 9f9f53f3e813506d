import { renderJson, renderYaml } from './render-document.ts';
import { renderJunit } from './render-junit.ts';
import { renderMarkdown } from './render-markdown.ts';
import { renderTable } from './render-table.ts';
import type { SuiteReporter } from './suite-report.ts';

/** The forms in which results of suites are told. */
export const SUITE_REPORTERS = {
  table: renderTable,
  json: renderJson,
  yaml: renderYaml,
  markdown: renderMarkdown,
  junit: renderJunit,
} as const satisfies { readonly [name: string]: SuiteReporter };

export type SuiteFormat = keyof typeof SUITE_REPORTERS;
