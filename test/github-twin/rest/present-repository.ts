import type { RepositoryState, User } from '../state/model.ts';
import { fullNameOf } from '../state/refs.ts';
import type { Urls } from './route.ts';

/** Users and repositories as REST shows them. */

export function presentUser(urls: Urls, user: User) {
  const name = encodeURIComponent(user.login);
  const api = `${urls.api}/users/${name}`;
  const html =
    user.type === 'Bot' ? `${urls.server}/apps/${user.login.replace('[bot]', '')}` : `${urls.server}/${name}`;
  return {
    login: user.login,
    id: user.id,
    node_id: nodeId('U', user.id),
    avatar_url: `${urls.server}/avatars/${user.id}`,
    gravatar_id: '',
    url: api,
    html_url: html,
    followers_url: `${api}/followers`,
    following_url: `${api}/following{/other_user}`,
    gists_url: `${api}/gists{/gist_id}`,
    starred_url: `${api}/starred{/owner}{/repo}`,
    subscriptions_url: `${api}/subscriptions`,
    organizations_url: `${api}/orgs`,
    repos_url: `${api}/repos`,
    events_url: `${api}/events{/privacy}`,
    received_events_url: `${api}/received_events`,
    type: user.type,
    site_admin: false,
  };
}

/** An organisation as deliveries name it. */
export function presentOrganization(urls: Urls, { id, login }: User) {
  const self = `${urls.api}/orgs/${login}`;
  return {
    login,
    id,
    node_id: nodeId('O', id),
    url: self,
    repos_url: `${self}/repos`,
    events_url: `${self}/events`,
    hooks_url: `${self}/hooks`,
    issues_url: `${self}/issues`,
    members_url: `${self}/members{/member}`,
    public_members_url: `${self}/public_members{/member}`,
    avatar_url: `${urls.server}/avatars/${id}`,
    description: null,
  };
}

export function repositoryPath(repository: RepositoryState): string {
  return `/repos/${fullNameOf(repository)}`;
}

export function presentRepository(urls: Urls, repository: RepositoryState) {
  const api = urls.api + repositoryPath(repository);
  const html = `${urls.server}/${fullNameOf(repository)}`;
  const openPulls = [...repository.pulls.values()].filter((pull) => pull.progress.state === 'open').length;
  return {
    id: repository.id,
    node_id: nodeId('R', repository.id),
    name: repository.name,
    full_name: fullNameOf(repository),
    private: repository.isPrivate,
    visibility: repository.isPrivate ? 'private' : 'public',
    owner: presentUser(urls, repository.owner),
    html_url: html,
    description: null,
    fork: repository.parent !== undefined,
    url: api,
    ...linksOf(api),
    clone_url: `${html}.git`,
    git_url: `${html.replace(/^https?/, 'git')}.git`,
    ssh_url: `ssh://git@${html.replace(/^https?:\/\//, '')}.git`,
    svn_url: html,
    mirror_url: null,
    homepage: null,
    language: null,
    license: null,
    default_branch: repository.defaultBranch,
    created_at: repository.createdAt,
    updated_at: repository.createdAt,
    pushed_at: repository.createdAt,
    size: 1,
    forks: 0,
    forks_count: 0,
    stargazers_count: 0,
    watchers: 0,
    watchers_count: 0,
    open_issues: openPulls,
    open_issues_count: openPulls,
    has_issues: true,
    has_projects: true,
    has_wiki: false,
    has_pages: false,
    has_downloads: true,
    has_discussions: false,
    archived: false,
    disabled: false,
    is_template: false,
    allow_forking: true,
    web_commit_signoff_required: false,
    topics: [],
  };
}

export function presentFullRepository(urls: Urls, repository: RepositoryState) {
  const { parent } = repository;
  const family = parent === undefined ? undefined : presentRepository(urls, parent);
  return {
    ...presentRepository(urls, repository),
    network_count: 0,
    subscribers_count: 0,
    ...(family === undefined ? {} : { parent: family, source: family }),
  };
}

function linksOf(api: string) {
  return {
    archive_url: `${api}/{archive_format}{/ref}`,
    assignees_url: `${api}/assignees{/user}`,
    blobs_url: `${api}/git/blobs{/sha}`,
    branches_url: `${api}/branches{/branch}`,
    collaborators_url: `${api}/collaborators{/collaborator}`,
    comments_url: `${api}/comments{/number}`,
    commits_url: `${api}/commits{/sha}`,
    compare_url: `${api}/compare/{base}...{head}`,
    contents_url: `${api}/contents/{+path}`,
    contributors_url: `${api}/contributors`,
    deployments_url: `${api}/deployments`,
    downloads_url: `${api}/downloads`,
    events_url: `${api}/events`,
    forks_url: `${api}/forks`,
    git_commits_url: `${api}/git/commits{/sha}`,
    git_refs_url: `${api}/git/refs{/sha}`,
    git_tags_url: `${api}/git/tags{/sha}`,
    hooks_url: `${api}/hooks`,
    issue_comment_url: `${api}/issues/comments{/number}`,
    issue_events_url: `${api}/issues/events{/number}`,
    issues_url: `${api}/issues{/number}`,
    keys_url: `${api}/keys{/key_id}`,
    labels_url: `${api}/labels{/name}`,
    languages_url: `${api}/languages`,
    merges_url: `${api}/merges`,
    milestones_url: `${api}/milestones{/number}`,
    notifications_url: `${api}/notifications{?since,all,participating}`,
    pulls_url: `${api}/pulls{/number}`,
    releases_url: `${api}/releases{/id}`,
    stargazers_url: `${api}/stargazers`,
    statuses_url: `${api}/statuses/{sha}`,
    subscribers_url: `${api}/subscribers`,
    subscription_url: `${api}/subscription`,
    tags_url: `${api}/tags`,
    teams_url: `${api}/teams`,
    trees_url: `${api}/git/trees{/sha}`,
  };
}

/** The id that GraphQL and REST share: it says what it is of, and nobody should take it apart. */
export function nodeId(kind: string, id: number): string {
  return `${kind}_kwD${Buffer.from(String(id)).toString('base64url')}`;
}
