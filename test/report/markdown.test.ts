import { describe, expect, it } from 'vitest';
import { ManifestError } from '../../src/errors/tidewaiter-error.ts';
import type { Review } from '../../src/model/review.ts';
import { escapeMarkdown, markdownBlock, markdownCode } from '../../src/report/escape-markdown.ts';
import { reportToMarkdown } from '../../src/report/markdown.ts';
import { effectOf, findingOf, fullReview, manifestOf, reviewOf, verdictOf } from './sample-review.ts';

const report = (review: Review, showAll = false) => reportToMarkdown(review, { version: '1.2.3', showAll });

describe('reportToMarkdown', () => {
  it('begins with the decision, what to do, the counts and the table', () => {
    expect(report(fullReview()).split('\n').slice(0, 11)).toEqual([
      '### ⛔ Blocked: 2 new enforce findings',
      '',
      '1 new warn finding',
      '',
      '**3 of 4 findings have a proven fix:** run `npx tidewaiter fix`',
      '',
      '3 files · 5 objects · 12 policies · 41 evaluations: 30 pass, 2 fail, 9 skip',
      '',
      '| Level | Rule | Where | Object | Fix |',
      '|---|---|---|---|---|',
      '| ⛔\u00a0enforce | `disallow-privileged/privileged-containers` | `deploy/web.yaml:13` | `Deployment shop/web` | proven |',
    ]);
  });

  it('says of each finding what admission would do, why, the lines as they will be, and what to run', () => {
    expect(report(fullReview())).toContain(`#### disallow-privileged/privileged-containers

⛔ Would be denied by \`ClusterPolicy/disallow-privileged\` (enforce) · \`deploy/web.yaml:13\` · \`Deployment shop/web\`

> Privileged mode is disallowed.

\`\`\`diff
-            privileged: true
+            privileged: false
\`\`\`

<sub>✔ Fix proven: 1 violation gone, 0 new, 12 policies re-run, idempotent.<br>Rule [`);
    expect(report(fullReview())).toContain('<br>Reproduce: `npx tidewaiter check deploy/web.yaml`</sub>');
  });

  it('shows the lines as they are where nothing is proven, and why', () => {
    expect(report(fullReview())).toContain(`\`\`\`yaml
            privileged: true
        - name: log
          image: busybox:1.36
\`\`\`

<sub>No fix: more than one value is legal, and the policy does not say which one is meant.<br>`);
  });

  it('says a fix once that mends two findings', () => {
    const text = report(fullReview());
    expect(text.split('+            privileged: false')).toHaveLength(2);
    expect(text).toContain('✔ The fix of `disallow-privileged/privileged-containers` above mends this, too.');
  });

  it('tells what policies would do in the cluster, folded', () => {
    expect(report(reviewOf({ effects: [effectOf()] }))).toContain(`<details>
<summary>Policies would generate 1 object in the cluster</summary>

- \`add-networkpolicy/default-deny\` generates \`NetworkPolicy shop/default-deny\` for \`Namespace shop\` \`namespaces/shop.yaml:4\`

</details>`);
  });

  it('has its notes where nobody has to look for them', () => {
    expect(report(reviewOf({ notes: ['There are no policies here.'] }))).toContain(
      '**Notes**\n\n- There are no policies here.\n',
    );
  });

  it('says that nothing was there to be judged', () => {
    const { counts } = reviewOf();
    expect(report(reviewOf({ counts: { ...counts, objects: 0 } }))).toContain(
      'No Kubernetes object to judge · 12 policies',
    );
  });

  it('tells in the title of a preview what it would come to', () => {
    const manifest = manifestOf('a.yaml', 'apiVersion: v1\nkind: Pod\nmetadata: {name: a}\n');
    const appearing = [findingOf(manifest, ['kind']), findingOf(manifest, ['metadata'])];
    expect(report(reviewOf({ preview: { appearing, disappearing: [], problems: [] } }))).toContain(
      "<summary>Preview of this pull request's own policies and settings, which decide nothing here: 2 findings more</summary>",
    );
    expect(report(reviewOf({ preview: { appearing: [], disappearing: [], problems: [] } }))).toContain(
      'which decide nothing here: the same findings</summary>',
    );
  });

  it('shows what the author of a rule wrote, and as code what they marked as code', () => {
    const manifest = manifestOf('a.yaml', 'apiVersion: v1\nkind: Pod\nmetadata: {name: a}\n');
    const finding = findingOf(manifest, ['metadata'], {
      message: 'validation error: the label `team` says who. rule r failed at path /metadata/',
      authoredMessage: 'the *label* `team|a*b` says ``who``, and ` alone',
    });
    expect(report(reviewOf({ findings: [finding] }))).toContain(
      '> the \\*label\\* `team|a*b` says \\`\\`who\\`\\`, and \\` alone\n',
    );
  });

  it('stays within what a comment on GitHub can hold, and counts what is left out', () => {
    const manifest = manifestOf('a.yaml', 'apiVersion: v1\nkind: Pod\nmetadata: {name: a}\n');
    const findings = Array.from({ length: 400 }, (_, index) =>
      findingOf(manifest, ['metadata', 'name'], { rule: `rule-${index}`, message: 'long '.repeat(100) }),
    );
    const text = report(reviewOf({ findings }));
    expect(text.length).toBeLessThan(60_500);
    const shown = text.split('\n').filter((line) => line.startsWith('#### ')).length;
    expect(text).toContain(`Details of ${400 - shown} more findings are left out`);
    expect(text).toContain('… and 300 more findings.');
  });

  it('lets nothing break out of its place', () => {
    const evil =
      '```\n</details>\n<img src=x onerror=y>\n![](https://evil.example/x.png)\n@octocat [x](https://evil.example) #1\n| a | b |\n# heading\n- item';
    const manifest = manifestOf(
      `${evil}.yaml`,
      `apiVersion: v1\nkind: Pod\nmetadata:\n  name: a\n  annotations:\n    x: |\n      ${evil.replaceAll('\n', '\n      ')}\n`,
    );
    const review = reviewOf({
      reasons: [evil, evil],
      findings: [
        findingOf(manifest, ['metadata', 'annotations', 'x'], {
          policy: evil,
          rule: evil,
          message: evil,
          documentation: 'https://x> ![](https://evil.example/y.png)',
          mending: { outcome: 'none', reason: evil },
        }),
      ],
      notes: [evil],
      notJudged: [{ file: evil, line: 1, code: 'file/not-text', reason: evil }],
      problems: [new ManifestError(evil, { code: 'yaml/syntax', remedy: evil })],
      otherVerdicts: [
        verdictOf(manifest, {
          policy: evil,
          rule: evil,
          object: { ...manifest.reference, name: evil },
          outcome: 'skip',
          reason: evil,
        }),
      ],
      effects: [
        effectOf({
          policy: evil,
          rule: evil,
          object: { ...manifest.reference, name: evil },
          trigger: { ...manifest.reference, name: evil },
          file: evil,
        }),
      ],
    });
    const outside = withoutCode(report(review, true));
    expect(outside).not.toMatch(/<(?!details>|\/details>|summary>|\/summary>|sub>|\/sub>|br>)[a-z/]/i);
    expect(outside.match(/<details>/g)).toHaveLength(outside.match(/<\/details>/g)?.length ?? 0);
    expect(outside).not.toMatch(/(?<!\\)!\[|(?<!\\)\]\(/);
    expect(outside).not.toMatch(/@[a-z]/i);
    expect(outside).not.toMatch(/#\d/);
    expect(outside).not.toMatch(/^# heading|^- item/m);
  });
});

/** What is left of Markdown when its blocks and spans of code are taken away, as CommonMark finds them. */
function withoutCode(text: string): string {
  const lines: string[] = [];
  let fence: string | undefined;
  for (const line of text.split('\n')) {
    const opening = /^(`{3,})/.exec(line)?.[1];
    if (fence === undefined && opening !== undefined) fence = opening;
    else if (fence !== undefined) fence = line === fence ? undefined : fence;
    else lines.push(line.replace(/(?<![\\`])(`+)(?!`).*?(?<!`)\1(?!`)/g, 'CODE'));
  }
  expect(fence).toBeUndefined();
  return lines.join('\n');
}

