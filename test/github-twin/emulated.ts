import { createEmulator, type Emulator } from 'emulate';
import type { RawAnswer, RawRequest } from './serve.ts';
import type { World } from './state/world.ts';

/**
 * What the twin does not answer itself: `emulate` does, behind it. It starts with the first such request and knows the users and
 * repositories of that moment.
 */
export class Emulated {
  readonly #world: World;
  readonly #apiPrefix: string;
  #emulator: Promise<Emulator> | undefined;

  constructor(world: World, apiPrefix: string) {
    this.#world = world;
    this.#apiPrefix = apiPrefix;
  }

  async answer(raw: RawRequest): Promise<RawAnswer> {
    this.#emulator ??= createEmulator({
      service: 'github',
      port: 0,
      hostname: '127.0.0.1',
      seed: seedFrom(this.#world),
    });
    const { url } = await this.#emulator;
    const path = this.#pathOf(raw);
    const response = await fetch(url + path + raw.url.search, {
      method: raw.method,
      headers: this.#headersFor(raw),
      ...(raw.body.length === 0 ? {} : { body: Uint8Array.from(raw.body) }),
    });
    const body = await response.text();
    // Told its address, the emulator would no longer tell where it listens: its links are ours only from here on.
    const withOurLinks = (text: string) => text.replaceAll(url, raw.url.origin + this.#apiPrefix);
    const link = response.headers.get('link');
    return {
      kind: 'answer',
      status: response.status,
      headers: {
        'content-type': response.headers.get('content-type') ?? 'application/json; charset=utf-8',
        ...(link === null ? {} : { link: withOurLinks(link) }),
      },
      body: Buffer.from(withOurLinks(body)),
    };
  }

  #pathOf({ url }: RawRequest): string {
    return url.pathname.slice(this.#apiPrefix.length);
  }

  /** A token of the twin's becomes one of the emulator's for the same user; an App's acts as the owner of what it is for. */
  #headersFor(raw: RawRequest): Record<string, string> {
    const { authorization } = raw.headers;
    const token = this.#world.tokens.get((authorization ?? '').replace(/^(token|bearer) /i, ''));
    const [owner = ''] = /(?<=^\/repos\/)[^/]+/.exec(this.#pathOf(raw)) ?? [];
    const account = token?.actor.type === 'Bot' ? this.#world.findUser(owner) : token?.actor;
    const login = account === undefined ? undefined : this.#world.personBehind(account).login;
    const passed = login === undefined ? authorization : `token ${tokenFor(login)}`;
    return {
      ...(passed === undefined ? {} : { authorization: passed }),
      ...(raw.headers['content-type'] === undefined ? {} : { 'content-type': raw.headers['content-type'] }),
    };
  }

  async stop(): Promise<void> {
    await (await this.#emulator)?.close();
  }
}

function seedFrom(world: World) {
  const users = world.users().filter((user) => user.type === 'User');
  return {
    tokens: Object.fromEntries(users.map(({ login }) => [tokenFor(login), { login, scopes: ['repo', 'user'] }])),
    github: {
      users: users.map(({ login }) => ({ login })),
      orgs: world.users().flatMap(({ login, type }) => (type === 'Organization' ? [{ login }] : [])),
      repos: [...world.repositories.values()].map(({ owner, name, isPrivate }) => ({
        owner: owner.login,
        name,
        private: isPrivate,
      })),
    },
  };
}

function tokenFor(login: string): string {
  return `emulated_${login}`;
}
