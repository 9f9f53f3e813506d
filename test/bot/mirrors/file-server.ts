import { renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { type GitFixture, runGit, temporaryFolder } from '../../repository/git-fixture.ts';

/** Repositories that git fetches from by their address, as from GitHub; and a folder for mirrors. */
export interface FileServer extends AsyncDisposable {
  readonly url: string;
  readonly mirrors: string;
  /** Makes `acme/NAME.git` of a repository, as it is now. */
  serve(name: string, repository: GitFixture): void;
  stopServing(name: string): void;
}

export function fileServer(): FileServer {
  const root = temporaryFolder();
  const path = (name: string) => join(root, 'served/acme', `${name}.git`);
  return {
    url: `file://${root}/served`,
    mirrors: join(root, 'mirrors'),
    serve(name, repository) {
      rmSync(path(name), { recursive: true, force: true });
      runGit(root, ['clone', '-q', '--bare', repository.folder, path(name)]);
      // As GitHub does.
      runGit(path(name), ['config', 'uploadpack.allowFilter', 'true']);
      runGit(path(name), ['config', 'uploadpack.allowAnySHA1InWant', 'true']);
    },
    stopServing: (name) => renameSync(path(name), `${path(name)}.gone`),
    async [Symbol.asyncDispose]() {
      rmSync(root, { recursive: true, force: true });
    },
  };
}
