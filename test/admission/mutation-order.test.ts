import { expect, it } from 'vitest';
import { judgeChange } from '../../src/admission/judge-change.ts';
import { changeSetOf } from '../change-set.ts';
import { policyOf, ruleOf } from '../engines/kyverno/ask.ts';
import { openCourt } from './court.ts';

const CONFIG = 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: c, namespace: shop}\ndata: {a: x}\n';
const MATCH = 'match: { any: [{ resources: { kinds: [ConfigMap] } }] }';
const NOTE = 'this depends on the order of the policies first, second, and Kyverno promises none';

const named = (name: string, rule: string) => ruleOf(`${MATCH}\n${rule}`, '', '').replace('name: p', `name: ${name}`);
const sets = (name: string, key: string, value: string) =>
  named(name, `mutate: { patchStrategicMerge: { data: { ${key}: "${value}" } } }`);
const asks = (value: string) => named('third', `validate: { message: Bad, pattern: { data: { b: "${value}" } } }`);

async function findings(...policies: readonly string[]) {
  const { court, changes } = await openCourt(
    changeSetOf({ base: {}, head: { 'c.yaml': CONFIG } }),
    policies.map((text) => policyOf(text)),
  );
  return changes
    .flatMap((change) => judgeChange(change, court).findings)
    .map(({ outcome, message }) => ({ outcome, message }));
}

it('a change that the order of two policies decides says so', async () => {
  expect(await findings(sets('first', 'b', '1'), sets('second', 'b', '2'))).toEqual([
    { outcome: 'mutate', message: `admission would add \`data.b\`: \`"2"\` (${NOTE})` },
  ]);
});

it('a verdict that the order decides is the stricter one', async () => {
  const both = [sets('first', 'b', '1'), sets('second', 'b', '2')];
  const failing = { outcome: 'fail', message: expect.stringContaining(NOTE) };
  expect(await findings(...both, asks('1'))).toContainEqual(failing);
  expect(await findings(...both, asks('2'))).toContainEqual(failing);
});

it('where the order makes no difference nothing is said of it', async () => {
  const all = await findings(sets('first', 'b', '1'), sets('second', 'c', '2'), asks('1'));
  expect(all.map(({ outcome }) => outcome)).toEqual(['mutate', 'mutate']);
  expect(all.filter(({ message }) => message.includes('order'))).toEqual([]);
});
