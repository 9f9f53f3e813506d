import { describe, expect, it } from 'vitest';
import { commentToMarkdown } from '../../src/report/comment-markdown.ts';
import { addressesAtGitHub, type Whereabouts } from '../../src/report/whereabouts.ts';
import { placeComments } from '../../src/review/place-comments.ts';
import { DEPLOYMENT, exemptionOf, findingOf, manifestOf, mendingOf } from './sample-review.ts';

const WHERE: Whereabouts = {
  linkTo: addressesAtGitHub({ url: 'https://github.com/acme/shop', base: 'a'.repeat(40), head: 'b'.repeat(40) }),
  base: 'origin/main',
};
const WEB = manifestOf('deploy/web.yaml', DEPLOYMENT);
const PRIVILEGED = ['spec', 'template', 'spec', 'containers', 0, 'securityContext', 'privileged'];
const MENDING = mendingOf(WEB, 'privileged: true', 'privileged: false');
const POLICY = { file: 'policies/p.yaml', revision: 'base', text: 'a: 1\nrules:\n  - x\n' } as const;

function commentOn(...findings: Parameters<typeof placeComments>[0]): string {
  const whole = [{ oldStart: 0, oldLines: 0, newStart: 1, newLines: 100 }];
  const [comment] = placeComments(findings, { hunksOf: () => whole, most: 10 }).comments;
  return comment ? commentToMarkdown(comment, WHERE) : '';
}

describe('commentToMarkdown', () => {
  it('says what admission would do, why, by which rule, what to take, the proof, and the command', () => {
    const finding = findingOf(WEB, PRIVILEGED, {
      mending: MENDING,
      policySpan: { source: POLICY, start: 14, end: 17 },
      documentation: 'https://kyverno.io/policies/disallow-privileged/',
    });
    expect(
      commentOn(finding),
    ).toBe(`**⛔ Would be denied by \`ClusterPolicy/disallow-privileged\` (enforce)** · \`Deployment shop/web\`

> Privileged mode is disallowed.

<sub>Rule [\`disallow-privileged/privileged-containers\`](https://github.com/acme/shop/blob/${'a'.repeat(40)}/policies/p.yaml?plain=1#L3) at \`spec.template.spec.containers[0].securityContext.privileged\` · [documentation](https://kyverno.io/policies/disallow-privileged/)</sub>

\`\`\`suggestion
            privileged: false
\`\`\`

<sub>✔ Fix proven: 1 violation gone, 0 new, 12 policies re-run, idempotent.<br>Reproduce: \`npx tidewaiter check --base origin/main deploy/web.yaml\`</sub>`);
  });

  it.each([
    [{ level: 'warn' }, '**⚠️ Would be admitted with a warning by `ClusterPolicy/disallow-privileged` (warn)**'],
    [
      { outcome: 'mutate', level: 'warn' },
      '**⚠️ Would be changed at admission by `ClusterPolicy/disallow-privileged` (warn)**',
    ],
    [{ outcome: 'mutate' }, '\n\nCommit it, so that Git and the cluster stay equal.\n'],
    [{ status: 'existing' }, ' · was so before this pull request</sub>'],
    [
      { exemption: { state: 'expired', exemption: exemptionOf({ approvedBy: 'octocat' }) } },
      '\n\nIt was exempted until 2027-03-31 by octocat: the image writes to /tmp\n',
    ],
    [{}, '<sub>No suggestion: more than one value is legal.<br>Reproduce: '],
  ] as const)('%j: %s', (more, words) => {
    expect(commentOn(findingOf(WEB, PRIVILEGED, more))).toContain(words);
  });

  it('says which of its findings a suggestion mends, where it is not all', () => {
    const other = findingOf(WEB, PRIVILEGED, { policy: 'owners', rule: 'team', message: 'Who?' });
    expect(commentOn(findingOf(WEB, PRIVILEGED, { mending: MENDING }), other)).toContain(
      'idempotent. It mends `disallow-privileged/privileged-containers`.<br>',
    );
  });

  it('names the command that writes a fix which GitHub cannot take over', () => {
    const web = manifestOf('deploy/web.yaml', DEPLOYMENT.replaceAll('\n', '\r\n'));
    const mending = mendingOf(web, 'privileged: true', 'privileged: false');
    expect(commentOn(findingOf(web, PRIVILEGED, { mending }))).toContain(
      'the file has Windows line breaks (CRLF). `npx tidewaiter fix --base origin/main` writes it.\n\n```diff\n',
    );
  });

  it('says equal words about several objects once', () => {
    const objects = ['one', 'two', 'three', 'four', 'five'].map((name) => ({ ...WEB.reference, name }));
    const text = commentOn(...objects.map((object) => findingOf(WEB, PRIVILEGED, { object })));
    expect(text).toContain(
      ' · `Deployment shop/one`, `Deployment shop/two`, `Deployment shop/three` and 2 more objects\n',
    );
    expect(text.split('Privileged mode is disallowed.')).toHaveLength(2);
  });
});