describe('escapeMarkdown', () => {
  it.each([
    ['plain words, a path/to/file.yaml (and more)', 'plain words, a path/to/file.yaml (and more)'],
    ['*a* _b_ `c` ~d~', '\\*a\\* \\_b\\_ \\`c\\` \\~d\\~'],
    ['<b> & </b>', '&lt;b&gt; &amp; &lt;/b&gt;'],
    ['![x](y)', '\\!\\[x\\](y)'],
    ['https://evil.example www.evil.example', 'https\\://evil.example www\\.evil.example'],
    ['@octocat', '\\@\u2060octocat'],
    ['octo/repo#1 GH-12', 'octo/repo\\#\u20601 GH-\u206012'],
    [':octocat: a: b', '\\:\u2060octocat: a: b'],
    ['- item', '\\- item'],
    ['1. item', '1\u2060. item'],
    ['a\nb', 'a\\\\nb'],
  ])('%j', (text, expected) => {
    expect(escapeMarkdown(text)).toBe(expected);
  });
});

describe('markdownCode and markdownBlock', () => {
  it('use longer fences than what they hold', () => {
    expect(markdownCode('a`b``c')).toBe('```a`b``c```');
    expect(markdownCode('`a')).toBe('`` `a ``');
    expect(markdownCode('a|b', 'table')).toBe('`a\\|b`');
    expect(markdownCode('a\\|b', 'table')).toBe('`a\\\\x7cb`');
    expect(markdownBlock('yaml', ['````'])).toEqual(['`````yaml', '````', '`````']);
  });
});
