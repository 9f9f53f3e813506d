import { describe, expect, it } from 'vitest';
import type { CommandJob } from '../../../bot/judging/create-work.ts';
import { pod } from '../../cli/project.ts';
import { BOT, CHECK } from '../judging/stage.ts';
import { type CommandsStage, openCommandsStage, POD } from './commands-stage.ts';

describe('recheck', () => {
  it.each(['maria', 'walter', 'tina', 'alice'])('has the pull request judged again for %s', async (login) => {
    await using stage = await openCommandsStage();
    await stage.say(login, '/tidewaiter recheck');
    expect([...stage.queue.values()]).toMatchObject([
      { job: { kind: 'judge-pull-request', number: 1, reason: 'asked' }, priority: 'normal' },
    ]);
    expect([stage.reactions(), stage.answers()]).toEqual([['eyes', '+1'], []]);
  });

  it('is refused to whom GitHub gives no role, and that is said once to each, whatever else they ask for', async () => {
    await using stage = await openCommandsStage();
    for (const login of ['rita', 'rita', 'mallory']) await stage.say(login, '/tidewaiter recheck');
    for (const command of ['fix', 'help', 'exempt x for 9d because y'])
      await stage.say('rita', `/tidewaiter ${command}`);
    await stage.press('rita', 'recheck');
    expect(stage.queue.size).toBe(0);
    expect(stage.reactions()).toEqual(['eyes', '-1']);
    expect(stage.answers()).toHaveLength(2);
  });

  it('is refused once where two ask at the same time', async () => {
    await using stage = await openCommandsStage();
    const ask = () => stage.say('rita', '/tidewaiter recheck');
    await Promise.all([ask(), ask()]);
    expect(stage.answers()).toHaveLength(1);
  });

  it('is refused in words also where the bot was killed before they were said', async () => {
    await using stage = await openCommandsStage();
    stage.github.faults.add({ method: 'POST', path: /\/issues\/1\/comments$/, outcome: { status: 403 } });
    await expect(stage.say('rita', '/tidewaiter recheck')).rejects.toThrow();
    await stage.again();
    expect(stage.answers()).toHaveLength(1);
  });
});

describe('what is not obeyed', () => {
  it('a comment that was edited, or removed, before it was read', async () => {
    await using stage = await openCommandsStage();
    await stage.say('walter', '/tidewaiter recheck', {
      meanwhile: (id) => stage.pullRequest.editComment(id, 'never mind'),
    });
    expect([stage.queue.size, stage.reactions(), stage.answers()]).toEqual([0, [], []]);
  });

  it('anything where nobody has asked for the bot', async () => {
    await using stage = await openCommandsStage({ main: { '.github/tidewaiter.yml': null } });
    await stage.say('maria', '/tidewaiter help');
    expect([stage.reactions(), stage.answers()]).toEqual([[], []]);
  });

  it('a button that is none of ours', async () => {
    await using stage = await openCommandsStage();
    await stage.press('maria', 'merge');
    expect([stage.queue.size, stage.answers()]).toEqual([0, []]);
  });
});

it('help is given once, also to who misspelt a command', async () => {
  await using stage = await openCommandsStage();
  await stage.say('tina', '/tidewaiter rechek');
  expect(stage.answers()).toMatchObject([expect.stringContaining('Did you mean `recheck`?')]);
  expect(stage.answers().join()).toContain('/tidewaiter exempt POLICY[/RULE] for 30d because');
  expect(stage.reactions()).toEqual(['eyes', 'confused']);
});

it('explain tells the steps of a rule', async () => {
  await using stage = await openCommandsStage();
  await stage.say('tina', '/tidewaiter explain disallow-privileged/privileged');
  expect(stage.answers()).toMatchObject([expect.stringContaining('Privileged containers are not allowed')]);
  await stage.say('tina', '/tidewaiter explain disallow-privilegd');
  expect(stage.answers()[1]).toContain('Did you mean "disallow-privileged"?');
});

it('what is asked in a thread is answered there', async () => {
  await using stage = await openCommandsStage();
  await stage.judge(stage.pullRequest);
  const [comment] = stage.pullRequest.visibleComments();
  await stage.answer('tina', comment?.id ?? 0, '/tidewaiter explain disallow-privileged');
  const [asked, answered] = stage.pullRequest.visibleComments()[0]?.replies ?? [];
  expect(asked?.reactions.map(({ content }) => content)).toEqual(['eyes', '+1']);
  expect(answered).toMatchObject({ author: BOT, body: expect.stringContaining('Privileged containers') });
  expect(stage.answers()).toEqual([]);
});

