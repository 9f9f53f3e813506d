import { randomUUID } from 'node:crypto';
import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { remember } from '../remember.ts';
import type { Limits } from '../twin.ts';
import type { App, AppInstallation, RepositoryState, Token, User } from './model.ts';

/** GitHub's own ids of the App that workflows' tokens belong to, and of its bot. */
const ACTIONS_APP_ID = 15368;
const ACTIONS_BOT_ID = 41898282;
export const ACTIONS_APP = 'github-actions';

/** Everything that one twin knows: users, Apps, tokens and repositories. */
export class World {
  readonly folder = realpathSync(mkdtempSync(join(tmpdir(), 'github-twin-')));
  readonly limits: Limits = {
    treeEntries: 100_000,
    pullRequestFiles: 3_000,
    patchLines: 20_000,
    patchBytes: 500_000,
    diffLines: 20_000,
    diffBytes: 1_000_000,
  };
  readonly tokens = new Map<string, Token>();
  /** What archives of private repositories are fetched with. */
  readonly archiveToken = randomUUID();
  /** By full name, in lower case: GitHub's names have no case. */
  readonly repositories = new Map<string, RepositoryState>();
  readonly installedApps: AppInstallation[] = [];
  readonly #users = new Map<string, User>();
  readonly #apps = new Map<string, App>();
  #lastId = 1000;
  #seconds = 0;

  nextId(): number {
    return ++this.#lastId;
  }

  /** A clock that is the same in every run: it moves by a second whenever it is looked at. */
  now(): string {
    return new Date(Date.UTC(2026, 0, 5, 9) + 1000 * this.#seconds++).toISOString().replace('.000', '');
  }

  user(login: string, type: User['type'] = 'User'): User {
    const id = login === `${ACTIONS_APP}[bot]` ? ACTIONS_BOT_ID : this.nextId();
    return remember(this.#users, login.toLowerCase(), () => ({ id, login, type }));
  }

  users(): readonly User[] {
    return [...this.#users.values()];
  }

  findUser(login: string): User | undefined {
    return this.#users.get(login.toLowerCase());
  }

  app(slug: string): App {
    return remember(this.#apps, slug, () => ({
      id: slug === ACTIONS_APP ? ACTIONS_APP_ID : this.nextId(),
      slug,
      bot: this.user(`${slug}[bot]`, 'Bot'),
    }));
  }

  repository(fullName: string): RepositoryState {
    const found = this.repositories.get(fullName.toLowerCase());
    if (found === undefined) throw new Error(`the twin has no repository ${fullName}: make it with createRepository`);
    return found;
  }

  dispose(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}
