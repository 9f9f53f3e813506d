import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PLAIN_PALETTE } from '../../src/report/palette.ts';
import { FORMATS_WITH_PASSES, REPORT_FORMATS, REPORTERS, type ReportFormat } from '../../src/report/reporters.ts';
import { anyReview } from './any-review.ts';
import { checkClusterReports } from './check-cluster-reports.ts';
import { checkJunit } from './check-junit.ts';
import { checkRdjson } from './check-rdjson.ts';
import { checkReport } from './check-report.ts';
import { checkSarif } from './check-sarif.ts';
import { DEPLOYMENT, findingOf, manifestOf, reviewOf } from './sample-review.ts';

const options = { version: '1.2.3', showAll: true, width: 80, palette: PLAIN_PALETTE };

/** What a reader of each format holds it to. Terminal and Markdown are for people, and have tests of their own. */
const READERS: { readonly [format in Exclude<ReportFormat, 'terminal' | 'markdown'>]: (text: string) => unknown } = {
  json: (text) => checkReport(strictJson(text)),
  sarif: (text) => checkSarif(strictJson(text)),
  github: checkCommands,
  junit: checkJunit,
  rdjson: (text) => checkRdjson(strictJson(text)),
  policyreport: (text) => checkClusterReports(text, 'wgpolicyk8s.io_policyreports.yaml'),
  openreports: (text) => checkClusterReports(text, 'openreports.io_reports.yaml'),
};

describe('of any review, whatever its texts hold,', () => {
  it.each(Object.entries(READERS))('the report as %s is one that its readers take', (format, read) => {
    const report = REPORTERS[format as keyof typeof READERS];
    fc.assert(
      fc.property(anyReview, (review) => {
        read(report(review, options));
      }),
      { numRuns: 300 },
    );
  });
});

describe('the reason of a finding', () => {
  const finding = findingOf(manifestOf('deploy/web.yaml', DEPLOYMENT), ['kind'], {
    message: 'validation error: No tag. rule x failed at path /kind/',
    authoredMessage: 'No tag.',
  });

  it.each(['sarif', 'github', 'junit', 'rdjson'] as const)('is told by %s in the words of its author', (format) => {
    const text = REPORTERS[format](reviewOf({ findings: [finding] }), options);
    expect(text).toContain('No tag.');
    expect(text).not.toContain('validation error');
  });

  it.each(['policyreport', 'openreports'] as const)('is told by %s as the cluster tells it', (format) => {
    expect(REPORTERS[format](reviewOf({ findings: [finding] }), options)).toContain(finding.message);
  });
});

describe('REPORTERS', () => {
  it.each(REPORT_FORMATS)('%s says the same of the same review', (format) => {
    const [[review] = []] = [fc.sample(anyReview, { seed: 7, numRuns: 1 })];
    const given = review ?? reviewOf();
    expect(REPORTERS[format](given, options)).toBe(REPORTERS[format](given, options));
  });

  it('has formats with passes among its formats', () => {
    expect([...FORMATS_WITH_PASSES].filter((format) => !REPORT_FORMATS.includes(format))).toEqual([]);
  });
});

/** As Go reads it: every text has to be one that UTF-8 can hold. */
function strictJson(text: string): string {
  JSON.parse(text, (_, value) => {
    if (typeof value === 'string' && !value.isWellFormed()) throw new Error(`half a pair: ${JSON.stringify(value)}`);
    return value;
  });
  return text;
}

/** As the runner reads them: a command a line, and no other line. */
function checkCommands(text: string): void {
  for (const line of text.split('\n').slice(0, -1)) {
    const command = /^::(?:error|warning|notice) ((?:[a-zA-Z]+=[^,:\r\n]*,?)+)::[^\r\n]*$/.exec(line);
    if (!command) throw new Error(`no command: ${JSON.stringify(line)}`);
    const names = command[1]?.split(',').map((property) => property.split('=')[0]);
    expect(['title', 'file,line,endLine,title', 'file,line,endLine,col,title']).toContain(names?.join());
  }
}
