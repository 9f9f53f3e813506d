import type { Permissions } from '../apps.ts';
import type { App, Installation } from '../state/model.ts';
import { nodeId, presentUser } from './present-repository.ts';
import type { Urls } from './route.ts';

/** Apps and their installations as REST shows them. */

const LONG_AGO = '2026-01-01T00:00:00Z';

export function presentApp(urls: Urls, app: App) {
  const { registration } = app;
  const createdAt = registration?.createdAt ?? LONG_AGO;
  return {
    id: app.id,
    slug: app.slug,
    node_id: nodeId('A', app.id),
    ...(registration === undefined ? {} : { client_id: registration.clientId }),
    owner: presentUser(urls, registration?.owner ?? app.bot),
    name: registration?.name ?? app.slug,
    description: null,
    external_url: urls.server,
    html_url: `${urls.server}/apps/${app.slug}`,
    created_at: createdAt,
    updated_at: createdAt,
    permissions: presentPermissions(registration?.permissions ?? {}),
    events: registration?.events ?? [],
  };
}

/** Workflows write `pull-requests`, Apps `pull_requests`. Metadata can be read by every App. */
export function presentPermissions(permissions: Permissions): Readonly<Record<string, 'read' | 'write'>> {
  const own = Object.entries(permissions).map(([scope, wish]) => [scope.replaceAll('-', '_'), wish]);
  return { ...Object.fromEntries(own), metadata: 'read' };
}

export function presentInstallation(urls: Urls, installation: Installation) {
  const { app, id, account, createdAt, permissions, repositories, suspension } = installation;
  const self = `${urls.api}/app/installations/${id}`;
  const isOrganization = account.type === 'Organization';
  return {
    id,
    account: presentUser(urls, account),
    repository_selection: repositories === 'all' ? 'all' : 'selected',
    access_tokens_url: `${self}/access_tokens`,
    repositories_url: `${urls.api}/installation/repositories`,
    html_url: `${urls.server}${isOrganization ? `/organizations/${account.login}` : ''}/settings/installations/${id}`,
    app_id: app.id,
    app_slug: app.slug,
    client_id: app.registration.clientId,
    target_id: account.id,
    target_type: account.type,
    permissions: presentPermissions(permissions),
    events: app.registration.events,
    created_at: createdAt,
    updated_at: createdAt,
    single_file_name: null,
    has_multiple_single_files: false,
    single_file_paths: [],
    suspended_by: suspension === undefined ? null : presentUser(urls, suspension.by),
    suspended_at: suspension?.at ?? null,
  };
}
