import { gzipSync } from 'node:zlib';
import type { Result, Run } from 'sarif';
import { describe, expect, it } from 'vitest';
import { ManifestError, PolicyError } from '../../src/errors/tidewaiter-error.ts';
import type { Finding } from '../../src/model/finding.ts';
import type { Review } from '../../src/model/review.ts';
import { PLAIN_PALETTE } from '../../src/report/palette.ts';
import { reportToSarif } from '../../src/report/sarif.ts';
import { applyEdits } from '../../src/text/text-edit.ts';
import { checkSarif } from './check-sarif.ts';
import { DEPLOYMENT, exemptionOf, findingOf, fullReview, manifestOf, mendingOf, reviewOf } from './sample-review.ts';

const options = { version: '1.2.3', showAll: false, width: 80, palette: PLAIN_PALETTE };
const IMAGE = ['spec', 'template', 'spec', 'containers', 0, 'image'];

function runOf(review: Review): Run {
  const [run] = checkSarif(reportToSarif(review, options)).runs;
  if (!run) throw new Error('no run');
  return run;
}

function resultOf(finding: Finding, more: Partial<Review> = {}): Result {
  const [result] = runOf(reviewOf({ findings: [finding], ...more })).results ?? [];
  if (!result) throw new Error('no result');
  return result;
}

const web = manifestOf('deploy/web.yaml', DEPLOYMENT);

