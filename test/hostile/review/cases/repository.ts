import { expect } from 'vitest';
import type { PullRequest, Repository } from '../../../github-twin/twin.ts';
import { gitRepository } from '../../../repository/git-fixture.ts';
import { POLICY } from '../../pull-request.ts';
import { foundIn, type HostileCase, pod } from '../hostile-case.ts';
import type { Told } from '../judge-hostile.ts';

/** A name that git takes, and that a shell, Markdown and the runner would each make something of. */
const BRANCH = 'topic`touch${IFS}owned`;$(id)|<img/src=x>&@octocat#1"\'%0A##owned';

/** What git and GitHub make of a repository by its own files: none of it hides a manifest or lets it judge itself. */
export const REPOSITORY: readonly HostileCase[] = [
  {
    tries: 'attributes for everything below',
    head: {
      '.gitattributes': `ignored.yaml export-ignore
substituted.yaml export-subst
crlf.yaml text eol=crlf
encoded.yaml text working-tree-encoding=UTF-16
ident.yaml ident
undiffed.yaml -diff
binary.yaml binary
generated.yaml linguist-generated=true
merged.yaml filter=lfs diff=lfs merge=lfs -text
`,
    },
    expect: ({ report }) => expect(report.notJudged.map(({ file }) => file)).not.toContain('.gitattributes'),
  },
  saysIn('to be left out of the archive', 'ignored.yaml'),
  saysIn('to have its text replaced in the archive', 'substituted.yaml', '$Format:%an%n%H$'),
  saysIn('to have other line breaks in the archive', 'crlf.yaml'),
  saysIn('to be encoded otherwise in the archive', 'encoded.yaml'),
  saysIn('to have its keywords expanded', 'ident.yaml', '$Id$'),
  saysIn('to have no diff', 'undiffed.yaml'),
  saysIn('to pass for no text', 'binary.yaml'),
  saysIn('to pass for generated, which GitHub folds', 'generated.yaml'),
  saysIn('to pass for a large file that lies elsewhere', 'merged.yaml'),
  saysIn('to lie deep', `${'d/'.repeat(400)}deep.yaml`),
  notJudged('a link that is named like a manifest', 'link.yaml', { symlink: '/etc/passwd' }, /symbolic link/),
  notJudged('a link out of the repository', 'out.yaml', { symlink: '../../../etc/passwd' }, /symbolic link/),
  notJudged('a link to what it is itself', 'itself.yaml', { symlink: 'itself.yaml' }, /symbolic link/),
  notJudged(
    'a link with hostile words',
    'words.yaml',
    { symlink: '<img src=x> @octocat\n::error::owned' },
    /symbolic link/,
  ),
  {
    tries: 'a link in place of the configuration',
    head: {
      'lenient.txt': 'mode: observe\nfail-on: none\npolicies: []\n',
      '.github/tidewaiter.yml': { symlink: '../lenient.txt' },
    },
    expect: blocks,
  },
  {
    tries: 'configurations whose names differ in their letters',
    head: {
      '.github/Tidewaiter.yml': 'mode: observe\n',
      '.GITHUB/tidewaiter.yml': 'mode: observe\n',
      'tidewaiter.yml': 'mode: observe\n',
      '.github/tidewaiter.yml ': 'mode: observe\n',
      '.github/tidewaiter.yml\u200b': 'mode: observe\n',
    },
    expect: blocks,
  },
  {
    tries: 'a link in place of a policy',
    base: { 'policies/linked.yaml': POLICY },
    head: {
      'policies/linked.yaml': { symlink: '../lenient.txt' },
      'linked.yaml': pod({}).replace('spec:\n', 'spec:\n  hostNetwork: true\n'),
    },
    expect: (told) => {
      blocks(told);
      expect(foundIn(told, 'linked.yaml').map(({ policy }) => policy)).toEqual(['disallow-host-network']);
    },
  },
  {
    tries: 'another workflow of this gate, and one with a hostile name',
    base: { '.github/workflows/tidewaiter.yml': 'on: pull_request\n' },
    head: {
      '.github/workflows/tidewaiter.yml': 'on: push\n',
      '.github/workflows/`<img src=x>`@octocat\n#1.yml': 'on: pull_request_target\n',
    },
    expect: ({ report }) => {
      const changed = report.gateChanges.filter(({ kind }) => kind === 'workflow').map(({ file }) => file);
      expect(changed.toSorted()).toEqual([
        '.github/workflows/`<img src=x>`@octocat\n#1.yml',
        '.github/workflows/tidewaiter.yml',
      ]);
    },
  },
  {
    tries: 'submodules that are named like manifests',
    expect: ({ report }) => {
      for (const file of ['module.yaml', 'modules']) {
        expect(report.notJudged).toContainEqual(
          expect.objectContaining({ file, reason: expect.stringMatching(/submodule/) }),
        );
      }
    },
  },
  {
    tries: 'a branch that a shell would run',
    expect: ({ pullRequest }) => expect(pullRequest.headBranch).toBe(BRANCH),
  },
];

/** Submodules only git can make; the branch has a name that GitHub takes. */
export async function openHostileRepository(repository: Repository): Promise<PullRequest> {
  await using clone = gitRepository({
    clone: { from: repository.folder, options: ['--no-checkout', '--branch', 'topic'] },
  });
  clone.git('read-tree', 'HEAD');
  for (const path of ['module.yaml', 'modules']) {
    clone.git('update-index', '--add', '--cacheinfo', `160000,${'1'.repeat(40)},${path}`);
  }
  const commit = clone.git('commit-tree', clone.git('write-tree'), '-p', 'HEAD', '-m', 'submodules');
  repository.pushFrom(clone.folder, commit, BRANCH);
  return repository.openPullRequest({ head: BRANCH, title: '`x` <img src=x> @octocat ::error::owned\n$(touch owned)' });
}

function saysIn(tries: string, file: string, words = 'no'): HostileCase {
  return {
    tries,
    head: { [file]: pod({ says: words }) },
    expect: (told) => expect(foundIn(told, file).map(({ message }) => message)).toEqual([words]),
  };
}

function notJudged(tries: string, file: string, content: { readonly symlink: string }, reason: RegExp): HostileCase {
  return {
    tries,
    head: { [file]: content },
    expect: ({ report }) =>
      expect(report.notJudged).toContainEqual(expect.objectContaining({ file, reason: expect.stringMatching(reason) })),
  };
}

function blocks({ exitCode, report }: Told): void {
  expect(report.decision).toBe('block');
  expect(exitCode).toBe(1);
}
