import type { Permissions } from '../apps.ts';
import type { Installation, RegisteredApp, RepositoryState, User } from './model.ts';
import type { World } from './world.ts';

export interface InstallationStart {
  readonly account: User;
  readonly permissions: Permissions;
  readonly repositories: Installation['repositories'];
}

/** Installs an App in an account. */
export function install(world: World, app: RegisteredApp, start: InstallationStart): Installation {
  const { account } = start;
  const { installations } = app.registration;
  if (installations.some((other) => other.account === account)) {
    throw new Error(`${app.slug} is installed in ${account.login} already`);
  }
  const installation: Installation = {
    ...start,
    id: world.nextId(),
    app,
    createdAt: world.now(),
    suspension: undefined,
  };
  installations.push(installation);
  tell(world, installation, 'created');
  return installation;
}

type InstallationAction = 'created' | 'deleted' | 'suspend' | 'unsuspend' | 'new_permissions_accepted';

function tell(world: World, installation: Installation, action: InstallationAction): void {
  world.tell({ event: 'installation', action, installation, sender: world.personBehind(installation.account) });
}

export function uninstall(world: World, installation: Installation): void {
  const { installations } = installation.app.registration;
  installations.splice(installations.indexOf(installation), 1);
  for (const [text, { reach }] of world.tokens) {
    if (reach.kind === 'installation' && reach.installation === installation) world.tokens.delete(text);
  }
  tell(world, installation, 'deleted');
}

export function suspend(world: World, installation: Installation): void {
  installation.suspension = { at: world.now(), by: world.personBehind(installation.account) };
  tell(world, installation, 'suspend');
}

export function unsuspend(world: World, installation: Installation): void {
  installation.suspension = undefined;
  tell(world, installation, 'unsuspend');
}

/** The account accepts other permissions. */
export function grant(world: World, installation: Installation, permissions: Permissions): void {
  installation.permissions = permissions;
  tell(world, installation, 'new_permissions_accepted');
}

/** From now on the App is on these repositories alone. */
export function select(world: World, installation: Installation, repositories: readonly RepositoryState[]): void {
  const before = repositoriesOf(world, installation);
  installation.repositories = new Set(repositories);
  const about = {
    event: 'installation_repositories',
    sender: world.personBehind(installation.account),
    installation,
  } as const;
  const added = repositories.filter((repository) => !before.includes(repository));
  const removed = before.filter((repository) => !repositories.includes(repository));
  if (added.length > 0) world.tell({ ...about, action: 'added', repositories: added });
  if (removed.length > 0) world.tell({ ...about, action: 'removed', repositories: removed });
}

export function repositoriesOf(world: World, installation: Installation): readonly RepositoryState[] {
  return [...world.repositories.values()].filter((repository) => covers(installation, repository));
}

export function covers({ account, repositories }: Installation, repository: RepositoryState): boolean {
  return repository.owner === account && (repositories === 'all' || repositories.has(repository));
}
