import { expect, it } from 'vitest';
import { type LogFields, openLog } from '../../../bot/log/open-log.ts';
import type { LogLevel } from '../../../bot/settings/read-settings.ts';
import { ConfigError } from '../../../src/errors/tidewaiter-error.ts';

const TOKEN = `ghs_42_${'aB3'.repeat(20)}`;

function logged(message: string, fields?: LogFields, level: LogLevel = 'info') {
  const lines: string[] = [];
  openLog({ level, now: () => new Date(0), write: (line) => void lines.push(line) }).info(message, fields);
  return lines;
}

function parsed(message: string, fields?: LogFields) {
  return JSON.parse(logged(message, fields)[0] ?? '');
}

it('a line is one object, with time and level', () => {
  const [line] = logged('judged', { repository: 'acme/shop', number: 3 });
  expect(line).toBe(
    '{"time":"1970-01-01T00:00:00.000Z","level":"info","message":"judged","repository":"acme/shop","number":3}\n',
  );
});

it('what is below the level is not written', () => {
  expect(logged('judged', {}, 'warn')).toEqual([]);
});

it.each([
  ['a message', `GET /x with ${TOKEN}`, {}],
  ['a field', 'x', { reason: `because of ${TOKEN}` }],
  ['an error', 'x', { error: new Error(`refused ${TOKEN}`) }],
  ['an address', 'x', { reason: `postgres://bot:${'hunter2-hunter2'}@db/x and ${TOKEN}` }],
])('a credential in %s is masked', (_, message, fields) => {
  const [line] = logged(message, fields);
  expect(line).toContain('***');
  expect(line).not.toMatch(/ghs_42|hunter2/);
});

it('what a caller has beside the known fields is left out', () => {
  const fields = { repository: 'acme/shop', payload: { secret: 'manifest' }, body: 'manifest' };
  expect(parsed('x', fields)).not.toMatchObject({ payload: expect.anything() });
  expect(JSON.stringify(parsed('x', fields))).not.toContain('manifest');
});

it('an error that has a code is told with its remedy, one without with its place, and neither with what it bears', () => {
  const error = new ConfigError('no', { code: 'bot/settings', remedy: 'Do this.', cause: new Error('inner') });
  expect(parsed('x', { error }).error).toEqual({ code: 'bot/settings', message: 'no', remedy: 'Do this.' });
  const defect = Object.assign(new TypeError('oops'), { event: { payload: 'manifest' } });
  expect(parsed('x', { error: defect }).error).toEqual({
    name: 'TypeError',
    message: 'oops',
    stack: expect.arrayContaining([expect.stringMatching(/^at /)]),
  });
});

it('line breaks and marks that reorder text are shown and not obeyed', () => {
  expect(parsed('a\nb\u202ec').message).toBe('a\\nb\\u{202e}c');
});
