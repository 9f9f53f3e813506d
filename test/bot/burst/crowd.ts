import { pod } from '../../cli/project.ts';
import type { GitHub, InstalledApp, PullRequest, Repository } from '../../github-twin/twin.ts';
import { CHECK } from '../judging/stage.ts';
import { BOT_EVENTS, BOT_PERMISSIONS } from '../run-bot.ts';
import { GATED } from '../soak/traffic.ts';

const APP = 'tidewaiter';

export interface CrowdPlan {
  readonly installations: number;
  readonly pullRequests: number;
}

/** Organisations with a repository each, whose pull requests are opened and pushed to. */
export class Crowd {
  readonly app: InstalledApp;
  readonly members: readonly Member[];

  constructor(github: GitHub, { installations, pullRequests }: CrowdPlan) {
    const places = Array.from({ length: installations }, (_, index) => settle(github, `company-${index + 1}`));
    const [first] = places;
    if (first === undefined) throw new Error('there is no crowd without an installation');
    this.app = first.app;
    this.members = Array.from({ length: pullRequests }, (_, index) => {
      const { owner, repository } = places[index % installations] ?? first;
      return new Member(owner, repository, `topic-${index + 1}`);
    });
  }
}

function settle(github: GitHub, owner: string) {
  github.createOrganization(owner, { owner: 'olivia' });
  const repository = github.createRepository(`${owner}/shop`, {
    files: { ...GATED, 'deploy/web.yaml': pod('web'), 'deploy/queue.yaml': pod('queue', { team: 'shop' }) },
  });
  const app = github.installApp(APP, { account: owner, permissions: BOT_PERMISSIONS, events: BOT_EVENTS });
  return { owner, repository, app };
}

/** A branch, which becomes a pull request with its first push. */
export class Member {
  readonly installation: string;
  readonly #repository: Repository;
  readonly #branch: string;
  #pullRequest: PullRequest | undefined;
  #pushes = 0;
  #isClean = false;

  constructor(installation: string, repository: Repository, branch: string) {
    this.installation = installation;
    this.#repository = repository;
    this.#branch = branch;
  }

  push({ isClean }: { readonly isClean: boolean }): void {
    this.#pushes += 1;
    this.#isClean = isClean;
    const manifest = pod(this.#branch, isClean ? { team: 'shop' } : {});
    this.#repository.push(this.#branch, { [`deploy/${this.#branch}.yaml`]: `# push ${this.#pushes}\n${manifest}` });
    this.#pullRequest ??= this.#repository.openPullRequest({ head: this.#branch });
  }

  /** Whether its head has a completed check that says what is true. */
  isDone(): boolean {
    const [check] = this.#pullRequest?.checks().filter(({ name }) => name === CHECK) ?? [];
    return check?.status === 'completed' && check.conclusion === (this.#isClean ? 'success' : 'failure');
  }
}
