import { labelPolicy, PRIVILEGED_POLICY, pod } from '../../cli/project.ts';
import type { Files, GitHub, PullRequest, Repository } from '../../github-twin/twin.ts';
import { CONFIGURED } from '../judging/shop.ts';

export const GATED: Files = {
  ...CONFIGURED,
  'policies/team.yaml': labelPolicy(),
  'policies/privileged.yaml': PRIVILEGED_POLICY,
};

/** Pull requests of a repository, and what people and GitHub do to them. Whatever is random is the seed's. */
export class Traffic {
  readonly #github: GitHub;
  readonly #repository: Repository;
  readonly #random: () => number;
  readonly #isClean = new Map<number, boolean>();
  #pushes = 0;
  readonly pullRequests: readonly PullRequest[];

  constructor(github: GitHub, repository: Repository, random: () => number, count: number) {
    this.#github = github;
    this.#repository = repository;
    this.#random = random;
    this.pullRequests = Array.from({ length: count }, (_, index) => {
      const branch = `topic-${index + 1}`;
      const isClean = this.#pushTo(branch);
      const pullRequest = repository.openPullRequest({ head: branch });
      this.#isClean.set(pullRequest.number, isClean);
      return pullRequest;
    });
  }

  /** Whether the check of a pull request's head is to be green. */
  isClean({ number }: PullRequest): boolean {
    return this.#isClean.get(number) ?? false;
  }

  /** One more thing happens to one of them. */
  step(): void {
    const pullRequest = this.#pick(this.pullRequests);
    const dice = this.#random();
    if (dice < 0.6) this.#isClean.set(pullRequest.number, this.#pushTo(pullRequest.headBranch));
    else if (dice < 0.8) pullRequest.comment('alice', 'What about the label?');
    else void this.#github.webhooks.redeliver(this.#pick(this.#github.webhooks.deliveries).guid);
  }

  #pushTo(branch: string): boolean {
    this.#pushes += 1;
    const isLabelled = this.#random() < 0.5;
    const privileged = this.#random() < 0.5;
    const manifest = pod(branch, { ...(isLabelled && { team: 'shop' }), privileged });
    this.#repository.push(branch, { [`deploy/${branch}.yaml`]: `# push ${this.#pushes}\n${manifest}` });
    return isLabelled && !privileged;
  }

  #pick<Item>(items: readonly Item[]): Item {
    const item = items[Math.floor(this.#random() * items.length)];
    if (item === undefined) throw new Error('there is nothing to pick from');
    return item;
  }
}
