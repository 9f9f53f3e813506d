import { describe, expect, it } from 'vitest';
import { didYouMean } from '../../src/base/did-you-mean.ts';

describe('didYouMean', () => {
  it.each([
    ['chekc', ['check', 'fix'], 'check'],
    ['fail_on', ['fail-on', 'on-unknown'], 'fail-on'],
    ['POLICIES', ['policies'], 'policies'],
    ['polices', ['policies', 'profile'], 'policies'],
    ['observ', ['gate', 'observe'], 'observe'],
    ['xyz', ['gate', 'observe'], undefined],
    ['a', ['bcd'], undefined],
    ['gate', [], undefined],
  ])('%s among %j: %s', (word, known, expected) => {
    expect(didYouMean(word, known)).toBe(expected);
  });
});
