import { expect, it } from 'vitest';
import { rememberPolicies } from '../../../bot/orders/remember-policies.ts';
import { engines } from '../../../src/engines/registry.ts';
import type { Files } from '../../../src/model/files.ts';
import { DEFAULT_CONFIGURATION } from '../../../src/policy/configuration.ts';
import type { PolicyInput } from '../../../src/policy/load-policies.ts';
import type { Revision } from '../../../src/text/source.ts';
import { labelPolicy } from '../../cli/project.ts';
import { textFiles } from '../../text-files.ts';

const SHOP = { owner: 'acme', repo: 'shop' };
const POLICIES = { 'policies/team.yaml': labelPolicy() };
const BROKEN = { 'policies/team.yaml': labelPolicy().replace('kinds: [Pod]', 'kinds: 7') };

it('a base that has not moved is looked at once', async () => {
  const load = rememberPolicies()(SHOP);
  const first = await load(inputOf(commit('base', 'a')));
  expect(first.policies.map(({ name }) => name)).toEqual(['require-team']);
  expect(await load(inputOf(unreadable('base', 'a')))).toBe(first);
});

it.each([
  ['another commit of the branch', SHOP, inputOf(commit('base', 'b'))],
  ['another commit of the owner', SHOP, inputOf(commit('base', 'a'), commit('owner', 'b'))],
  ['another repository', { owner: 'acme', repo: 'bank' }, inputOf(commit('base', 'a'), commit('owner', 'a'))],
])('%s has policies of its own', async (_, repository, input) => {
  const policiesOf = rememberPolicies();
  const first = await policiesOf(SHOP)(inputOf(commit('base', 'a'), commit('owner', 'a')));
  expect(await policiesOf(repository)(input)).not.toBe(first);
});

it('what a pull request makes of them is not remembered', async () => {
  const load = rememberPolicies()(SHOP);
  const preview = await load(inputOf(commit('head', 'a')));
  expect(await load(inputOf(commit('head', 'a')))).not.toBe(preview);
  expect(await load(inputOf(commit('base', 'a')))).not.toBe(preview);
});

it('policies with a problem are looked at again', async () => {
  const load = rememberPolicies()(SHOP);
  const broken = await load(inputOf(commit('base', 'a', BROKEN)));
  expect(broken.problems).not.toEqual([]);
  expect((await load(inputOf(commit('base', 'a')))).problems).toEqual([]);
});

it('the policies of twenty bases are remembered, and those that were used least recently are forgotten', async () => {
  const load = rememberPolicies()(SHOP);
  const loadAt = (id: number) => load(inputOf(commit('base', String(id))));
  const [first, second] = [await loadAt(1), await loadAt(2)];
  for (let id = 3; id <= 20; id += 1) await loadAt(id);
  expect(await loadAt(1)).toBe(first);
  await loadAt(21);
  expect(await loadAt(1)).toBe(first);
  expect(await loadAt(2)).not.toBe(second);
});

function commit(revision: Revision, id: string, texts: { readonly [path: string]: string } = POLICIES): Files {
  return textFiles(texts, revision, id);
}

function unreadable(revision: Revision, id: string): Files {
  const refuse = async () => {
    throw new Error('it is read again');
  };
  return { revision, id, list: refuse, read: refuse };
}

function inputOf(repository: Files, owner?: Files): PolicyInput {
  return {
    repository,
    library: textFiles({}, 'bundle'),
    configuration: DEFAULT_CONFIGURATION,
    owner,
    engines,
    target: { kubernetes: '1.34', profile: 'cluster', kyverno: { version: '1.19' } },
  };
}
