import { describe, expect, it } from 'vitest';
import { gitRepository } from '../repository/git-fixture.ts';
import { badPod, expectExit, expectRefusal, judgePullRequest, pod, type Texts } from './pull-request.ts';

async function judge(files: Texts) {
  await using repository = gitRepository();
  return judgePullRequest(repository, { files });
}

describe('a manifest that is a weapon', { timeout: 120_000 }, () => {
  it('passes and is denied where it is none: the ground of the tests below', async () => {
    expectExit(await judge({ 'good.yaml': pod('good') }), 0);
    expectExit(await judge({ 'bad.yaml': badPod('bad') }), 1);
  });

  it('an alias bomb', async () => {
    const levels = Array.from({ length: 30 }, (_, level) => {
      const before = level === 0 ? Array(9).fill('"lol"') : Array(9).fill(`*l${level - 1}`);
      return `l${level}: &l${level} [${before.join(', ')}]\n`;
    });
    expectRefusal(await judge({ 'bad.yaml': pod('bomb') + levels.join('') }), 'bad.yaml', /alias/i);
  });

  it('an alias that holds itself', async () => {
    expectRefusal(await judge({ 'bad.yaml': `${pod('ring')}a: &a\n  b: *a\n` }), 'bad.yaml', /alias/i);
  });

  it('merge keys upon merge keys', async () => {
    const levels = Array.from({ length: 40 }, (_, level) =>
      level === 0
        ? 'm0: &m0 {a: 1}\n'
        : `m${level}: &m${level}\n  <<: [*m${level - 1}, *m${level - 1}]\n  k${level}: {<<: *m${level - 1}}\n`,
    );
    expectExit(await judge({ 'bad.yaml': pod('merge') + levels.join('') }), 2);
  });

  it.each([
    ['flow lists', `a: ${'['.repeat(10_000)}${']'.repeat(10_000)}\n`],
    ['flow mappings', `a: ${'{a: '.repeat(10_000)}1${'}'.repeat(10_000)}\n`],
    ['block lists', `a:\n  ${'- '.repeat(10_000)}x\n`],
    ['block mappings', Array.from({ length: 3_000 }, (_, depth) => `${' '.repeat(depth)}a:\n`).join('')],
    ['unclosed flow lists', `a: ${'['.repeat(10_000)}\n`],
  ])('10,000 levels of %s', async (_, nested) => {
    expectRefusal(await judge({ 'bad.yaml': pod('deep') + nested }), 'bad.yaml', /deep|nest|level|closed/i);
  });

  it.each([
    ['on one line', ''],
    ['on lines of its own', '\n'],
  ])('10,000 levels of JSON, %s', async (_, space) => {
    const deep = `${'{"a":'.repeat(10_000)}1${'}'.repeat(10_000)}`;
    const text = `{${space}"apiVersion":"v1",${space}"kind":"Pod","metadata":{"name":"deep"},"spec":${deep}}`;
    expectRefusal(await judge({ 'bad.json': text }), 'bad.json', /deep|nest|level/i);
  });

  it('a file of 50 MB', async () => {
    const text = `${pod('big')}data:\n${`    key: ${'x'.repeat(90)}\n`.repeat(500_000)}`;
    expect(text.length).toBeGreaterThan(50_000_000);
    expectRefusal(await judge({ 'bad.yaml': text }), 'bad.yaml', /bytes/);
  });

  it('one line of 4 MB, and a scalar of 4 MB', async () => {
    const files = {
      'line.yaml': pod('line', `  annotations: {a: "${'x'.repeat(4_000_000)}"}\n`),
      'scalar.yaml': pod('scalar', `  annotations:\n    a: |\n${'      line\n'.repeat(360_000)}`),
    };
    expectExit(await judge(files), 0);
  });

  it('5,000 documents in a file do not hide the last', async () => {
    expectExit(await judge({ 'many.yaml': `${'---\na: 1\n'.repeat(5_000)}---\n${badPod('last')}` }), 1);
  });

  it('100,000 documents in a file', async () => {
    const text = `${'---\na: 1\n'.repeat(100_000)}---\n${badPod('last')}`;
    expectRefusal(await judge({ 'bad.yaml': text }), 'bad.yaml', /documents/);
  });

  it('one that is no text', async () => {
    const bytes = Buffer.concat([Buffer.from(pod('bytes')), Buffer.from([0xff, 0xfe, 0x00])]);
    expectRefusal(await judge({ 'bad.yaml': bytes }), 'bad.yaml', /binary|UTF-8/);
    const utf16 = Buffer.from(`\ufeff${badPod('wide')}`, 'utf16le');
    expectRefusal(await judge({ 'bad.yaml': utf16 }), 'bad.yaml', /UTF-16/);
  });

  it('one that is cut off in the middle', async () => {
    expectRefusal(await judge({ 'bad.yaml': `${pod('cut')}more: {a: "b` }), 'bad.yaml', /quote|closed|end/i);
    expectRefusal(await judge({ 'bad.json': '{"apiVersion":"v1","kind":"Pod","metadata":{"name":' }), 'bad.json', /./);
  });

  it('keys that are special to JavaScript stay keys', async () => {
    const text = badPod('proto', '  annotations:\n    __proto__: x\n    constructor: x\n');
    const spec = text.replace('spec:\n', 'spec:\n  __proto__: {hostNetwork: false}\n  toString: {}\n');
    expectExit(await judge({ 'bad.yaml': spec }), 1);
    expectExit(await judge({ 'bad.yaml': text }), 1);
    expectExit(
      await judge({ 'good.yaml': pod('proto').replace('hostNetwork: false', '__proto__: {hostNetwork: true}') }),
      0,
    );
  });
});
