import type { Scope, WebhookEvent } from '../apps.ts';
import type { Happening, RepositoryHappening } from '../state/happening.ts';
import { covers } from '../state/installations.ts';
import type { App, Installation, RegisteredApp, RepositoryState } from '../state/model.ts';
import type { World } from '../state/world.ts';

/** Which App is told, and about which of its installations. */
export interface Recipient {
  readonly app: RegisteredApp;
  readonly installation: Installation | undefined;
  readonly repository: RepositoryState | undefined;
}

/** Who hears of what happened. An App without an address hears nothing. */
export function recipientsOf(world: World, happening: Happening): readonly Recipient[] {
  return [...allRecipients(world, happening)].filter(({ app }) => app.registration.webhook !== undefined);
}

function allRecipients(world: World, happening: Happening): readonly Recipient[] {
  switch (happening.event) {
    case 'ping':
      return [{ app: happening.app, installation: undefined, repository: undefined }];
    case 'installation':
    case 'installation_repositories': {
      const { installation } = happening;
      return [{ app: installation.app, installation, repository: undefined }];
    }
    default: {
      const { repository } = happening;
      return world
        .installations()
        .filter((installation) => covers(installation, repository) && hears(installation, happening))
        .map((installation) => ({ app: installation.app, installation, repository }));
    }
  }
}

/** What of an installation's permissions lets its App hear of an event; one of several is enough. */
export const EVENT_SCOPES: Readonly<Record<WebhookEvent, readonly Scope[]>> = {
  check_run: ['checks'],
  check_suite: ['checks'],
  issue_comment: ['issues', 'pull-requests'],
  merge_group: ['merge-queues'],
  pull_request: ['pull-requests'],
  pull_request_review: ['pull-requests'],
  pull_request_review_comment: ['pull-requests'],
  push: ['contents'],
};

function hears({ app, permissions, suspension }: Installation, happening: RepositoryHappening): boolean {
  const { event } = happening;
  if (suspension !== undefined || !EVENT_SCOPES[event].some((scope) => permissions[scope] !== undefined)) return false;
  // Whoever may write checks hears of checks without subscribing.
  const writesChecks = permissions.checks === 'write';
  const owner = ownerOf(happening);
  if (owner !== undefined) return owner === app && writesChecks;
  const isAboutChecks = event === 'check_run' || event === 'check_suite';
  return app.registration.events.includes(event) || (isAboutChecks && writesChecks);
}

/** What is asked of one App alone: the one that the check is of. */
function ownerOf(happening: RepositoryHappening): App | undefined {
  switch (happening.event) {
    case 'check_run': {
      const isAsked = happening.action === 'rerequested' || happening.action === 'requested_action';
      return isAsked ? happening.run.suite.app : undefined;
    }
    case 'check_suite':
      return happening.action === 'completed' ? undefined : happening.suite.app;
    default:
      return undefined;
  }
}
