import fc from 'fast-check';
import { expect, it } from 'vitest';
import { labelPolicy, PRIVILEGED_POLICY, pod } from '../cli/project.ts';
import { anyLevels, anySettings } from './any-configuration.ts';
import { CONFIGURATION, judgeUnder, ownerOf, type Texts } from './owner.ts';

const OWNER = ownerOf({
  'policies/team.yaml': labelPolicy(),
  [CONFIGURATION]: `required:
  policies: [policies/**]
  mode: gate
  fail-on: enforce
  manifests: { include: ["**"] }
  exemptions: none
`,
});

const ADD_TEAM = `apiVersion: kyverno.io/v1
kind: ClusterPolicy
metadata: { name: a-team }
spec:
  rules:
    - name: team
      match: { any: [{ resources: { kinds: [Pod] } }] }
      mutate: { patchStrategicMerge: { metadata: { labels: { team: anybody } } } }
`;
const EXCEPTION = `apiVersion: kyverno.io/v2
kind: PolicyException
metadata: { name: all, namespace: x }
spec:
  exceptions: [{ policyName: require-team, ruleNames: ["*"] }]
  match: { any: [{ resources: { kinds: [Pod] } }] }
`;
const UNSEEN = `apiVersion: v1
kind: ConfigMap
metadata: { name: kyverno, namespace: kyverno }
data: { resourceFilters: "[*/*,*,*]" }
`;
const LAX = labelPolicy('Audit');
const EMPTY = labelPolicy().replace('kinds: [Pod]', 'kinds: [Service]');
const EXCUSE =
  'exemptions:\n  - policy: "*"\n    reason: We would rather not.\n    until: 2027-01-20\n    approved-by: octocat\n';

/** What a repository could lay on its base branch in order to be let through. */
const anyRepository: fc.Arbitrary<Texts> = fc
  .record(
    {
      [CONFIGURATION]: fc
        .record({
          settings: anySettings,
          levels: anyLevels(['require-team', 'require-team/team-label']),
          policies: fc.constantFrom([], ['own/**'], undefined),
        })
        .map(({ settings, ...more }) => JSON.stringify({ ...settings, ...more })),
      '.github/tidewaiter/exemptions.yml': fc.constant(EXCUSE),
      'own/add.yaml': fc.constant(ADD_TEAM),
      'own/team.yaml': fc.constantFrom(LAX, EMPTY),
      'own/other.yaml': fc.constant(PRIVILEGED_POLICY),
      'own/exception.yaml': fc.constant(EXCEPTION),
      'own/kyverno.yaml': fc.constant(UNSEEN),
    },
    { requiredKeys: [] },
  )
  .map((files) => Object.fromEntries(Object.entries(files).filter((entry): entry is [string, string] => !!entry[1])));

it('nothing that a repository lays on its base branch lets through what its owner requires to be stopped', async () => {
  await fc.assert(
    fc.asyncProperty(anyRepository, async (base) => {
      const review = await judgeUnder(OWNER, { base, head: { ...base, 'deploy/pod.yaml': pod('bad') } });
      expect(review.decision).toBe('block');
    }),
    { numRuns: 300 },
  );
});
