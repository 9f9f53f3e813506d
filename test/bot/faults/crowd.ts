import { setTimeout as sleep } from 'node:timers/promises';
import { labelPolicy, pod } from '../../cli/project.ts';
import type { GitHub, PullRequest, Repository } from '../../github-twin/twin.ts';
import { CONFIGURED } from '../judging/shop.ts';
import { BOT_EVENTS, BOT_PERMISSIONS } from '../run-bot.ts';
import { CHECK } from './check.ts';

const BOT = 'tidewaiter[bot]';

/** Pull requests of a repository that wants a label. Each push turns what is blocked into what is clean, and the other way round. */
export class Crowd {
  readonly repository: Repository;
  readonly pullRequests: readonly PullRequest[];
  readonly #isClean = new Map<PullRequest, boolean>();

  constructor(github: GitHub, count: number) {
    github.createOrganization('acme', { owner: 'olivia' });
    this.repository = github.createRepository('acme/shop', {
      files: { ...CONFIGURED, 'policies/team.yaml': labelPolicy() },
    });
    this.pullRequests = Array.from({ length: count }, (_, index) => {
      const head = `topic-${index}`;
      this.repository.push(head, { 'deploy/web.yaml': pod('web') });
      return this.repository.openPullRequest({ head });
    });
  }

  install(github: GitHub) {
    return github.installApp('tidewaiter', { account: 'acme', permissions: BOT_PERMISSIONS, events: BOT_EVENTS });
  }

  push(pullRequest: PullRequest): void {
    const isClean = !this.#isClean.get(pullRequest);
    this.#isClean.set(pullRequest, isClean);
    this.repository.push(pullRequest.headBranch, { 'deploy/web.yaml': pod('web', isClean ? { team: 'shop' } : {}) });
  }

  pushAll(): void {
    for (const pullRequest of this.pullRequests) this.push(pullRequest);
  }

  /** Until one of them is being judged, and others wait. */
  async begun(): Promise<void> {
    const end = performance.now() + 60_000;
    while (!this.pullRequests.some((each) => checkOf(each)?.status === 'in_progress')) {
      if (performance.now() > end) throw new Error('no judgement was begun within a minute');
      await sleep(5);
    }
  }

  /** What must never be: a check that is green where it is to be red. */
  greenByAccident(): readonly string[] {
    return this.pullRequests
      .filter((each) => !this.#isClean.get(each) && isGreen(conclusionOf(each)))
      .map(({ number }) => `#${number} is green by accident`);
  }

  /** What is not as it should be in the end. */
  wrong(): readonly string[] {
    return this.pullRequests.flatMap((each) => {
      const expected = this.#isClean.get(each) ? 'success' : 'failure';
      const conclusion = conclusionOf(each);
      const told = conclusion === 'failure' && titleOf(each) === 'Could not judge' ? 'could not judge' : conclusion;
      const spoken = [
        ...each.visibleComments().map(({ author, body, path, line }) => ({ author, text: `${path}:${line} ${body}` })),
        ...each.conversation().map(({ author }) => ({ author, text: 'the summary' })),
      ].filter(({ author }) => author === BOT);
      const isTwice = new Set(spoken.map(({ text }) => text)).size < spoken.length;
      return [
        ...(told === expected ? [] : [`#${each.number}: ${told} in place of ${expected}`]),
        ...(isTwice ? [`#${each.number}: something stands twice`] : []),
      ];
    });
  }

  /** @returns what is still wrong when it has taken too long */
  async settled(patienceMs = 300_000): Promise<readonly string[]> {
    const end = performance.now() + patienceMs;
    for (;;) {
      const wrong = [...this.greenByAccident(), ...this.wrong()];
      if (wrong.length === 0 || performance.now() > end) return wrong;
      await sleep(100);
    }
  }
}

function checkOf(pullRequest: PullRequest) {
  return pullRequest.checks().find(({ name }) => name === CHECK);
}

function conclusionOf(pullRequest: PullRequest): string {
  const check = checkOf(pullRequest);
  return check?.conclusion ?? check?.status ?? 'no check';
}

function titleOf(pullRequest: PullRequest): string | null | undefined {
  return checkOf(pullRequest)?.title;
}

/** A required check is satisfied by any of them. */
function isGreen(conclusion: string): boolean {
  return ['success', 'neutral', 'skipped'].includes(conclusion);
}
