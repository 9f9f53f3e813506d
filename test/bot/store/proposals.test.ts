import { expect, test } from 'vitest';
import { rememberState } from '../../../bot/store/open-pull-requests.ts';
import { findProposal, rememberProposal } from '../../../bot/store/proposals.ts';
import { removeOlderThan } from '../../../bot/store/remove-older-than.ts';
import { saveJudgement } from '../../../bot/store/save-judgement.ts';
import { describeOnEach } from '../describe-on-each.ts';
import { judgement } from './judgements.ts';

const [REPOSITORY, BRANCH] = ['acme/Shop', 'tidewaiter/exempt-7-21'] as const;
const PROPOSAL = { asker: 'maria', askerId: 583_231, headSha: 'e'.repeat(40) };

describeOnEach('a proposal', (database) => {
  const find = (at: string, repository: string = REPOSITORY) => findProposal(database(), { repository, at });
  const remember = () => rememberProposal(database(), { repository: REPOSITORY, at: BRANCH }, PROPOSAL);

  test('is found by its branch and by its commit, in its repository', async () => {
    await remember();
    for (const at of [BRANCH, PROPOSAL.headSha]) {
      expect(await find(at)).toEqual(PROPOSAL);
      expect(await find(at, 'ACME/shop')).toEqual(PROPOSAL);
      expect(await find(at, 'acme/other')).toBeUndefined();
    }
  });

  test('that is remembered again is as it was said last', async () => {
    await remember();
    const renamed = { ...PROPOSAL, asker: 'maria-of-before' };
    await rememberProposal(database(), { repository: REPOSITORY, at: BRANCH }, renamed);
    expect([await find(BRANCH), await find(PROPOSAL.headSha)]).toEqual([renamed, renamed]);
  });

  test.each([
    ['kept as long as it is new', 89, false, PROPOSAL],
    ['kept as long as its pull request is open', 91, true, PROPOSAL],
    ['forgotten when neither is so', 91, false, undefined],
  ])('is %s', async (_, days, isOpen, kept) => {
    await remember();
    await saveJudgement(database(), judgement({ repository: REPOSITORY, headSha: PROPOSAL.headSha }));
    await database().query(`update tidewaiter.proposals set proposed_at = now() - $1 * interval '1 day'`, [days]);
    await rememberState(database(), { repository: REPOSITORY, number: 7, isOpen });
    await removeOlderThan(database(), 90);
    expect([await find(BRANCH), await find(PROPOSAL.headSha)]).toEqual([kept, kept]);
  });
});
