import { describe, expect, it } from 'vitest';
import type { ChangeSet } from '../../src/model/files.ts';
import { type JudgeInput, judge } from '../../src/pipeline.ts';
import { reportToJson } from '../../src/report/json.ts';
import { bundledFiles } from '../../src/repository/bundled-files.ts';
import { exitCodeOf } from '../../src/review/decide.ts';
import { changeSetOf } from '../change-set.ts';
import { checkReport } from '../report/check-report.ts';

const POLICY = `apiVersion: kyverno.io/v1
kind: ClusterPolicy
metadata:
  name: no-host-network
spec:
  rules:
    - name: host-network
      match:
        any:
          - resources:
              kinds: [Pod]
      validate:
        failureAction: Enforce
        message: The network of the node is not for Pods.
        pattern:
          spec:
            =(hostNetwork): false
`;
const POD = 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  hostNetwork: true\n  containers: []\n';

function judgeChange(change: ChangeSet, more: Partial<JudgeInput> = {}) {
  return judge({ change, library: bundledFiles(), now: 0, seed: 1, clock: () => 0, ...more });
}

describe('never green by accident', () => {
  const broken = { 'p.yaml': POLICY, 'web.yaml': 'apiVersion: v1\nkind: Pod\nmetadata: {name: "web}\n' };

  it('a changed manifest that cannot be read blocks, and its neighbours are still judged', async () => {
    const review = await judgeChange(
      changeSetOf({ base: { 'p.yaml': POLICY }, head: { ...broken, 'other.yaml': POD } }),
    );
    expect([review.decision, exitCodeOf(review), review.findings.length]).toEqual(['block', 2, 1]);
  });

  it('in observe mode it does not block, and still is no clean exit', async () => {
    const review = await judgeChange(changeSetOf({ base: { 'p.yaml': POLICY }, head: broken }), {
      overrides: [{ mode: 'observe' }],
    });
    expect([review.decision, exitCodeOf(review)]).toEqual(['warn', 2]);
  });

  it('a policy that does not compile blocks, and is not replaced by the starter bundle', async () => {
    const base = { 'p.yaml': POLICY.replace('failureAction', 'failureActoin') };
    const review = await judgeChange(changeSetOf({ base, head: { ...base, 'web.yaml': POD } }));
    expect(review.problems.map(({ code }) => code)).toEqual(['policy/unknown-field']);
    expect([review.decision, review.counts.policies]).toEqual(['block', 0]);
  });

  it.each([
    ['', { 'p.yaml': POLICY }],
    [', also where the starter bundle judges', {}],
  ])('a configuration that cannot be read blocks%s', async (_, policies) => {
    const base = { ...policies, '.github/tidewaiter.yml': 'mode: [observe\n' };
    const review = await judgeChange(changeSetOf({ base, head: { ...base, 'web.yaml': POD } }));
    expect([review.decision, exitCodeOf(review)]).toEqual(['block', 2]);
  });

  it('what needs a live cluster is said, and blocks if the owner wants it to', async () => {
    const asking = POLICY.replace(
      '      validate:',
      "      context:\n        - name: pods\n          apiCall: {urlPath: /api/v1/pods}\n      preconditions:\n        all:\n          - {key: '{{ pods }}', operator: Equals, value: x}\n      validate:",
    );
    const change = changeSetOf({ base: { 'p.yaml': asking }, head: { 'p.yaml': asking, 'web.yaml': POD } });
    const [finding] = (await judgeChange(change)).findings;
    expect([finding?.outcome, finding?.message]).toEqual(['unknown', expect.stringContaining('/api/v1/pods')]);
    expect((await judgeChange(change)).decision).toBe('warn');
    expect((await judgeChange(change, { overrides: [{ onUnknown: 'block' }] })).decision).toBe('block');
  });
});

describe('tamper-proof', () => {
  it("the pull request's own configuration and policies decide nothing", async () => {
    const base = { 'p.yaml': POLICY };
    const head = { '.github/tidewaiter.yml': 'mode: observe\nfail-on: none\n', 'web.yaml': POD };
    const review = await judgeChange(changeSetOf({ base, head }));
    expect([review.decision, review.counts.policies]).toEqual(['block', 1]);
  });

  it('the base is its current tip, not where the branches parted', async () => {
    const change = changeSetOf({ base: {}, head: { 'web.yaml': POD }, tip: { 'p.yaml': POLICY } });
    expect((await judgeChange(change)).decision).toBe('block');
  });
});

describe('without any policy', () => {
  it('the starter bundle judges, never blocks, and says so', async () => {
    const review = await judgeChange(changeSetOf({ base: {}, head: { 'web.yaml': POD } }));
    expect(review.decision).toBe('warn');
    expect(review.findings.map(({ policy }) => policy)).toContain('no-host-namespaces');
    expect(review.notes.join()).toContain('starter');
  });
});

describe('the report', () => {
  it('is the same for the same input, and keeps its contract', async () => {
    const change = () => changeSetOf({ base: { 'p.yaml': POLICY }, head: { 'p.yaml': POLICY, 'web.yaml': POD } });
    const options = { version: '0.0.0', showAll: true, width: 100 };
    const [first, second] = [await judgeChange(change()), await judgeChange(change())].map((review) =>
      reportToJson(review, options as Parameters<typeof reportToJson>[1]),
    );
    expect(first).toBe(second);
    checkReport(first ?? '');
  });

  it('tells one object that stands in two files as two findings', async () => {
    const head = { 'p.yaml': POLICY, 'dev/web.yaml': POD, 'prod/web.yaml': POD };
    const { findings } = await judgeChange(changeSetOf({ base: { 'p.yaml': POLICY }, head }));
    expect(new Set(findings.map(({ fingerprint }) => fingerprint)).size).toBe(2);
  });
});
