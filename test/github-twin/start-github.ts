import { answerRequest } from './answer-request.ts';
import { Emulated } from './emulated.ts';
import { FaultPlan } from './faults.ts';
import { serve } from './serve.ts';
import { createRepository } from './state/repositories.ts';
import { installApp, issueToken } from './state/tokens.ts';
import { World } from './state/world.ts';
import { tellRepository } from './story/repository.ts';
import type { ApiRequest, GitHub, GitHubOptions, Violation } from './twin.ts';

/** Starts a GitHub of its own on a free port. */
export async function startGitHub(options: GitHubOptions = {}): Promise<GitHub> {
  const world = new World();
  const apiPrefix = options.enterprise === true ? '/api/v3' : '';
  const graphqlPath = options.enterprise === true ? '/api/graphql' : '/graphql';
  const requests: ApiRequest[] = [];
  const violations: Violation[] = [];
  const faults = new FaultPlan();
  const emulated = new Emulated(world, apiPrefix);
  const server = await serve((raw) =>
    answerRequest({ world, apiPrefix, graphqlPath, requests, violations, faults, emulated }, raw),
  );
  const urls = { api: server.url + apiPrefix, server: server.url };
  const stop = async () => {
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
    installApp: (slug, { account, permissions }) => installApp(world, slug, account, permissions),
    stop,
    [Symbol.asyncDispose]: stop,
  };
}
