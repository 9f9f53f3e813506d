import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startGitHub } from './start-github.ts';
import type { Conclusion, GitHub, MergeGroup, Repository } from './twin.ts';

let github: GitHub;
let repositories = 0;

beforeAll(async () => {
  github = await startGitHub();
});

afterAll(() => github.stop());

function scene(...branches: readonly string[]) {
  const shop = github.createRepository(`acme/shop-${++repositories}`, { files: { 'README.md': '# Shop\n' } });
  shop.protect('main', { checks: [{ context: 'gate' }] });
  const pullRequests = branches.map((head) => {
    shop.push(head, { [`${head}.yaml`]: `${head}: 1\n` });
    return shop.openPullRequest({ head });
  });
  return { shop, pullRequests };
}

function report(shop: Repository, group: MergeGroup, conclusion: Conclusion): void {
  shop.reportJob({ sha: group.headSha, name: 'gate', conclusion });
}

describe('a queue of several', () => {
  it('each is built on those before it, and lands when its own check passed', () => {
    const { shop, pullRequests } = scene('one', 'two');
    const base = shop.head('main');
    const [first, second] = pullRequests.map((pullRequest) => shop.enterMergeQueue(pullRequest));
    if (first === undefined || second === undefined) throw new Error('two were put in');
    expect(first).toMatchObject({ baseSha: base, baseRef: 'refs/heads/main' });
    expect(second.baseSha).toBe(first.headSha);
    expect(second.headRef).toBe(`refs/heads/gh-readonly-queue/main/pr-2-${first.headSha}`);
    expect(shop.read(second.headSha, 'one.yaml')).toBe('one: 1\n');
    expect(shop.read(second.headSha, 'two.yaml')).toBe('two: 1\n');

    expect(first.land()).toEqual({ status: 405, message: 'Required status check "gate" is expected.' });
    report(shop, second, 'success');
    expect(second.land().status).toBe(405);
    report(shop, first, 'success');
    expect(first.land().status).toBe(200);
    expect(shop.head('main')).toBe(first.headSha);
    expect(second.land().status).toBe(200);
    expect(shop.head('main')).toBe(second.headSha);
    expect(pullRequests.map((pullRequest) => pullRequest.state())).toEqual(['merged', 'merged']);
  });

  it('one that failed leaves, and those behind it are built anew', () => {
    const { shop, pullRequests } = scene('bad', 'good');
    const [bad, good] = pullRequests.map((pullRequest) => shop.enterMergeQueue(pullRequest));
    if (bad === undefined || good === undefined) throw new Error('two were put in');
    const before = good.headSha;
    report(shop, bad, 'failure');
    expect(bad.land()).toEqual({ status: 405, message: 'Required status check "gate" is failing.' });
    expect(good.headSha).not.toBe(before);
    expect(good.baseSha).toBe(shop.head('main'));
    expect(shop.read(good.headSha, 'bad.yaml')).toBeUndefined();
    expect(good.land().message).toBe('Required status check "gate" is expected.');
    expect(bad.land().message).toBe('Pull Request is not in the merge queue');
  });

  it('a push takes a pull request out of it, and so does closing', () => {
    const { shop, pullRequests } = scene('one', 'two');
    const [first, second] = pullRequests.map((pullRequest) => shop.enterMergeQueue(pullRequest));
    shop.push('one', { 'one.yaml': 'one: 2\n' });
    expect(first?.land().message).toBe('Pull Request is not in the merge queue');
    expect(second?.baseSha).toBe(shop.head('main'));
    pullRequests[1]?.close();
    expect(second?.land().message).toBe('Pull Request is not in the merge queue');
  });

  it('what conflicts with one before it is not taken', () => {
    const { shop, pullRequests } = scene('one');
    shop.push('clash', { 'one.yaml': 'other: 1\n' }, { from: 'main' });
    const [one] = pullRequests;
    if (one === undefined) throw new Error('there is one');
    shop.enterMergeQueue(one);
    const clash = shop.openPullRequest({ head: 'clash' });
    expect(() => shop.enterMergeQueue(clash)).toThrow('no queue takes it');
  });
});
