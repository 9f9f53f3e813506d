import type { Payload } from '../apps.ts';
import { presentInstallation } from '../rest/present-app.ts';
import { presentCheckRun, presentCheckSuite } from '../rest/present-check.ts';
import { presentIssueComment, presentReview, presentReviewComment } from '../rest/present-comment.ts';
import { presentMergeGroup } from '../rest/present-merge-group.ts';
import { presentDeliveredPull, presentIssue, presentPull } from '../rest/present-pull.ts';
import { nodeId, presentOrganization, presentRepository, presentUser } from '../rest/present-repository.ts';
import type { Urls } from '../rest/route.ts';
import type { AppHappening, Happening, PullHappening, RepositoryHappening } from '../state/happening.ts';
import { repositoriesOf } from '../state/installations.ts';
import type { Installation, RegisteredApp, RepositoryState } from '../state/model.ts';
import { fullNameOf } from '../state/refs.ts';
import type { World } from '../state/world.ts';
import { presentPush } from './present-push.ts';
import type { Recipient } from './recipients.ts';

export interface Teller {
  readonly world: World;
  readonly urls: Urls;
}

/** What a delivery says to one of those who hear of it. */
export function payloadOf(teller: Teller, happening: Happening, { installation }: Recipient): Payload {
  if (!('repository' in happening)) return payloadOfApp(teller, happening);
  const { urls } = teller;
  const { repository, sender } = happening;
  return {
    ...payloadOfRepository(teller, happening),
    repository: presentRepository(urls, repository),
    ...organizationOf(urls, repository),
    sender: presentUser(urls, sender),
    ...(installation === undefined ? {} : { installation: briefly(installation) }),
  };
}

function organizationOf(urls: Urls, { owner }: RepositoryState) {
  return owner.type === 'Organization' ? { organization: presentOrganization(urls, owner) } : {};
}

function briefly({ id }: Installation) {
  return { id, node_id: nodeId('MDI', id) };
}

function payloadOfRepository({ urls }: Teller, happening: RepositoryHappening): Payload {
  const { repository } = happening;
  switch (happening.event) {
    case 'push':
      return presentPush(urls, happening);
    case 'pull_request':
      return payloadOfPull(urls, happening);
    case 'issue_comment': {
      const { comment } = happening;
      return {
        action: happening.action,
        ...changesOf(happening),
        issue: presentIssue(urls, comment.pull),
        comment: presentIssueComment(urls, comment),
      };
    }
    case 'pull_request_review_comment': {
      const { comment } = happening;
      return {
        action: happening.action,
        ...changesOf(happening),
        pull_request: presentPull(urls, comment.pull),
        comment: presentReviewComment(urls, comment),
      };
    }
    case 'pull_request_review': {
      const { action, review } = happening;
      const shown = presentReview(urls, review);
      return {
        action,
        // REST shouts it; webhooks do not, and have null for no words.
        review: { ...shown, state: review.state.toLowerCase(), body: review.body === '' ? null : review.body },
        pull_request: presentPull(urls, review.pull),
      };
    }
    case 'check_run': {
      const button =
        happening.action === 'requested_action' ? { requested_action: { identifier: happening.identifier } } : {};
      return { action: happening.action, check_run: presentCheckRun(urls, repository, happening.run), ...button };
    }
    case 'check_suite':
      return { action: happening.action, check_suite: presentCheckSuite(urls, repository, happening.suite) };
    case 'merge_group': {
      const reason = happening.action === 'destroyed' ? { reason: happening.reason } : {};
      return { action: happening.action, ...reason, merge_group: presentMergeGroup(happening.group) };
    }
  }
}

function changesOf(happening: { readonly action: 'edited'; readonly from: string } | { readonly action: string }) {
  return 'from' in happening ? { changes: { body: { from: happening.from } } } : {};
}

function payloadOfPull(urls: Urls, happening: PullHappening): Payload {
  const { action, pull } = happening;
  const told = { action, number: pull.number, pull_request: presentDeliveredPull(urls, pull) };
  switch (action) {
    case 'synchronize':
      return { ...told, before: happening.before, after: happening.after };
    case 'edited': {
      const { from } = happening;
      if ('title' in from) return { ...told, changes: { title: { from: from.title } } };
      return { ...told, changes: { base: { ref: { from: from.base.ref }, sha: { from: from.base.sha } } } };
    }
    case 'review_requested':
      return { ...told, requested_reviewer: presentUser(urls, happening.reviewer) };
    default:
      return told;
  }
}

function payloadOfApp({ world, urls }: Teller, happening: AppHappening): Payload {
  const sender = presentUser(urls, happening.sender);
  switch (happening.event) {
    case 'ping':
      return { ...presentHook(urls, happening.app), sender };
    case 'installation': {
      const { action, installation } = happening;
      const repositories = repositoriesOf(world, installation).map(presentBriefly);
      return { action, installation: presentInstallation(urls, installation), repositories, sender };
    }
    case 'installation_repositories': {
      const { action, installation } = happening;
      const changed = happening.repositories.map(presentBriefly);
      return {
        action,
        installation: presentInstallation(urls, installation),
        repository_selection: installation.repositories === 'all' ? 'all' : 'selected',
        repositories_added: action === 'added' ? changed : [],
        repositories_removed: action === 'removed' ? changed : [],
        requester: null,
        sender,
      };
    }
  }
}

function presentBriefly(repository: RepositoryState) {
  const { id, name, isPrivate } = repository;
  return { id, node_id: nodeId('R', id), name, full_name: fullNameOf(repository), private: isPrivate };
}

function presentHook(urls: Urls, { id, registration }: RegisteredApp): Payload {
  const { hookId, events, createdAt, webhook } = registration;
  return {
    zen: 'Keep it logically awesome.',
    hook_id: hookId,
    hook: {
      type: 'App',
      id: hookId,
      name: 'web',
      active: true,
      events,
      config: { content_type: 'json', insecure_ssl: '0', secret: '********', url: webhook?.url },
      updated_at: createdAt,
      created_at: createdAt,
      app_id: id,
      deliveries_url: `${urls.api}/app/hook/deliveries`,
    },
  };
}
