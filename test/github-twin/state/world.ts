import { randomUUID } from 'node:crypto';
import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { remember } from '../remember.ts';
import type { Limits } from '../twin.ts';
import { Codes } from './codes.ts';
import type { Happening } from './happening.ts';
import type { App, DeliveryState, Installation, RegisteredApp, RepositoryState, Token, User } from './model.ts';

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
    deliveryMilliseconds: 10_000,
  };
  readonly tokens = new Map<string, Token>();
  /** What archives of private repositories are fetched with. */
  readonly archiveToken = randomUUID();
  /** By full name, in lower case: GitHub's names have no case. */
  readonly repositories = new Map<string, RepositoryState>();
  /** Who is told of whatever webhooks are about, as it happens. */
  readonly listeners: ((happening: Happening) => void)[] = [];
  readonly deliveries: DeliveryState[] = [];
  /** What browsers are on their way back with. */
  readonly codes = new Codes();
  /** Who is signed in where pages for browsers are opened, and which button they press. */
  visitor: { readonly user: User; readonly refuses: boolean } | undefined;
  readonly #users = new Map<string, User>();
  /** Of each organisation. */
  readonly #owners = new Map<User, User>();
  readonly #apps = new Map<string, App>();
  #lastId = 1000;
  #keys = 0;
  #seconds = 0;

  nextId(): number {
    return ++this.#lastId;
  }

  /** The number of another key of an App, from 0. */
  nextKey(): number {
    return this.#keys++;
  }

  /** A clock that is the same in every run: it moves by a second whenever it is looked at. */
  now(): string {
    return new Date(Date.UTC(2026, 0, 5, 9) + 1000 * this.#seconds++).toISOString().replace('.000', '');
  }

  user(login: string, type: User['type'] = 'User'): User {
    const id = login === `${ACTIONS_APP}[bot]` ? ACTIONS_BOT_ID : this.nextId();
    return remember(this.#users, login.toLowerCase(), () => ({ id, login, type }));
  }

  organization(login: string, owner: string): User {
    if (this.#users.has(login.toLowerCase()))
      throw new Error(`${login} is there already, and cannot become an organisation`);
    const organization = this.user(login, 'Organization');
    this.#owners.set(organization, this.user(owner));
    return organization;
  }

  /** Who acts for an account where nobody is named. */
  personBehind(account: User): User {
    return this.#owners.get(account) ?? account;
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
      registration: undefined,
    }));
  }

  apps(): readonly App[] {
    return [...this.#apps.values()];
  }

  registeredApp(slug: string): RegisteredApp {
    const found = this.#apps.get(slug);
    if (found === undefined || !isRegistered(found))
      throw new Error(`there is no App ${slug}: make it with installApp`);
    return found;
  }

  registeredApps(): readonly RegisteredApp[] {
    return this.apps().filter(isRegistered);
  }

  installations(): readonly Installation[] {
    return this.registeredApps().flatMap(({ registration }) => registration.installations);
  }

  tell(happening: Happening): void {
    for (const listen of this.listeners) listen(happening);
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

function isRegistered(app: App): app is RegisteredApp {
  return app.registration !== undefined;
}
