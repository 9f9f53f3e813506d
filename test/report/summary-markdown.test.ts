import { describe, expect, it } from 'vitest';
import { PolicyError } from '../../src/errors/tidewaiter-error.ts';
import type { Hunk } from '../../src/model/files.ts';
import type { Finding } from '../../src/model/finding.ts';
import type { Review } from '../../src/model/review.ts';
import { summaryToMarkdown } from '../../src/report/summary-markdown.ts';
import { NOWHERE } from '../../src/report/whereabouts.ts';
import { placeComments } from '../../src/review/place-comments.ts';
import { DEPLOYMENT, findingOf, fullReview, manifestOf, mendingOf, reviewOf } from './sample-review.ts';

const EVERYTHING: readonly Hunk[] = [{ oldStart: 0, oldLines: 0, newStart: 1, newLines: 100 }];
const PRIVILEGED = ['spec', 'template', 'spec', 'containers', 0, 'securityContext', 'privileged'];

function summaryOf(review: Review, { most = 15, hunks = EVERYTHING } = {}): string {
  const placement = placeComments(review.findings, { hunksOf: () => hunks, most });
  return summaryToMarkdown(review, placement, { version: '1.2.3', whereabouts: { ...NOWHERE, base: 'origin/main' } });
}

/** A finding of each rule in each of so many files. */
function findingsIn(files: number, rules: readonly string[] = ['privileged']): readonly Finding[] {
  return Array.from({ length: files }, (_, index) => manifestOf(`deploy/${index}.yaml`, DEPLOYMENT)).flatMap(
    (manifest) => rules.map((rule) => findingOf(manifest, PRIVILEGED, { policy: rule, rule })),
  );
}

describe('summaryToMarkdown', () => {
  it('tells the decision, what to do, the counts, the files with their rules and lines, what was not judged, and the time', () => {
    const review = fullReview();
    expect(summaryOf(review).replace(/\n<details>.*?<\/details>\n/gs, '')).toBe(`### ⛔ Blocked: 2 new enforce findings

1 new warn finding

**3 of 4 findings have a proven fix:** commit the suggestions, or run \`npx tidewaiter fix --base origin/main\`

3 files · 5 objects · 12 policies · 41 evaluations: 30 pass, 2 fail, 9 skip

| File | Findings | Proven fixes |
|---|---|---|
| \`deploy/web.yaml\`<br>⛔\u00a02\u00a0enforce · ⚠️\u00a02\u00a0warn | ⛔ \`disallow-privileged/privileged-containers\` line 13<br>⛔ \`require-non-root/run-as-non-root\` line 14<br>⚠️ \`baseline/privileged\` line 13<br>⚠️ \`add-tag\` line 11: admission would change this | 3 of 4 |

**Not judged: 2 places**

- \`charts/web/templates/a.yaml:1\`, \`charts/web/templates/b.yaml:1\`: it belongs to the Helm chart charts/web/, and charts are not rendered yet

**Notes**

- The policies were read from the disk (-p), not from the base branch.
- Not in this report's scope: 4 existing findings.

<sub>Tidewaiter 1.2.3 · policies of 1111111111, manifests of 2222222222 · 38 ms</sub>
`);
  });

  it('says no more than it has to where all is well', () => {
    expect(summaryOf(reviewOf())).toBe(`### ✅ Passed: nothing to object to

3 files · 5 objects · 12 policies · 41 evaluations: 30 pass, 2 fail, 9 skip

<sub>Tidewaiter 1.2.3 · policies of 1111111111, manifests of 2222222222 · 38 ms</sub>
`);
  });

  it('tells by file what is beyond the limit of comments, with the command once', () => {
    const text = summaryOf(reviewOf({ findings: findingsIn(3) }), { most: 1 });
    expect(text).toContain(`**2 findings beyond the limit of comments on lines**

- \`deploy/1.yaml\` <sub>\`npx tidewaiter check --base origin/main deploy/1.yaml\`</sub>
  - ⛔ line 13 \`privileged\` on \`Deployment shop/web\`: Privileged mode is disallowed.
- \`deploy/2.yaml\``);
  });

  it('folds what would push everything else out of sight', () => {
    const told = (count: number) => summaryOf(reviewOf({ findings: findingsIn(count) }), { most: 0 });
    expect(told(10)).toContain('**10 findings beyond the limit of comments on lines**');
    expect(told(11)).toContain('<summary>11 findings beyond the limit of comments on lines</summary>');
  });

  it('asks nobody to commit suggestions where there are none', () => {
    const web = manifestOf('deploy/web.yaml', DEPLOYMENT);
    const findings = [findingOf(web, PRIVILEGED, { mending: mendingOf(web, 'privileged: true', 'privileged: false') })];
    const text = summaryOf(reviewOf({ findings }), { hunks: [] });
    expect(text).toContain('**1 of 1 finding has a proven fix:** run `npx tidewaiter fix --base origin/main`\n');
    expect(text).toContain('**1 finding outside of the diff, where GitHub takes no comment**');
    expect(text).toContain('-            privileged: true\n+            privileged: false\n');
  });

  it('asks nobody to commit what GitHub cannot take over', () => {
    const web = manifestOf('deploy/web.yaml', DEPLOYMENT.replaceAll('\n', '\r\n'));
    const findings = [findingOf(web, PRIVILEGED, { mending: mendingOf(web, 'privileged: true', 'privileged: false') })];
    const text = summaryOf(reviewOf({ findings }));
    expect(text).toContain('has a proven fix:** run `npx tidewaiter fix --base origin/main`\n');
    expect(text).toContain('The proven fixes cannot be shown as a patch, for length, line breaks or secrets: ');
  });

  it('puts what a person has to look at, and what could not be judged, before everything that could', () => {
    const text = summaryOf(
      reviewOf({
        findings: findingsIn(1),
        gateChanges: [{ kind: 'policy', file: 'policies/p.yaml', line: 4, text: 'adds the policy p' }],
        problems: [
          new PolicyError('it has no field "patern"', {
            code: 'policy/unknown-field',
            remedy: 'Did you mean "pattern"?',
          }),
        ],
      }),
    );
    const order = [
      '**⚠️ This pull request changes its own gate, so a person has to look at it**\n\n- `policies/p.yaml:4` adds the policy p',
      '- it has no field "patern". Did you mean "pattern"? (`policy/unknown-field`)',
      '| File | Findings | Proven fixes |',
    ].map((words) => text.indexOf(words));
    expect(order).not.toContain(-1);
    expect(order.toSorted((one, other) => one - other)).toEqual(order);
  });
});

