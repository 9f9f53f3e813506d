import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { ChangeSet } from '../../src/model/files.ts';
import type { ReportedFinding } from '../../src/model/finding.ts';
import type { Review } from '../../src/model/review.ts';
import { readChangeSet } from '../../src/repository/read-change-set.ts';
import type { TextEdit } from '../../src/text/text-edit.ts';
import { corporaFolder, notRun } from '../corpora.ts';
import { gitRepository } from '../repository/git-fixture.ts';
import { enforcedPolicies } from './enforced-policies.ts';
import { POLICY_SETS } from './policy-sets.ts';
import { judgeWith, replayHistory } from './replay-history.ts';
import { verifySuggestions } from './verify-suggestions.ts';

const POLICY = `apiVersion: kyverno.io/v1
kind: ClusterPolicy
metadata:
  name: disallow-host-network
spec:
  validationFailureAction: Audit
  rules:
    - name: host-network
      match:
        any:
          - resources:
              kinds: [Pod]
      validate:
        message: The host's network is not for Pods.
        pattern:
          spec:
            =(hostNetwork): false
`;

const pod = (hostNetwork: boolean) =>
  `apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  hostNetwork: ${hostNetwork}\n  containers:\n    - name: web\n      image: web:1\n`;

describe('a replay', () => {
  it('judges every commit as a pull request and checks what it suggests', async () => {
    await using policies = gitRepository();
    policies.write({ 'p/policy.yaml': POLICY, 'p/.kyverno-test/policy.yaml': 'kind: Test\n' });
    await using repository = gitRepository();
    repository.commit({ 'pod.yaml': pod(false), 'readme.md': 'hello\n' });
    repository.commit({ 'pod.yaml': pod(true) });
    repository.commit({ 'readme.md': 'hello again\n' });
    repository.commit({ 'pod.yaml': pod(false) });

    const replay = await replayHistory({
      repository: repository.folder,
      policies: await enforcedPolicies([policies.folder]),
      report: 'new',
      verify: true,
    });

    expect(replay.crashes).toEqual([]);
    expect(replay.lies).toEqual([]);
    expect(replay.commits).toBe(4);
    expect(replay.requests).toBe(3);
    expect(Object.fromEntries(replay.findings)).toEqual({ 'new fail': 1, 'fixed (not shown)': 1 });
    expect(replay.suggestions).toEqual({ findings: 1, edits: 1, verified: 1 });
  });

  it('does not believe a suggestion that mends nothing, or does harm', async () => {
    await using policies = gitRepository();
    policies.write({ 'policy.yaml': POLICY });
    await using repository = gitRepository();
    repository.commit({ 'readme.md': 'hello\n' });
    repository.commit({ 'pod.yaml': pod(true) });
    const enforced = await enforcedPolicies([policies.folder]);
    const change = await readChangeSet({ folder: repository.folder, base: 'HEAD~1', head: 'HEAD' });
    const review = await judgeWith(change, { policies: enforced, report: 'new' });
    const judgeAll = (changed: ChangeSet, paths: readonly string[]) =>
      judgeWith(changed, { policies: enforced, report: 'changed-files', paths });
    const verify = (edits: readonly TextEdit[]) => verifySuggestions(change, withEdits(review, edits), judgeAll);

    const text = pod(true);
    const at = text.indexOf('true');
    const instead = (replacement: string) => [{ start: at, end: at + 'true'.length, replacement }];
    expect(await verifySuggestions(change, review, judgeAll)).toEqual([]);
    expect(await verify(instead('false'))).toEqual([]);
    expect(await verify(instead('1'))).toContainEqual(expect.stringContaining('is still there'));
    expect(await verify(instead('true'))).toContainEqual(expect.stringContaining('change nothing'));
    expect(await verify(instead('"'))).not.toEqual([]);
    const second = pod(true).replace('name: web', 'name: other');
    expect(await verify([...instead('false'), { start: 0, end: 0, replacement: `${second}---\n` }])).toContainEqual(
      expect.stringContaining('appeared'),
    );
    expect(await verify([...instead('false'), ...instead('false')])).toContainEqual(expect.stringContaining('overlap'));
  });
});

const corpora = corporaFolder();

const title = corpora === undefined ? notRun(3, 'replays') : 'real histories';

describe.skipIf(corpora === undefined)(title, { timeout: 120_000 }, () => {
  it.each([
    ['argocd-example-apps', 'validate', 3],
    ['argocd-example-apps', 'mutate', 3],
    ['flux2-kustomize-helm-example', 'validate', 12],
  ] as const)('the last commits of %s, by the policies that %s', async (bundle, set, limit) => {
    await using clone = gitRepository({ clone: { from: join(corpora ?? '', 'repos', `${bundle}.bundle`) } });
    const policies = await enforcedPolicies([join(corpora ?? '', 'kyverno-policies')], set);
    expect(policies.count).toBe(POLICY_SETS[set].length);
    const replay = await replayHistory({
      repository: clone.folder,
      policies,
      report: 'changed-files',
      limit,
      verify: true,
    });
    expect(replay.crashes).toEqual([]);
    expect(replay.lies).toEqual([]);
    expect(replay.requests).toBeGreaterThan(0);
    expect(replay.suggestions.verified).toBe(replay.suggestions.edits);
  });
});

function withEdits(review: Review, edits: readonly TextEdit[]): Review {
  const findings = review.findings.map(
    (finding): ReportedFinding => ({
      ...finding,
      mending: {
        outcome: 'suggestion',
        suggestion: {
          source: finding.location.span.source,
          edits,
          proof: { gone: 1, added: 0, policiesRun: 1, idempotent: true },
        },
      },
    }),
  );
  return { ...review, findings };
}