describe('what could not be done in the end', () => {
  const REASON = 'GitHub is <b>away</b>';

  it('is told, as text', async () => {
    await using stage = await openCommandsStage();
    await stage.giveUp(commandOf(stage, 'maria'), REASON);
    expect(stage.answers()).toMatchObject([expect.stringContaining('GitHub is &lt;b&gt;away')]);
    expect(stage.reactions()).toEqual(['confused']);
  });

  it('is told to nobody where nobody has asked for the bot', async () => {
    await using stage = await openCommandsStage({ main: { '.github/tidewaiter.yml': null } });
    await stage.giveUp(commandOf(stage, 'maria'), REASON);
    expect([stage.reactions(), stage.answers()]).toEqual([[], []]);
  });

  it('is refused as ever to whom it is not for', async () => {
    await using stage = await openCommandsStage();
    await stage.giveUp(commandOf(stage, 'mallory'), REASON);
    expect(stage.answers()).toMatchObject([expect.stringContaining('is for who may write')]);
    expect(stage.answers().join()).not.toContain('GitHub is');
    expect(stage.reactions()).toEqual(['-1']);
  });

  it('waits until it is known to whom it may be told', async () => {
    await using stage = await openCommandsStage();
    const job = commandOf(stage, 'maria');
    const away = { path: /\/collaborators\/maria\/permission$/, times: 10, outcome: { status: 502 } };
    stage.github.faults.add(away);
    await expect(stage.giveUp(job, REASON)).rejects.toMatchObject({ code: 'github/unavailable' });
    expect(stage.answers()).toEqual([]);
    stage.github.faults.clear();
    await stage.giveUp(job, REASON);
    expect(stage.answers()).toHaveLength(1);
  });

  it('is let be where the bot may not speak any more', async () => {
    await using stage = await openCommandsStage();
    const job = commandOf(stage, 'maria');
    stage.uninstall();
    await stage.giveUp(job, REASON);
    expect(stage.log.join()).toContain('nobody is left to tell');
  });
});

/** What comes of a comment. */
function commandOf(stage: CommandsStage, sender: string): CommandJob {
  const body = '/tidewaiter fix';
  const id = stage.pullRequest.comment(sender, body);
  const { installation, owner, repo, number } = stage.jobFor(stage.pullRequest);
  return { kind: 'command', installation, owner, repo, number, comment: { kind: 'conversation', id }, sender, body };
}

describe('fix', () => {
  it('is done when it is found that GitHub had made the commit before the connection broke', async () => {
    await using stage = await openCommandsStage({ allowsCommits: true });
    await stage.judge(stage.pullRequest);
    stage.github.faults.add({ graphql: /commitFixes/, outcome: 'apply-then-502' });
    await expect(stage.say('walter', '/tidewaiter fix')).rejects.toMatchObject({ code: 'github/unavailable' });
    const { headSha } = stage.pullRequest;
    await stage.again();
    expect(stage.pullRequest.headSha).toBe(headSha);
    expect([stage.reactions(), stage.answers(), stage.queue.size]).toEqual([['eyes', '+1'], [], 0]);
  });

  it('makes one commit on top of what was judged, and nothing else moves', async () => {
    await using stage = await openCommandsStage({ allowsCommits: true });
    const { shop, pullRequest } = stage;
    await stage.judge(pullRequest);
    await stage.say('walter', '/tidewaiter fix');
    expect(shop.read('topic', POD)).toBe(
      pod('web', { privileged: true }).replace('privileged: true', 'privileged: false'),
    );
    expect([stage.reactions(), stage.answers()]).toEqual([['eyes', '+1'], []]);
    await stage.judge(pullRequest);
    expect(pullRequest.checks()).toMatchObject([{ name: CHECK, conclusion: 'success' }]);
    expect(pullRequest.merge().status).toBe(200);
  });

  it('by the button is as by the comment, and asks GitHub who presses it', async () => {
    await using stage = await openCommandsStage({ allowsCommits: true });
    await stage.judge(stage.pullRequest);
    const { headSha } = stage.pullRequest;
    for (const login of ['alice', 'tina', 'rita']) await stage.press(login, 'fix');
    expect(stage.pullRequest.headSha).toBe(headSha);
    await stage.press('walter', 'fix');
    expect(stage.shop.read('topic', POD)).toContain('privileged: false');
  });

  it.each(['not been judged', 'been judged by now'])('commits nothing onto a later head that has %s', async (state) => {
    await using stage = await openCommandsStage({ allowsCommits: true });
    const { shop, pullRequest } = stage;
    await stage.judge(pullRequest);
    let pushed = '';
    await stage.say('walter', '/tidewaiter fix', {
      async meanwhile() {
        pushed = shop.push('topic', { 'deploy/other.yaml': pod('other', { privileged: true }) });
        if (state === 'been judged by now') await stage.judge(pullRequest);
      },
    });
    expect(pullRequest.headSha).toBe(pushed);
    expect(stage.queue.size).toBe(1);
    expect(stage.reactions()).toEqual(['eyes', 'confused']);
  });

  it('commits nothing when the head moves at the last moment', async () => {
    await using stage = await openCommandsStage({ allowsCommits: true });
    const { github, shop, pullRequest } = stage;
    await stage.judge(pullRequest);
    let pushed = '';
    github.faults.add({
      graphql: /commitFixes/,
      before: () => {
        pushed = shop.push('topic', { 'README.md': 'moved\n' });
      },
    });
    await stage.say('walter', '/tidewaiter fix');
    expect(pullRequest.headSha).toBe(pushed);
    expect(stage.queue.size).toBe(1);
  });

  it.each([
    ['a bot that may not commit', false],
    ['a fork', true],
  ])('of %s is a patch', async (_, isFork) => {
    await using stage = await openCommandsStage({
      allowsCommits: isFork,
      ...(isFork && {
        open(shop) {
          const fork = shop.fork('alice');
          fork.push('topic', { [POD]: pod('web', { privileged: true }) });
          return shop.openPullRequest({ head: 'topic', from: fork, login: 'alice' });
        },
      }),
    });
    const { headSha } = stage.pullRequest;
    await stage.judge(stage.pullRequest);
    await stage.say('walter', '/tidewaiter fix');
    expect(stage.pullRequest.headSha).toBe(headSha);
    expect(stage.answers()).toMatchObject([expect.stringContaining('+        privileged: false')]);
  });
});