describe('the table by file', () => {
  const rowsOf = (text: string) => text.split('\n').filter((line) => line.startsWith('| `'));

  it('names fewer rules of each file the more files there are, and counts the others', () => {
    const rules = ['a', 'b', 'c', 'd', 'e', 'f', 'g'];
    const named = (files: number) => {
      const findings = findingsIn(files, rules);
      const rows = rowsOf(summaryOf(reviewOf({ findings })));
      return { rows: rows.length, first: rows[0]?.split(' | ')[1]?.replaceAll(' line 13', '') };
    };
    expect(named(1)).toEqual({
      rows: 1,
      first: '⛔ `a`<br>⛔ `b`<br>⛔ `c`<br>⛔ `d`<br>⛔ `e`<br>… and 2 more rules',
    });
    expect(named(7)).toEqual({ rows: 7, first: '⛔ `a`<br>⛔ `b`<br>… and 5 more rules' });
    expect(named(60)).toEqual({ rows: 50, first: '7 rules' });
  });

  it('names the last rule, too, where counting it would take as much room', () => {
    const findings = findingsIn(1, ['a', 'b', 'c', 'd', 'e', 'f']);
    expect(rowsOf(summaryOf(reviewOf({ findings })))[0]).toContain('<br>⛔ `f` line 13 |');
  });

  it('counts what only a live cluster could tell apart from what is objected to', () => {
    const [one, other] = findingsIn(1, ['a', 'b']);
    const findings = one && other ? [one, { ...other, outcome: 'unknown' as const }] : [];
    expect(rowsOf(summaryOf(reviewOf({ findings })))[0]).toBe(
      '| `deploy/0.yaml`<br>⛔\u00a01\u00a0enforce · ❔\u00a01\u00a0unknown | ⛔ `a` line 13<br>❔ `b` line 13: only a live cluster can tell |  |',
    );
  });

  it('gives the first lines of a rule that many lines violate', () => {
    const web = manifestOf(
      'deploy/web.yaml',
      `apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  a: 1\n  b: 1\n`,
    );
    const findings = [['kind'], ['metadata', 'name'], ['spec', 'a'], ['spec', 'b'], ['apiVersion']].map((path) =>
      findingOf(web, path),
    );
    expect(rowsOf(summaryOf(reviewOf({ findings })))[0]).toContain(' lines 2, 4, 6, 7, … |');
  });

  it('leaves room for the rest whatever the names are', () => {
    const long = 'x'.repeat(3000);
    const findings = findingsIn(60).map((finding, index) =>
      findingOf(manifestOf(`${long}/${index}.yaml`, DEPLOYMENT), finding.path),
    );
    const text = summaryOf(reviewOf({ findings }));
    expect(text.length).toBeLessThan(60_500);
    expect(text).toContain('… and 60 more files.');
  });
});
