import { answerRequest } from './answer-request.ts';
import { Emulated } from './emulated.ts';
import { FaultPlan } from './faults.ts';
import { serve } from './serve.ts';
import { addKey, revokeKeysBut, setWebhook } from './state/apps.ts';
import { watchMergeQueues } from './state/merge-queue.ts';
import { createRepository } from './state/repositories.ts';
import { expireTokens, issueToken } from './state/tokens.ts';
import { World } from './state/world.ts';
import { installApp } from './story/app.ts';
import { tellRepository } from './story/repository.ts';
import type { ApiRequest, GitHub, GitHubOptions, GitRequest, Violation } from './twin.ts';
import { Hooks } from './webhooks/hooks.ts';

/** Starts a GitHub of its own on a free port. */
export async function startGitHub(options: GitHubOptions = {}): Promise<GitHub> {
  const world = new World();
  const apiPrefix = options.enterprise === true ? '/api/v3' : '';
  const graphqlPath = options.enterprise === true ? '/api/graphql' : '/graphql';
  const requests: ApiRequest[] = [];
  const violations: Violation[] = [];
  const faults = new FaultPlan();
  const emulated = new Emulated(world, apiPrefix);
  const gitRequests: GitRequest[] = [];
  const server = await serve((raw) => answerRequest(surroundings, raw));
  const urls = { api: server.url + apiPrefix, server: server.url };
  const hooks = new Hooks({ world, urls });
  const surroundings = { world, apiPrefix, graphqlPath, requests, gitRequests, violations, faults, emulated, hooks };
  watchMergeQueues(world);
  world.listeners.push((happening) => hooks.hear(happening));
  const stop = async () => {
    await hooks.stop();
    await server.stop();
    await emulated.stop();
    world.dispose();
  };
  return {
    apiUrl: urls.api,
    graphqlUrl: server.url + graphqlPath,
    serverUrl: server.url,
    requests,
    violations,
    faults,
    limits: world.limits,
    createRepository: (fullName, settings = {}) =>
      tellRepository({ world, urls }, createRepository(world, fullName, settings)),
    token: (settings) => issueToken(world, settings),
    createOrganization: (login, { owner }) => void world.organization(login, owner),
    installApp: (slug, settings) => installApp(world, slug, settings),
    addKey: (slug) => addKey(world, world.registeredApp(slug)).privateKey,
    revokeKeysBut: (slug, ...privateKeys) => revokeKeysBut(world.registeredApp(slug), privateKeys),
    expireTokens: () => expireTokens(world),
    deliverTo: (slug, webhook) => setWebhook(world, world.registeredApp(slug), webhook),
    webhooks: hooks,
    signIn: (login, { refuses } = { refuses: false }) => {
      world.visitor = { user: world.user(login), refuses };
    },
    signOut: () => {
      world.visitor = undefined;
    },
    gitRequests,
    stop,
    [Symbol.asyncDispose]: stop,
  };
}
