import { expect, it } from 'vitest';
import { judgeChange } from '../../src/admission/judge-change.ts';
import type { Policy } from '../../src/model/engine.ts';
import { changeSetOf } from '../change-set.ts';
import { openCourt, policyOf } from './court.ts';

const POD = 'apiVersion: v1\nkind: Pod\nmetadata: { name: web }\n';
const OTHER = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'other' } };

async function judgeAdded(...policies: readonly Policy[]) {
  const { court, changes } = await openCourt(changeSetOf({ base: {}, head: { 'pod.yaml': POD } }), policies);
  const [change] = changes;
  if (!change) throw new Error('nothing changed');
  return judgeChange(change, court);
}

it('a target that a rule leaves as it is is no effect', async () => {
  const effectsOf = async (patch: readonly { op: 'add'; path: readonly string[]; value: string }[]) => {
    const policy = policyOf('roll', {
      mutate: ({ object }) => ({
        object: object ?? OTHER,
        mutations: [],
        verdicts: [],
        targets: [{ rule: 'rule', object: OTHER, patch }],
      }),
    });
    return (await judgeAdded(policy)).effects.map(({ kind }) => kind);
  };
  expect(await effectsOf([])).toEqual([]);
  expect(await effectsOf([{ op: 'add', path: ['data'], value: 'x' }])).toEqual(['changes']);
});

it('a policy that crashes while it generates is red, and hides no other effect', async () => {
  const crashing = {
    ...policyOf('crashing', {}),
    generate: () => {
      throw new Error('no');
    },
  };
  const generating = {
    ...policyOf('generating', {}),
    generate: () => ({ objects: [{ rule: 'rule', object: OTHER }], verdicts: [] }),
  };
  const { findings, effects } = await judgeAdded(crashing, generating);
  expect(findings.map(({ outcome, message }) => [outcome, message])).toEqual([
    ['error', expect.stringContaining('could not be evaluated')],
  ]);
  expect(effects.map(({ kind, object }) => [kind, object])).toEqual([['generates', OTHER]]);
});
