import { labelPolicy, PRIVILEGED_POLICY, pod } from '../../cli/project.ts';
import type { Files, GitHub, PullRequest, Repository } from '../../github-twin/twin.ts';
import { CONFIGURED } from '../judging/shop.ts';

export const GATED: Files = {
  ...CONFIGURED,
  'policies/team.yaml': labelPolicy(),
  'policies/privileged.yaml': PRIVILEGED_POLICY,
};

/** Who may give commands, and who may not. */
export const COLLABORATORS = { alice: 'write', rita: 'read' } as const;

/** What somebody asks of the bot in a comment. */
export interface Asked {
  readonly number: number;
  /** The comment's. */
  readonly id: number;
  readonly login: keyof typeof COLLABORATORS;
  readonly command: (typeof COMMANDS)[number];
}

/** Of so many pull requests people talk: what is refused is asked for again. */
const TALKED_ABOUT = 3;

const LOGINS = ['alice', 'rita'] as const;
const COMMANDS = ['recheck', 'help', 'explain disallow-privileged'] as const;

/** Pull requests of a repository, and what people and GitHub do to them. Whatever is random is the seed's. */
export class Traffic {
  readonly #github: GitHub;
  readonly #repository: Repository;
  readonly #random: () => number;
  readonly #isClean = new Map<number, boolean>();
  readonly #asked: Asked[] = [];
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

  /** In comments of a pull request, the oldest first. */
  askedAt(pullRequest: PullRequest): readonly Asked[] {
    return this.#asked.filter(({ number }) => number === pullRequest.number);
  }

  /** One more thing happens to one of them. */
  step(): void {
    const pullRequest = this.#pick(this.pullRequests);
    const dice = this.#random();
    if (dice < 0.4) this.#isClean.set(pullRequest.number, this.#pushTo(pullRequest.headBranch));
    else if (dice < 0.45) pullRequest.comment('alice', 'What about the label?');
    else if (dice < 0.8) this.#ask(this.#pick(this.pullRequests.slice(0, TALKED_ABOUT)));
    else void this.#github.webhooks.redeliver(this.#pick(this.#github.webhooks.deliveries).guid);
  }

  #ask(pullRequest: PullRequest): void {
    const login = this.#pick(LOGINS);
    const command = this.#pick(COMMANDS);
    const id = pullRequest.comment(login, `/tidewaiter ${command}`);
    this.#asked.push({ number: pullRequest.number, id, login, command });
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
