import { expect, test } from 'vitest';
import { type ExemptionsOfBranch, listExemptions, saveExemptions } from '../../../bot/store/exemptions.ts';
import { removeOlderThan } from '../../../bot/store/remove-older-than.ts';
import { describeOnEach } from '../describe-on-each.ts';

const TODAY = '2026-05-18';
const READ_AT = new Date('2026-05-18T12:00:00Z');

describeOnEach('exemptions', (database) => {
  test('the next to end come first, and those that have ended last', async () => {
    await saveExemptions(database(), readIn('acme/shop', ['2026-05-01', '2026-08-01', '2026-05-17']));
    await saveExemptions(database(), readIn('acme/mail', ['2026-05-18', '2026-06-01']));
    const ends = (await listExemptions(database(), 'everything', TODAY)).map(({ until }) => until);
    expect(ends).toEqual(['2026-05-18', '2026-06-01', '2026-08-01', '2026-05-17', '2026-05-01']);
  });

  test('they are listed as they were read, of repositories that one may see', async () => {
    const [exemption] = readIn('acme/shop', ['2026-06-01']).exemptions;
    await saveExemptions(database(), readIn('acme/shop', ['2026-06-01'], { approvedBy: 'octocat' }));
    await saveExemptions(database(), readIn('acme/vault', ['2026-06-01']));
    expect(await listExemptions(database(), ['acme/shop'], TODAY)).toEqual([
      { repository: 'acme/shop', baseBranch: 'main', ...exemption, approvedBy: 'octocat' },
    ]);
  });

  test('what a branch exempts no longer is forgotten, whatever a judgement that began earlier has read', async () => {
    const later = { readAt: new Date(READ_AT.getTime() + 1) };
    await saveExemptions(database(), readIn('acme/shop', ['2026-06-01'], {}, { baseBranch: 'release' }));
    await saveExemptions(database(), readIn('acme/shop', ['2026-06-01']));
    await saveExemptions(database(), readIn('acme/shop', [], {}, later));
    await saveExemptions(database(), readIn('acme/shop', ['2026-06-01']));
    const branches = (await listExemptions(database(), 'everything', TODAY)).map(({ baseBranch }) => baseBranch);
    expect(branches).toEqual(['release']);
  });

  test('they are forgotten with what they were read for', async () => {
    await saveExemptions(database(), readIn('acme/shop', ['2026-06-01']));
    await removeOlderThan(database(), 90, new Date('2026-08-16T11:00:00Z'));
    expect(await listExemptions(database(), 'everything', TODAY)).toHaveLength(1);
    await removeOlderThan(database(), 90, new Date('2026-08-16T13:00:00Z'));
    expect(await listExemptions(database(), 'everything', TODAY)).toEqual([]);
  });

  test('no credential is remembered, nor what is no text for PostgreSQL', async () => {
    const token = `ghs_${'0123456789abcdef'.repeat(3)}`;
    const changes = { reason: `it takes ${token}`, policy: 'a\0\uD83D' };
    await saveExemptions(database(), readIn('acme/shop', ['2026-06-01'], changes));
    expect(await listExemptions(database(), 'everything', TODAY)).toMatchObject([
      { reason: 'it takes •••', policy: 'a\uFFFD\uFFFD' },
    ]);
  });
});

/** Exemptions that differ in their ends alone. */
function readIn(
  repository: string,
  ends: readonly string[],
  entry: Partial<ExemptionsOfBranch['exemptions'][number]> = {},
  changes: Partial<ExemptionsOfBranch> = {},
): ExemptionsOfBranch {
  const shared = { policy: 'require-team', objects: 'Pod default/web', reason: 'it moves', ...entry };
  return {
    repository,
    baseBranch: 'main',
    readAt: READ_AT,
    exemptions: ends.map((until) => ({ ...shared, until })),
    ...changes,
  };
}
