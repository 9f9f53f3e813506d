import { setTimeout as sleep } from 'node:timers/promises';
import { startGitHub } from '../../github-twin/start-github.ts';
import type { Delivery, GitHub } from '../../github-twin/twin.ts';
import { temporaryFolder } from '../../repository/git-fixture.ts';
import { SECRET } from '../run-bot.ts';
import { type SpawnedBot, spawnBot } from '../spawn-bot.ts';
import { startPostgresql } from '../start-postgresql.ts';
import { Crowd } from './crowd.ts';
import type { StoryReport } from './story-report.ts';

/**
 * The database is gone for a while, in which pull requests receive pushes and judgements are at work. What GitHub could not deliver is delivered
 * again by a sweep, here the first one of another process.
 */
export async function loseDatabase({ seconds }: { readonly seconds: number }): Promise<StoryReport> {
  await using opened = new AsyncDisposableStack();
  const github = opened.use(await startGitHub());
  const server = await startPostgresql();
  opened.defer(() => server.remove());
  const url = await server.createDatabase('bot');
  const crowd = new Crowd(github, 8);
  const app = crowd.install(github);
  const start = () => {
    const bot = spawnBot(github, {
      APP_ID: String(app.id),
      PRIVATE_KEY: app.privateKey,
      WEBHOOK_SECRET: SECRET,
      DATABASE_URL: url,
      TIDEWAITER_DATA_FOLDER: temporaryFolder(),
    });
    opened.defer(() => kill(bot));
    return bot;
  };
  const bot = start();
  const { address } = await bot.line('started as');
  github.deliverTo(app.slug, { url: `${address}/api/github/webhooks`, secret: SECRET });
  const wrong = [...(await crowd.settled())];

  const before = github.webhooks.deliveries.length;
  crowd.pushAll();
  await crowd.begun();
  await server.stop();
  const end = performance.now() + seconds * 1000;
  for (let index = 0; performance.now() < end; index += 1) {
    const pullRequest = crowd.pullRequests[index % crowd.pullRequests.length];
    if (pullRequest) crowd.push(pullRequest);
    await sleep(500);
  }
  wrong.push(...crowd.greenByAccident());
  await server.start();
  await github.webhooks.settled();
  const deliveries = github.webhooks.deliveries.slice(before).filter(({ event }) => event === 'pull_request');
  const refused = deliveries.filter(isRefused);
  if (refused.length === 0) wrong.push('no delivery was refused, so that nothing had to be delivered again');
  wrong.push(...deliveries.filter(isUnheard).map(({ guid }) => `the delivery ${guid} was not answered`));

  await start().line('started as');
  wrong.push(...(await crowd.settled()));
  if (bot.child.exitCode !== null) wrong.push('the process has ended');
  const answered = countRedelivered(github);
  const told = `${seconds} s without a database: of ${deliveries.length} deliveries ${refused.length} were refused, and ${answered} delivered again`;
  return { told, wrong: [...wrong, ...github.violations.map(({ request, problem }) => `${request}: ${problem}`)] };
}

/** GitHub takes it for failed, and a sweep finds it. */
function isRefused({ answer }: Delivery): boolean {
  return answer.kind === 'answered' && answer.status >= 500;
}

/** GitHub waits ten seconds. */
function isUnheard({ answer }: Delivery): boolean {
  return answer.kind === 'failed';
}

function countRedelivered({ webhooks }: GitHub): number {
  return webhooks.deliveries.filter(({ isRedelivery, event }) => isRedelivery && event === 'pull_request').length;
}

async function kill(bot: SpawnedBot): Promise<void> {
  bot.child.kill('SIGKILL');
  await bot.ended;
}