describe('reportToSarif', () => {
  it('tells a finding as a result, with its place, its object and what it is known by', () => {
    const finding = findingOf(web, IMAGE, { fingerprint: 'abc', message: 'No tag.' });
    expect(resultOf(finding)).toEqual({
      ruleId: 'ClusterPolicy/disallow-privileged/privileged-containers',
      ruleIndex: 0,
      level: 'error',
      message: { text: 'Deployment shop/web: No tag.' },
      locations: [
        {
          physicalLocation: {
            artifactLocation: { uri: 'deploy/web.yaml', uriBaseId: '%SRCROOT%' },
            region: { startLine: 11, startColumn: 18, endLine: 11, endColumn: 23 },
          },
          logicalLocations: [
            { name: 'web', fullyQualifiedName: 'apps/v1 Deployment shop/web', kind: 'resource' },
            {
              fullyQualifiedName: 'apps/v1 Deployment shop/web spec.template.spec.containers[0].image',
              kind: 'member',
            },
          ],
        },
      ],
      partialFingerprints: { 'tidewaiter/v1': 'abc' },
      baselineState: 'new',
      properties: { level: 'enforce', outcome: 'fail' },
    });
  });

  it('describes each rule once, with all that GitHub asks of one', () => {
    const documentation = 'https://kyverno.io/policies/';
    const { tool, results } = runOf(fullReview());
    expect(results?.map(({ ruleIndex }) => ruleIndex)).toEqual([0, 1, 2, 3, 0]);
    const [rule] = runOf(reviewOf({ findings: [findingOf(web, IMAGE, { documentation })] })).tool.driver.rules ?? [];
    expect(tool.driver).toMatchObject({ name: 'Tidewaiter', version: '1.2.3', rules: [{}, {}, {}, {}] });
    expect(rule).toEqual({
      id: 'ClusterPolicy/disallow-privileged/privileged-containers',
      name: 'disallow-privileged/privileged-containers',
      shortDescription: { text: 'disallow-privileged/privileged-containers' },
      fullDescription: { text: 'Rule privileged-containers of ClusterPolicy/disallow-privileged (kyverno)' },
      help: { text: expect.stringMatching(/tidewaiter explain disallow-privileged FILE.* https:\/\/kyverno\.io/) },
      helpUri: documentation,
      defaultConfiguration: { level: 'error' },
      properties: { tags: ['kubernetes', 'kyverno'] },
    });
  });

  it.each([
    ['enforce', 'fail', 'error'],
    ['warn', 'fail', 'warning'],
    ['audit', 'fail', 'note'],
    ['enforce', 'error', 'error'],
    ['enforce', 'unknown', 'warning'],
    ['audit', 'unknown', 'note'],
  ] as const)('gives %s and %s the level %s', (level, outcome, expected) => {
    expect(resultOf(findingOf(web, IMAGE, { level, outcome })).level).toBe(expected);
  });

  it.each([
    ['new', 'new'],
    ['existing', 'unchanged'],
    ['fixed', 'absent'],
  ] as const)('gives what is %s against the base the state %s', (status, expected) => {
    expect(resultOf(findingOf(web, IMAGE, { status })).baselineState).toBe(expected);
  });

  it('gives no state where there is no base to compare with', () => {
    const { base, ...review } = reviewOf({ findings: [findingOf(web, IMAGE)] });
    expect(runOf(review).results?.[0]).not.toHaveProperty('baselineState');
  });

  it('tells an exempted finding as one that was accepted, and an expired exemption as none', () => {
    const exemption = exemptionOf({ reason: 'it profiles', until: '2027-03-31', approvedBy: 'octocat' });
    expect(resultOf(findingOf(web, IMAGE, { exemption: { state: 'active', exemption } })).suppressions).toEqual([
      {
        kind: 'external',
        status: 'accepted',
        justification: 'exempted until 2027-03-31 by octocat: it profiles',
      },
    ]);
    expect(resultOf(findingOf(web, IMAGE, { exemption: { state: 'expired', exemption } }))).not.toHaveProperty(
      'suppressions',
    );
  });

  it.each([
    ['LF', 'image: nginx\n', 'image: nginx:1.27\n'],
    ['several lines', 'nginx\n          securityContext:\n', 'nginx:1\n          tty: true\n'],
    ['a removal', '          image: nginx\n', ''],
    ['an insertion at the end', 'busybox:1.36\n', 'busybox:1.36\n          tty: true\n'],
  ])('offers a proven suggestion as a fix that applies to the same text: %s', (_, before, after) => {
    for (const text of [DEPLOYMENT, DEPLOYMENT.replaceAll('\n', '\r\n'), DEPLOYMENT.trimEnd()]) {
      const lineBreak = text.includes('\r\n') ? '\r\n' : '\n';
      const [from, to] = [before, after].map((part) => part.replaceAll('\n', lineBreak));
      if (!text.includes(from ?? '')) continue;
      const manifest = manifestOf('deploy/web.yaml', text);
      const { fixes } = resultOf(findingOf(manifest, IMAGE, { mending: mendingOf(manifest, from ?? '', to ?? '') }));
      expect(fixes).toMatchObject([
        {
          description: { text: 'proven: 1 violation gone, 0 new, 12 policies re-run, idempotent' },
          artifactChanges: [{ artifactLocation: { uri: 'deploy/web.yaml', uriBaseId: '%SRCROOT%' } }],
        },
      ]);
      expect(applyFix(text, fixes)).toBe(text.replace(from ?? '', to ?? ''));
    }
  });

  it('offers no fix that would print a Secret', () => {
    const text = 'apiVersion: v1\nkind: Secret\nmetadata: {name: a}\ndata: {password: aHVudGVyMg==, more: YWJjZA==}\n';
    const secret = manifestOf('secret.yaml', text);
    const review = reviewOf({
      findings: [findingOf(secret, ['data'], { mending: mendingOf(secret, ', more: YWJjZA==', '') })],
    });
    expect(reportToSarif(review, options)).not.toContain('aHVudGVyMg');
    expect(runOf(review).results?.[0]).not.toHaveProperty('fixes');
  });

  it('points at the beginning of the parent where a key is missing', () => {
    const missing = findingOf(web, ['spec', 'template', 'spec', 'securityContext']);
    expect(resultOf(missing).locations?.[0]?.physicalLocation?.region).toMatchObject({ startLine: 9, endLine: 9 });
  });

  it.each([
    ['a b/ü#1.yaml', 'head', { uri: 'a%20b/%C3%BC%231.yaml', uriBaseId: '%SRCROOT%' }],
    ['c:d.yaml', 'head', { uri: 'c%3Ad.yaml', uriBaseId: '%SRCROOT%' }],
    ['deploy/gone.yaml', 'base', { uri: 'deploy/gone.yaml', uriBaseId: 'BASE' }],
    ['stdin.yaml', 'disk', { uri: 'stdin.yaml', uriBaseId: '%SRCROOT%' }],
    ['/tmp/x y.yaml', 'disk', { uri: 'file:///tmp/x%20y.yaml' }],
  ] as const)('names the file %j of %s', (file, revision, expected) => {
    const { locations } = resultOf(findingOf(manifestOf(file, DEPLOYMENT, 0, revision), IMAGE));
    expect(locations?.[0]?.physicalLocation?.artifactLocation).toEqual(expected);
  });

  it('tells what could not be judged as notifications of a run that was not successful', () => {
    const source = { file: 'p.yaml', revision: 'head' as const, text: 'a\nb\n' };
    const problem = new ManifestError('broken', {
      code: 'yaml/syntax',
      span: { source, start: 2, end: 3 },
      remedy: 'Mend it.',
    });
    const review = reviewOf({
      problems: [problem, new PolicyError('gone', { code: 'file/missing' })],
      notJudged: [{ file: 'c.yaml', line: 2, code: 'manifest/helm-template', reason: 'a chart' }],
      notes: ['A note.'],
    });
    expect(runOf(review).invocations).toEqual([
      {
        executionSuccessful: false,
        exitCode: 2,
        toolExecutionNotifications: [
          {
            level: 'error',
            message: { text: 'broken. Mend it.' },
            descriptor: { id: 'yaml/syntax' },
            locations: [
              {
                physicalLocation: {
                  artifactLocation: { uri: 'p.yaml', uriBaseId: '%SRCROOT%' },
                  region: { startLine: 2, startColumn: 1, endLine: 2, endColumn: 2 },
                },
              },
            ],
          },
          { level: 'error', message: { text: 'gone' }, descriptor: { id: 'file/missing' } },
          {
            level: 'warning',
            message: { text: 'Not judged: a chart' },
            descriptor: { id: 'manifest/helm-template' },
            locations: [
              {
                physicalLocation: {
                  artifactLocation: { uri: 'c.yaml', uriBaseId: '%SRCROOT%' },
                  region: { startLine: 2 },
                },
              },
            ],
          },
          { level: 'note', message: { text: 'A note.' } },
        ],
      },
    ]);
    expect(runOf(reviewOf()).invocations).toEqual([
      { executionSuccessful: true, exitCode: 0, toolExecutionNotifications: [] },
    ]);
  });

  // Sections 3.11.5 and 3.11.6 of the specification.
  it('has no placeholders and no links in its messages', () => {
    const finding = findingOf(web, IMAGE, { message: '{0} of {{x}}, [press](https://evil.example) containers[0]' });
    expect(resultOf(finding).message.text).toBe(
      'Deployment shop/web: {{0}} of {{{{x}}}}, [press]\u2060(https://evil.example) containers[0]',
    );
  });

  it('keeps what is worst where GitHub would refuse the whole, and says how much is left out', () => {
    const many = Array.from({ length: 25_003 }, (_, index) =>
      findingOf(web, ['kind'], { message: `finding ${index}` }),
    );
    const short = reportToSarif(
      reviewOf({ findings: many.map((each) => ({ ...each, path: [], message: 'x' })) }),
      options,
    );
    const long = reportToSarif(reviewOf({ findings: many.map((each) => ({ ...each, message: noise() })) }), options);
    for (const text of [short, long]) {
      const [run] = checkSarif(text).runs;
      const left = many.length - (run?.results?.length ?? 0);
      expect(left).toBeGreaterThanOrEqual(3);
      expect(run?.invocations?.[0]?.toolExecutionNotifications?.[0]?.message.text).toMatch(
        new RegExp(`^${left} findings, .* are left out`),
      );
      expect(gzipSync(text).length).toBeLessThan(10_000_000);
    }
  });
});

/** What no compressor makes smaller, as a hostile manifest could have it. */
let seed = 1;
function noise(): string {
  let text = '';
  while (text.length < 1_500) {
    seed = (seed * 48_271) % 2_147_483_647;
    text += seed.toString(36);
  }
  return text;
}

/** As a program would that knows nothing of us. */
function applyFix(text: string, fixes: Result['fixes']): string {
  const replacements = fixes?.[0]?.artifactChanges[0]?.replacements ?? [];
  const lines = text.split(/(?<=\n)/);
  const offsetOf = (line = 0, column = 0) => lines.slice(0, line - 1).join('').length + column - 1;
  const edits = replacements.map(({ deletedRegion, insertedContent }) => ({
    start: offsetOf(deletedRegion.startLine, deletedRegion.startColumn),
    end: offsetOf(deletedRegion.endLine, deletedRegion.endColumn),
    replacement: insertedContent?.text ?? '',
  }));
  return applyEdits(text, edits);
}
