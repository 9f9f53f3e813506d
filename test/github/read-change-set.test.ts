import { describe, expect, it } from 'vitest';
import { listPullRequestFiles } from '../../src/github/list-pull-request-files.ts';
import { readChangeSet } from '../../src/github/read-change-set.ts';
import type { ChangeSet, Files } from '../../src/model/files.ts';
import { judge } from '../../src/pipeline.ts';
import { reportToJson } from '../../src/report/json.ts';
import { PLAIN_PALETTE } from '../../src/report/palette.ts';
import { readChangeSet as readFromCheckout } from '../../src/repository/read-change-set.ts';
import { startGitHub } from '../github-twin/start-github.ts';
import { gitRepository } from '../repository/git-fixture.ts';
import { textFiles } from '../text-files.ts';
import { apiOf, readerOf } from './api.ts';
import { SCENARIOS } from './scenarios.ts';

describe.each(SCENARIOS)('$name', ({ base, head }) => {
  it('is read over the API as from a checkout', async () => {
    await using repository = gitRepository();
    repository.write(GATE);
    base(repository);
    repository.git('switch', '-q', '-c', 'topic');
    head(repository);
    repository.commit({ 'deploy/web.yaml': manifestOf('web', 'nginx:latest') });
    repository.git('switch', '-q', 'main');
    repository.commit({ 'policies/later.yaml': policyOf('no-latest', '!*:latest') });

    await using twin = await startGitHub();
    const shop = twin.createRepository('acme/shop');
    const tip = shop.pushFrom(repository.folder, 'main', 'main');
    const headSha = shop.pushFrom(repository.folder, 'topic', 'topic');
    const { number } = shop.openPullRequest({ head: 'topic' });
    const github = apiOf(twin, { token: readerOf(twin, 'acme/shop') });
    const range = { owner: 'acme', repo: 'shop', base: tip, head: headSha };
    const files = await listPullRequestFiles(github, { owner: 'acme', repo: 'shop', number });

    const checkout = await readFromCheckout({ folder: repository.folder, base: 'main', head: 'topic' });
    const listed = await readChangeSet(github, { ...range, files });
    const unlisted = await readChangeSet(github, range);

    const expected = await everythingOf(checkout);
    expect(await everythingOf(listed)).toEqual(expected);
    expect(await everythingOf(unlisted)).toEqual(expected);
    expect(await reportOf(listed)).toBe(await reportOf(checkout));
    expect(twin.violations).toEqual([]);
  });
});

const GATE = {
  'policies/tagged.yaml': policyOf('tagged', '*:*'),
  'deploy/db.yaml': manifestOf('db', 'postgres'),
};

function policyOf(name: string, image: string): string {
  return [
    'apiVersion: kyverno.io/v1',
    'kind: ClusterPolicy',
    `metadata: { name: ${name} }`,
    'spec:',
    '  validationFailureAction: Enforce',
    '  rules:',
    '    - name: image',
    '      match: { any: [{ resources: { kinds: [Pod] } }] }',
    `      validate: { message: of its image, pattern: { spec: { containers: [{ image: "${image}" }] } } }`,
    '',
  ].join('\n');
}

function manifestOf(name: string, image: string): string {
  return `apiVersion: v1\nkind: Pod\nmetadata:\n  name: ${name}\nspec:\n  containers:\n    - name: main\n      image: ${image}\n`;
}

/** A change set with all that its readers would tell when asked. */
async function everythingOf({ base, head, changedFiles }: ChangeSet) {
  return {
    tip: base && (await contentOf(base.tip)),
    mergeBase: base && (await contentOf(base.mergeBase)),
    head: await contentOf(head),
    changedFiles,
  };
}

async function contentOf(files: Files) {
  const entries = await files.list();
  const paths = entries.map((entry) => entry.path);
  const contents = await files.read([...paths, 'no/such/file.yaml']);
  return { id: files.id, revision: files.revision, entries, contents: paths.map((path) => contents.get(path)) };
}

async function reportOf(change: ChangeSet): Promise<string> {
  const review = await judge({ change, library: textFiles({}), now: 0, seed: 1, clock: () => 0 });
  expect(review.counts.evaluations).toBeGreaterThan(0);
  return reportToJson(review, { version: 'test', showAll: true, width: 100, palette: PLAIN_PALETTE });
}
