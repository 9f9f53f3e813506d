import { describe, expect, it } from 'vitest';
import { ManifestError } from '../../src/errors/tidewaiter-error.ts';
import { ANSI_PALETTE, PLAIN_PALETTE } from '../../src/report/palette.ts';
import type { ReportOptions } from '../../src/report/report-options.ts';
import { reportToTerminal } from '../../src/report/terminal.ts';
import { exemptionOf } from '../policy/exemption.ts';
import {
  DEPLOYMENT,
  effectOf,
  findingOf,
  fullReview,
  manifestOf,
  mendingOf,
  reviewOf,
  verdictOf,
} from './sample-review.ts';

const OPTIONS: ReportOptions = { version: '1.2.3', showAll: false, width: 80, palette: PLAIN_PALETTE };
const report = (review = fullReview(), options: Partial<ReportOptions> = {}) =>
  reportToTerminal(review, { ...OPTIONS, ...options });

describe('reportToTerminal', () => {
  it('ends with the decision', () => {
    expect(report().trimEnd().split('\n').at(-1)).toBe(' BLOCK  2 new enforce findings; 1 new warn finding');
    expect(report(reviewOf()).trimEnd().split('\n').at(-1)).toBe(' PASS  nothing to object to');
  });

  it('shows a finding with its place, its frame, its mending and its page', () => {
    expect(report()).toContain(`✖ enforce  disallow-privileged/privileged-containers
  Privileged mode is disallowed.
  deploy/web.yaml:13:25  Deployment shop/web

    12 │           securityContext:
  > 13 │             privileged: true
       │                         ^^^^
    14 │         - name: log

  fix proven: 1 violation gone, 0 new, 12 policies re-run, idempotent
  - 13 │             privileged: true
  + 13 │             privileged: false
  policy policies/p.yaml:3 · https://kyverno.io/policies/pod-security/disallow-privileged-containers/
`);
  });

  it('tells what policies would do in the cluster, the first ten of it unless asked for all', () => {
    const made = Array.from({ length: 11 }, (_, index) => effectOf({ line: index + 1 }));
    const changed = effectOf({
      kind: 'changes',
      policy: 'roll',
      rule: 'roll',
      object: { apiVersion: 'apps/v1', kind: 'Deployment', namespace: 'shop', name: 'web' },
    });
    expect(report(reviewOf({ effects: [changed, ...made] }))).toContain(
      `
Policies would generate 11 objects and change 1 object in the cluster
  changes Deployment shop/web  roll
    for Namespace shop, namespaces/shop.yaml:4
  generates NetworkPolicy shop/default-deny  add-networkpolicy/default-deny
    for Namespace shop, namespaces/shop.yaml:1
`.trimStart(),
    );
    const told = (showAll: boolean) => report(reviewOf({ effects: made }), { showAll }).match(/ generates /g)?.length;
    expect([told(false), told(true)]).toEqual([10, 11]);
    expect(report(reviewOf({ effects: made }))).toContain('  and 1 more (--all names them)\n');
  });

  it('marks only the beginning of the parent where a key is missing, and says what is missing', () => {
    expect(report()).toContain(`
  > 14 │         - name: log
       │           ^^^^^^^^^ no securityContext here
    15 │           image: busybox:1.36

  no fix  more than one value is legal, and the policy does not say which one is
          meant
`);
  });

  it('shows a suggestion once that mends two findings', () => {
    const text = report();
    expect(text.split('privileged: false')).toHaveLength(2);
    expect(text).toContain('fix the one above, of disallow-privileged/privileged-containers, mends this too');
  });

  it('counts findings by file, and fixes', () => {
    const text = report();
    expect(text).toMatch(/^deploy\/web\.yaml ─+ 4 findings$/m);
    expect(text).toContain('3 of 4 findings have a proven fix: tidewaiter fix');
    expect(text).toContain('3 files · 5 objects · 12 policies · 41 evaluations: 30 pass, 2 fail, 9 skip ·\n38 ms');
  });

  it('tells fixed findings by name, and that more lies outside the scope', () => {
    const text = report();
    expect(text).toContain(
      'Fixed by this change\n  ✔ disallow-privileged/privileged-containers  Deployment shop/web, at base in deploy/old.yaml:13',
    );
    expect(text).toContain('note: Not shown: 4 existing (see --report).');
  });

  it('says once why many files were not judged', () => {
    const text = report();
    expect(text.split('charts are not rendered yet')).toHaveLength(2);
    expect(text).toContain('charts/web/templates/a.yaml:1\n    charts/web/templates/b.yaml:1');
  });

  it('shows what passed and what was skipped only when asked', () => {
    expect(report()).not.toContain('Passed and skipped');
    expect(report(fullReview(), { showAll: true })).toContain(
      'Passed and skipped\n  Deployment shop/web\n    pass  disallow-host-path/host-path\n    skip  batch/deadline: precondition 1 is not met: "web" is not "job"',
    );
  });

  const web = manifestOf('deploy/web.yaml', DEPLOYMENT);

  it('tells what is exempted after what is not, and why', () => {
    const exemption = exemptionOf({ until: '2027-03-31', approvedBy: 'octocat', reason: 'The image writes to /tmp.' });
    const review = reviewOf({
      findings: [
        findingOf(web, ['kind'], { policy: 'open' }),
        findingOf(web, ['kind'], { level: 'warn', exemption: { state: 'active', exemption } }),
      ],
    });
    const text = report(review);
    expect(text).toMatch(/^deploy\/web\.yaml ─+ 1 finding$/m);
    expect(text).toContain(`Exempted: 1 finding
  ▲ disallow-privileged/privileged-containers  Deployment shop/web, deploy/web.yaml:2
    exempted until 2027-03-31 by octocat: The image writes to /tmp.
`);
  });

  it('says of a finding who had exempted it', () => {
    const exemption = exemptionOf({ until: '2026-11-01', approvedBy: 'octocat' });
    const finding = findingOf(web, ['kind'], { exemption: { state: 'expired', exemption } });
    expect(report(reviewOf({ findings: [finding] }))).toContain(`
  Privileged mode is disallowed.
  was exempted until 2026-11-01 by octocat: until the rewrite
  deploy/web.yaml:2:7`);
  });

  it('lists the exemptions that nothing needs', () => {
    const source = { file: 'exemptions.yml', revision: 'base' as const, text: 'exemptions:\n  - policy: a\n' };
    const unused = exemptionOf({ policy: 'a', span: { source, start: 16, end: 25 } });
    expect(report(reviewOf({ unusedExemptions: [unused] }))).toContain(`1 exemption without a finding
  a for everything until 2026-11-01
    exemptions.yml:2
`);
  });

  it('tells what the pull request changes about its gate', () => {
    const text = 'adds an exemption from a for everything until 2027-03-31';
    const change = { kind: 'exemption', file: 'exemptions.yml', line: 3, text } as const;
    expect(report(reviewOf({ gateChanges: [change] }))).toContain(`This pull request changes its own gate
  adds an exemption from a for everything until 2027-03-31
    exemptions.yml:3
`);
  });

  it('shows what the changed gate would say, and that it decides nothing', () => {
    const appearing = Array.from({ length: 12 }, (_, index) =>
      findingOf(web, ['kind'], { policy: `new-${index}`, rule: 'rule' }),
    );
    const preview = {
      appearing,
      disappearing: [findingOf(web, ['kind'], { policy: 'old', rule: 'rule', level: 'audit' })],
      problems: [new ManifestError('it cannot be read', { code: 'yaml/syntax' })],
    };
    const text = report(reviewOf({ preview }));
    expect(text).toContain(`Preview of the changed gate, decides nothing
  ✖ error  yaml/syntax
    it cannot be read
  would be found: 12
    ✖ new-0/rule  Deployment shop/web, deploy/web.yaml:2
`);
    expect(text).toContain(`    and 2 more (--all names them)
  would be found no longer: 1
    ● old/rule  Deployment shop/web, deploy/web.yaml:2
`);
    expect(text).not.toContain('new-10/rule');
    expect(report(reviewOf({ preview }), { showAll: true })).toContain('new-11/rule');
    const same = { appearing: [], disappearing: [], problems: [] };
    expect(report(reviewOf({ preview: same }))).toContain('decides nothing\n  It would find the same.\n');
  });

  it('shows a problem with its frame and its remedy', () => {
    const source = { file: 'a.yaml', revision: 'head' as const, text: 'kind: Pod\n\tx: 1\n' };
    const problem = new ManifestError('tabs cannot indent', {
      code: 'yaml/tab',
      span: { source, start: 10, end: 11 },
      remedy: 'Use spaces.',
    });
    const text = report(reviewOf({ problems: [problem], decision: 'block', reasons: ['could not judge: 1 problem'] }));
    expect(text).toContain(`✖ error  yaml/tab
  tabs cannot indent
  a.yaml:2:1

    1 │ kind: Pod
  > 2 │  x: 1
      │ ^
  → Use spaces.
`);
  });

  it('keeps every line of prose within the width, but for a word that is longer', () => {
    for (const width of [60, 80, 120]) {
      const prose = report(fullReview(), { width, showAll: true })
        .split('\n')
        .filter((line) => !/https:|│|[\w-]+\/[\w.-]+/.test(line) && line.trim().includes(' '));
      for (const line of prose) expect(line.length, line).toBeLessThanOrEqual(width);
    }
  });

  it('cuts a long line so that what is marked stays in sight', () => {
    const text = `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a, annotations: {long: "${'x'.repeat(300)}", wrong: "here"}}\n`;
    const manifest = manifestOf('a.yaml', text);
    const lines = report(reviewOf({ findings: [findingOf(manifest, ['metadata', 'annotations', 'wrong'])] })).split(
      '\n',
    );
    const at = lines.findIndex((line) => line.startsWith('  > 3 │'));
    const carets = lines[at + 1] ?? '';
    expect(lines[at]?.length).toBeLessThanOrEqual(80);
    expect(lines[at]?.slice(carets.indexOf('^'), carets.lastIndexOf('^') + 1)).toBe('"here"');
  });

  it('puts the carets under wide characters', () => {
    const text = 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a, labels: {"名前": bad}}\n';
    const lines = report(
      reviewOf({ findings: [findingOf(manifestOf('a.yaml', text), ['metadata', 'labels', '名前'])] }),
    ).split('\n');
    const at = lines.findIndex((line) => line.startsWith('  > 3 │'));
    // Two columns a character: the carets stand two further than the characters say.
    expect(lines[at + 1]?.indexOf('^')).toBe((lines[at]?.indexOf('bad') ?? 0) + 2);
  });

  it('obeys nothing that a manifest or a policy says', () => {
    const hostile = '\u001b[2J\u001b]8;;https://evil.example\u0007';
    const manifest = manifestOf(
      `deploy/${hostile}\n.yaml`,
      'apiVersion: v1\nkind: Pod\nmetadata: {name: "a\\n\\u001b[31mPASS", labels: {x: "\\u202egpj.exe"}}\n',
    );
    const finding = findingOf(manifest, ['metadata', 'name'], {
      policy: `p${hostile}`,
      rule: `r${hostile}`,
      message: `hello${hostile}\r\u0008\u009b31m`,
      documentation: `https://x/${hostile}`,
      mending: { outcome: 'none', reason: hostile },
    });
    const exemption = exemptionOf({ policy: hostile, kinds: [hostile], reason: hostile, approvedBy: hostile });
    const review = reviewOf({
      findings: [
        finding,
        { ...finding, status: 'fixed' },
        { ...finding, exemption: { state: 'active', exemption } },
        { ...finding, exemption: { state: 'expired', exemption } },
      ],
      reasons: [hostile],
      notes: [hostile],
      notJudged: [{ file: hostile, line: 1, code: 'file/not-text', reason: hostile }],
      otherVerdicts: [
        verdictOf(manifest, {
          policy: hostile,
          rule: hostile,
          object: { ...manifest.reference, name: hostile },
          outcome: 'skip',
          reason: hostile,
        }),
      ],
      problems: [new ManifestError(hostile, { code: 'yaml/syntax', remedy: hostile })],
      gateChanges: [{ kind: 'policy', file: hostile, line: 1, text: hostile }],
      unusedExemptions: [exemption],
      preview: { appearing: [finding], disappearing: [finding], problems: [] },
    });
    const text = report(review, { showAll: true });
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they must not be there
    expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e]/);
    expect(text).toContain('\\x1b');
  });

  it('never shows the data of a Secret, neither in a frame nor in a suggestion', () => {
    const text =
      'apiVersion: v1\nkind: Secret\nmetadata:\n  name: a\nstringData:\n  password: hunter2hunter2\n  user: root1234\n';
    const manifest = manifestOf('secret.yaml', text);
    const finding = findingOf(manifest, ['stringData', 'password'], {
      mending: mendingOf(manifest, 'user: root1234', 'user: root1234\n  more: x'),
    });
    const shown = report(reviewOf({ findings: [finding] }));
    expect(shown).not.toContain('hunter2');
    expect(shown).not.toContain('root1234');
    expect(shown).toContain('password: ••••••••••••••');
  });

  it('colours only through the palette', () => {
    const coloured = report(fullReview(), { palette: ANSI_PALETTE });
    // biome-ignore lint/suspicious/noControlCharactersInRegex: colours begin with one
    expect(coloured.replace(/\u001b\[[\d;]*m/g, '')).toBe(report());
    expect(coloured).toContain('\u001b[1;97;41m BLOCK \u001b[0m');
  });

  it('shows the beginning of a message that is too long, and says so', () => {
    const finding = findingOf(manifestOf('a.yaml', DEPLOYMENT), ['kind'], { message: 'x'.repeat(1_000_000) });
    const text = report(reviewOf({ findings: [finding] }));
    expect(text.length).toBeLessThan(4_000);
    expect(text).toMatch(/x…\n {2}\(998,000 more characters\)/);
  });

  it('shows a Windows file without its carriage returns', () => {
    const manifest = manifestOf('a.yaml', DEPLOYMENT.replaceAll('\n', '\r\n'));
    const path = ['spec', 'template', 'spec', 'containers', 0, 'securityContext', 'privileged'];
    const mending = mendingOf(manifest, 'privileged: true', 'privileged: false');
    expect(report(reviewOf({ findings: [findingOf(manifest, path, { mending })] }))).not.toContain('\\r');
  });
});
