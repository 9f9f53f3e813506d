import { describe, expect, it } from 'vitest';
import { parseCommand } from '../../../bot/commands/parse-command.ts';

describe('a command', () => {
  it.each([
    ['/tidewaiter recheck', { name: 'recheck' }],
    ['/tidewaiter   fix  \r\nplease', { name: 'fix' }],
    ['Thanks!\n/tidewaiter help', { name: 'help' }],
    ['/tidewaiter', { name: 'help' }],
    ['/tidewaiter explain require-team', { name: 'explain', policy: 'require-team' }],
    ['/tidewaiter explain require-team/team-label', { name: 'explain', policy: 'require-team/team-label' }],
    [
      '/tidewaiter exempt require-team for 30d because the team  is being named',
      { name: 'exempt', policy: 'require-team', days: 30, reason: 'the team is being named' },
    ],
    ['/tidewaiter fix\n/tidewaiter recheck', { name: 'fix' }],
    ['```\n/tidewaiter fix\n```\n/tidewaiter recheck', { name: 'recheck' }],
  ])('%j', (body, command) => {
    expect(parseCommand(body)).toEqual(command);
  });
});

describe('no command', () => {
  it.each([
    ['said within a line', 'try /tidewaiter fix'],
    ['of another', '/tidewaiterfix'],
    ['quoted', '> /tidewaiter fix'],
    ['shown as code', '```sh\n/tidewaiter fix\n```'],
    ['in a block of code that does not end', '~~~\n```\n/tidewaiter fix'],
    ['indented, which is code as well', '    /tidewaiter fix'],
    ['where nobody sees it', 'Looks good. <!--\n/tidewaiter exempt x for 9d because y\n-->'],
    ['where nobody reads on', `/tidewaiter explain ${'x'.repeat(10_000)}`],
  ])('%s', (_, body) => {
    expect(parseCommand(body)).toBeUndefined();
  });
});

describe('a command that is not understood', () => {
  it.each([
    '/tidewaiter merge',
    '/tidewaiter fix --force',
    '/tidewaiter explain',
    '/tidewaiter exempt require-team',
    '/tidewaiter exempt require-team for ever because I say so',
    '/tidewaiter exempt require-team for 0d because I say so',
    '/tidewaiter exempt require-team for 30d because',
    '/tidewaiter exempt * for 30d because all of them',
    '/tidewaiter constructor',
  ])('%s', (body) => {
    expect(parseCommand(body)?.name).toBe('misspelt');
  });

  it('is told what may have been meant', () => {
    expect(parseCommand('/tidewaiter rechek')).toEqual({ name: 'misspelt', problem: 'Did you mean `recheck`?' });
  });
});
