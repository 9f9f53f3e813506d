import { describe, expect, it } from 'vitest';
import { applyJsonPatch } from '../../src/patch/apply-json-patch.ts';
import { combinePatches } from '../../src/remedy/combine-patches.ts';

describe('combining the remedies of one object', () => {
  it('lets two that add the same missing parent share it', () => {
    const combined = combinePatches({ spec: {} }, [
      [{ op: 'add', path: ['spec', 'securityContext'], value: { privileged: false } }],
      [{ op: 'add', path: ['spec', 'securityContext'], value: { runAsNonRoot: true } }],
    ]);
    expect(combined && applyJsonPatch({ spec: {} }, combined)).toEqual({
      spec: { securityContext: { privileged: false, runAsNonRoot: true } },
    });
  });

  it('removes list items whatever the order in which the findings came', () => {
    const value = { list: ['a', 'b', 'c'] };
    const combined = combinePatches(value, [
      [{ op: 'remove', path: ['list', 0] }],
      [{ op: 'remove', path: ['list', 2] }],
    ]);
    expect(combined && applyJsonPatch(value, combined)).toEqual({ list: ['b'] });
  });

  it('says nothing where two contradict each other', () => {
    const value = { spec: {} };
    expect(
      combinePatches(value, [
        [{ op: 'add', path: ['spec', 'hostNetwork'], value: false }],
        [{ op: 'add', path: ['spec', 'hostNetwork'], value: true }],
      ]),
    ).toBeUndefined();
    expect(
      combinePatches({ a: { b: 1 } }, [
        [{ op: 'remove', path: ['a'] }],
        [{ op: 'replace', path: ['a', 'b'], value: 2 }],
      ]),
    ).toEqual([{ op: 'remove', path: ['a'] }]);
  });
});
