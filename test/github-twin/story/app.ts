import type { AppOptions, InstalledApp } from '../apps.ts';
import { addKey, registerApp } from '../state/apps.ts';
import { grant, install, select, suspend, uninstall, unsuspend } from '../state/installations.ts';
import type { Installation, RegisteredApp, RepositoryState, User } from '../state/model.ts';
import type { World } from '../state/world.ts';

/** Registers an App where it is not there yet, and installs it in an account. */
export function installApp(world: World, slug: string, options: AppOptions): InstalledApp {
  const account = world.user(options.account);
  const app = world.registeredApps().find((other) => other.slug === slug) ?? registerFor(world, slug, options);
  const installation = install(world, app, {
    account,
    permissions: options.permissions ?? app.registration.permissions,
    repositories: options.repositories === undefined ? 'all' : new Set(named(world, account, options.repositories)),
  });
  return tellInstallation(world, installation);
}

function registerFor(world: World, slug: string, options: AppOptions): RegisteredApp {
  const app = registerApp(world, slug, {
    owner: world.user(options.account),
    name: slug,
    permissions: options.permissions ?? {},
    events: options.events ?? [],
    callbackUrls: options.callbackUrl === undefined ? [] : [options.callbackUrl],
  });
  addKey(world, app);
  return app;
}

function named(world: World, account: User, names: readonly string[]): readonly RepositoryState[] {
  return names.map((name) => world.repository(`${account.login}/${name}`));
}

function tellInstallation(world: World, installation: Installation): InstalledApp {
  const { app, id, account } = installation;
  const { clientId, clientSecret, keys } = app.registration;
  const [key] = keys;
  if (key === undefined) throw new Error(`the App ${app.slug} has no key any more: give it one with addKey`);
  return {
    id: app.id,
    slug: app.slug,
    clientId,
    clientSecret,
    installationId: id,
    privateKey: key.privateKey,
    suspend: () => suspend(world, installation),
    unsuspend: () => unsuspend(world, installation),
    uninstall: () => uninstall(world, installation),
    selectRepositories: (...names) => select(world, installation, named(world, account, names)),
    grant: (permissions) => grant(world, installation, permissions),
  };
}
