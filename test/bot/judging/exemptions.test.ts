import { expect, it } from 'vitest';
import { CONFIGURED, openLabelStage, TEAM_POLICY } from './shop.ts';

const FILE = '.github/tidewaiter/exemptions.yml';
const ENDED = `exemptions:
  - policy: require-team
    kinds: [Pod]
    namespaces: [default]
    names: [web, "mail-*"]
    reason: |
      it moves
      to another team
    until: 2020-01-01
    approved-by: octocat
`;
const PRESENT = { repository: 'acme/shop', baseBranch: 'main', readAt: expect.any(Date) };
const KNOWN = {
  policy: 'require-team',
  objects: 'Pod default/{web,mail-*}',
  reason: 'it moves to another team',
  until: '2020-01-01',
  approvedBy: 'octocat',
};

it('what the base branch exempts is remembered with each judgement, and nothing of what a pull request would exempt', async () => {
  await using stage = await openLabelStage({ main: { ...CONFIGURED, ...TEAM_POLICY, [FILE]: ENDED } });
  const { pullRequest, shop } = stage;
  shop.push('topic', { [FILE]: ENDED.replace('require-team', '"*"') });
  await stage.judge(pullRequest);
  await stage.judgeGroup(shop.enterMergeQueue(pullRequest));
  expect(stage.exemptions).toEqual([
    { ...PRESENT, exemptions: [KNOWN] },
    { ...PRESENT, exemptions: [KNOWN] },
  ]);
});

it('a file with a mistake exempts nothing', async () => {
  await using stage = await openLabelStage({
    main: { ...CONFIGURED, ...TEAM_POLICY, [FILE]: ENDED.replace('2020-01-01', 'some day') },
  });
  await stage.judge(stage.pullRequest);
  expect(stage.exemptions).toEqual([{ ...PRESENT, exemptions: [] }]);
});
