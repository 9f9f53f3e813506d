import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { History } from '../git/commits.ts';
import { Diffs } from '../git/diff.ts';
import { createBareRepository, ObjectStore } from '../git/object-store.ts';
import type { RepositoryOptions } from '../twin.ts';
import { push } from './branches.ts';
import type { Network, RepositoryState, User } from './model.ts';
import { setRef } from './refs.ts';
import type { World } from './world.ts';

const DEFAULT_BRANCH = 'main';

export function createRepository(world: World, fullName: string, options: RepositoryOptions): RepositoryState {
  const [owner, name] = fullName.split('/');
  if (!owner || !name) throw new Error(`"${fullName}" is no full name of a repository: write owner/name`);
  if (world.repositories.has(fullName.toLowerCase())) throw new Error(`the twin has a repository ${fullName} already`);
  const objects = new ObjectStore(join(world.folder, 'networks', String(world.nextId())));
  const network = { objects, history: new History(objects), diffs: new Diffs(objects), limits: world.limits };
  const repository = addRepository(world, {
    owner: world.user(owner),
    name,
    network,
    isPrivate: options.private ?? false,
  });
  for (const [login, role] of Object.entries(options.collaborators ?? {})) {
    repository.collaborators.set(world.user(login).login.toLowerCase(), role);
  }
  toldToInstallations(world, repository);
  push(world, repository, DEFAULT_BRANCH, options.files ?? { 'README.md': `# ${name}\n` }, {
    message: 'Initial commit',
  });
  return repository;
}

/** Whoever installed an App on all repositories has it on a new one, too. */
function toldToInstallations(world: World, repository: RepositoryState): void {
  for (const installation of world.installations()) {
    if (installation.repositories !== 'all' || installation.account !== repository.owner) continue;
    world.tell({
      event: 'installation_repositories',
      action: 'added',
      sender: repository.admin,
      installation,
      repositories: [repository],
    });
  }
}

export function fork(world: World, parent: RepositoryState, login: string): RepositoryState {
  const { name, network, isPrivate } = parent;
  const repository = addRepository(world, { owner: world.user(login), name, network, isPrivate, parent });
  for (const [ref, sha] of parent.refs) if (ref.startsWith('refs/heads/')) setRef(repository, ref, sha);
  return repository;
}

interface NewRepository {
  readonly owner: User;
  readonly name: string;
  readonly network: Network;
  readonly isPrivate: boolean;
  readonly parent?: RepositoryState;
}

function addRepository(world: World, fresh: NewRepository): RepositoryState {
  const fullName = `${fresh.owner.login}/${fresh.name}`;
  const folder = join(world.folder, 'repositories', `${fullName}.git`);
  createBareRepository(folder);
  writeFileSync(join(folder, 'objects/info/alternates'), `${join(fresh.network.objects.gitDirectory, 'objects')}\n`);
  const admin = world.personBehind(fresh.owner);
  const repository: RepositoryState = {
    ...fresh,
    id: world.nextId(),
    admin,
    createdAt: world.now(),
    defaultBranch: DEFAULT_BRANCH,
    folder,
    refs: new Map(),
    collaborators: new Map([[admin.login.toLowerCase(), 'admin']]),
    pulls: new Map(),
    requiredChecks: new Map(),
    mergeQueues: new Map(),
    checkSuites: [],
    statuses: [],
    sarifUploads: [],
    archives: new Map(),
    lastNumber: 0,
  };
  world.repositories.set(fullName.toLowerCase(), repository);
  return repository;
}
