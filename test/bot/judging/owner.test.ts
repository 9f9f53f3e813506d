import { describe, expect, it } from 'vitest';
import { type FaultOutcome, htmlError } from '../../github-twin/faults.ts';
import type { Files } from '../../github-twin/twin.ts';
import { CONFIGURED, openLabelStage, propose, TEAM_POLICY } from './shop.ts';
import { CHECK, openStage } from './stage.ts';

const CONFIGURATION = '.github/tidewaiter.yml';
const FLOOR = { [CONFIGURATION]: 'required: { policies: [policies/**], mode: gate }\n', ...TEAM_POLICY };
const BARE = { 'README.md': 'a shop\n' };
const QUIET = { [CONFIGURATION]: 'mode: observe\n' };

describe('the configuration of an owner', () => {
  it('is that of a repository without one: its check is made by it', async () => {
    const { stage, pullRequest } = await openScene({
      main: BARE,
      owners: { [CONFIGURATION]: 'policies: [policies/**]\n', ...TEAM_POLICY },
    });
    await using _ = stage;
    await stage.judge(pullRequest);
    expect(pullRequest.checks()).toMatchObject([
      {
        name: CHECK,
        conclusion: 'failure',
        title: 'Blocked: 1 new enforce finding',
        annotations: [{ path: 'deploy/web.yaml' }],
      },
    ]);

    expect(pullRequest.merge().status).toBe(405);
  });
});

describe('what an owner requires', () => {
  it('is named in the check and in the comment where a repository asks for less, however much else there is to say', async () => {
    const { stage, pullRequest } = await openScene({ main: QUIET });
    await using _ = stage;
    const charts = Array.from({ length: 300 }, (_chart, index) => [
      [`charts/${index}/Chart.yaml`, `apiVersion: v2\nname: c${index}\nversion: 1.0.0\n`],
      [`charts/${index}/templates/a.yaml`, 'kind: {{ .Values.kind }}\n'],
    ]).flat();
    stage.shop.push('topic', Object.fromEntries(charts));
    await stage.judge(pullRequest);

    const [check] = pullRequest.checks();
    const [summary] = pullRequest.conversation();
    expect(check).toMatchObject({ conclusion: 'failure', title: 'Blocked: 1 new enforce finding' });
    for (const text of [check?.summary, summary?.body]) {
      const lines = text?.split('\n') ?? [];
      expect(lines.filter((line) => /more reasons, in the whole report$/.test(line))).toHaveLength(1);
      expect(
        lines.filter((line) => /asks for mode: observe.* requires gate: what is required holds/.test(line)),
      ).toEqual([expect.stringContaining('- .github/tidewaiter.yml')]);
    }
  });
});

describe("an owner's repository that cannot be read", () => {
  const FORBIDDEN = { status: 403, body: { message: 'Resource not accessible by integration' } };
  const PLACES: readonly RegExp[] = [/^\/repos\/acme\/\.github\/git\/trees/, /^\/repos\/acme\/\.github\/tarball/];

  it.each(PLACES)('is a problem where the operator asks for a floor: %s', async (path) => {
    const { stage, pullRequest } = await openScene({ main: QUIET, requiresFloor: true, unreadable: [path, FORBIDDEN] });
    await using _ = stage;
    await stage.judge(pullRequest);
    const [check] = pullRequest.checks();
    expect(check).toMatchObject({ conclusion: 'failure', title: expect.stringContaining('ould not judge: 1 problem') });
    expect(check?.summary).toContain('cannot be read: GitHub answered 403');
    expect(check?.summary).toContain('Give the App the permission');
  });

  it.each(PLACES)('is a problem where the repository has no configuration: %s', async (path) => {
    const { stage, pullRequest } = await openScene({ main: BARE, unreadable: [path, FORBIDDEN] });
    await using _ = stage;
    await stage.judge(pullRequest);
    expect(pullRequest.checks()).toMatchObject([
      { conclusion: 'failure', title: expect.stringContaining('ould not judge') },
    ]);
  });

  it.each(PLACES)('is told of where the repository has a configuration: %s', async (path) => {
    const { stage, pullRequest } = await openScene({ main: QUIET, unreadable: [path, FORBIDDEN] });
    await using _ = stage;
    await stage.judge(pullRequest);
    const [check] = pullRequest.checks();
    expect(check).toMatchObject({ conclusion: 'success' });
    expect(check?.summary).toMatch(
      /What acme\/\.github requires is not known, and does not hold: .* GitHub answered 403/,
    );
  });

  it.each<[string, Files, boolean, FaultOutcome]>([
    ['where the operator asks for a floor', BARE, true, FORBIDDEN],
    ['where the repository has a configuration', CONFIGURED, false, FORBIDDEN],
    ['where nobody can know whether there is one', BARE, false, FORBIDDEN],
    ['where a proxy spoils each answer', CONFIGURED, false, 'malformed-json'],
  ])('does not keep a judgement from being given up: %s', async (_, main, requiresFloor, outcome) => {
    const path = /^\/repos\/acme\/\.github\/git\/trees/;
    const { stage, pullRequest } = await openScene({ main, requiresFloor, unreadable: [path, outcome] });
    await using _stage = stage;
    await stage.giveUp(stage.jobFor(pullRequest), 'it was not to be');
    expect(pullRequest.checks()).toMatchObject([{ conclusion: 'failure', title: 'Could not judge' }]);
  });

  it('does not keep a judgement that was begun from being given up', async () => {
    const path = /^\/repos\/acme\/\.github\/git\/trees/;
    await using stage = await openLabelStage();
    stage.github.createRepository('acme/.github', { files: FLOOR });
    stage.github.faults.add({ path: /\/compare\//, times: 100, outcome: htmlError(502) });
    await expect(stage.judge(stage.pullRequest)).rejects.toThrow('502');
    stage.github.faults.add({ path, times: 100, outcome: htmlError(502) });
    await stage.giveUp(stage.jobFor(stage.pullRequest), 'it was not to be');
    expect(stage.pullRequest.checks()).toMatchObject([{ conclusion: 'failure', title: 'Could not judge' }]);
  });
});

interface Scene {
  readonly main: Files;
  readonly owners?: Files;
  readonly requiresFloor?: boolean;
  /** What GitHub answers of the owner's repository, each time. */
  readonly unreadable?: readonly [path: RegExp, outcome: FaultOutcome];
}

/** A pull request without a label in a repository of an owner who has a configuration. */
async function openScene({ main, owners = FLOOR, requiresFloor = false, unreadable }: Scene) {
  const stage = await openStage({ main, requiresFloor });
  stage.github.createRepository('acme/.github', { files: owners });
  const pullRequest = propose(stage.shop);
  if (unreadable) stage.github.faults.add({ path: unreadable[0], times: 1000, outcome: unreadable[1] });
  return { stage, pullRequest };
}
