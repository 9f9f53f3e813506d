import type { Protection } from '../twin.ts';
import { ApiError } from './api-error.ts';
import { repositoryPath } from './present-repository.ts';
import { type Answer, page, type RepositoryCall, type Route } from './route.ts';

export const ruleRoutes: readonly Route[] = [
  {
    operation: 'GET /repos/{owner}/{repo}/branches/{branch}/protection/required_status_checks',
    scopes: ['administration'],
    handle: getRequiredChecks,
  },
  { operation: 'GET /repos/{owner}/{repo}/rules/branches/{branch}', scopes: ['metadata'], handle: listRules },
];

function getRequiredChecks(call: RepositoryCall): Answer {
  const { urls, repository, parameters } = call;
  const protection = repository.requiredChecks.get(parameters.branch ?? '');
  if (protection === undefined || protection.by === 'ruleset') throw new ApiError(404, 'Branch not protected');
  const url = `${urls.api}${repositoryPath(repository)}/branches/${parameters.branch}/protection/required_status_checks`;
  return {
    status: 200,
    body: {
      url,
      strict: false,
      contexts: protection.checks.map((check) => check.context),
      contexts_url: `${url}/contexts`,
      checks: protection.checks.map(({ context, app }) => ({ context, app_id: appId(call, app) ?? null })),
    },
  };
}

function appId({ world }: RepositoryCall, app: string | undefined): number | undefined {
  return app === undefined ? undefined : world.app(app).id;
}

function listRules(call: RepositoryCall): Answer {
  const { repository, parameters } = call;
  const protection = repository.requiredChecks.get(parameters.branch ?? '');
  const rules = protection?.by === 'ruleset' ? [presentRule(call, protection)] : [];
  return page(call, rules);
}

function presentRule(call: RepositoryCall, { checks }: Protection) {
  return {
    type: 'required_status_checks',
    ruleset_source_type: 'Repository',
    ruleset_source: `${call.repository.owner.login}/${call.repository.name}`,
    ruleset_id: call.repository.id,
    parameters: {
      strict_required_status_checks_policy: false,
      required_status_checks: checks.map(({ context, app }) => {
        const id = appId(call, app);
        return { context, ...(id === undefined ? {} : { integration_id: id }) };
      }),
    },
  };
}
