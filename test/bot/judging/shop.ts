import { labelPolicy, pod } from '../../cli/project.ts';
import type { PullRequest, Repository } from '../../github-twin/twin.ts';
import { openStage, type Scene, type Stage } from './stage.ts';

/** What asks the bot to judge. */
export const CONFIGURED = { '.github/tidewaiter.yml': 'mode: gate\n' };
export const TEAM_POLICY = { 'policies/team.yaml': labelPolicy() };
export const WITHOUT_TEAM = { 'deploy/web.yaml': pod('web') };
export const WITH_TEAM = { 'deploy/web.yaml': pod('web', { team: 'shop' }) };

/** A configured repository whose policy wants a label, and a pull request without it. */
export async function openLabelStage(
  scene: Partial<Scene> = {},
): Promise<Stage & { readonly pullRequest: PullRequest }> {
  const stage = await openStage({ main: { ...CONFIGURED, ...TEAM_POLICY }, ...scene });
  return { ...stage, pullRequest: propose(stage.shop) };
}

export function propose(shop: Repository): PullRequest {
  shop.push('topic', WITHOUT_TEAM);
  return shop.openPullRequest({ head: 'topic' });
}
