import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { startGitHub } from '../../github-twin/start-github.ts';
import { copyTemplate } from '../open-database.ts';
import { SECRET } from '../run-bot.ts';
import { spawnBot } from '../spawn-bot.ts';
import { Crowd } from './crowd.ts';
import type { StoryReport } from './story-report.ts';

const HOUR = 3_600_000;

/**
 * The clock of the machine is set while judgements are at work and others wait, and is set right again. The database is the one in the process, so
 * that its clock is set as well.
 *
 * @param options.hours how far, and which way
 */
export async function moveClock({ hours }: { readonly hours: number }): Promise<StoryReport> {
  await using opened = new AsyncDisposableStack();
  const github = opened.use(await startGitHub());
  const crowd = new Crowd(github, 8);
  const app = crowd.install(github);
  const folder = await copyTemplate();
  opened.defer(() => rmSync(folder, { recursive: true, force: true }));
  const clockFile = join(folder, 'clock');
  const bot = spawnBot(github, {
    APP_ID: String(app.id),
    PRIVATE_KEY: app.privateKey,
    WEBHOOK_SECRET: SECRET,
    TIDEWAITER_DATA_FOLDER: folder,
    NODE_OPTIONS: `--import ${join(import.meta.dirname, 'shift-clock.ts')}`,
    CLOCK_FILE: clockFile,
  });
  opened.defer(async () => {
    bot.child.kill('SIGKILL');
    await bot.ended;
  });
  const setClock = (milliseconds: number) => {
    writeFileSync(clockFile, String(milliseconds));
    bot.child.kill('SIGUSR2');
  };
  const { address } = await bot.line('started as');
  github.deliverTo(app.slug, { url: `${address}/api/github/webhooks`, secret: SECRET });
  const wrong = [...(await crowd.settled())];

  const playAt = async (name: string, milliseconds: number) => {
    crowd.pushAll();
    await crowd.begun();
    setClock(milliseconds);
    const started = performance.now();
    // What was issued by another clock is worth nothing now.
    github.expireTokens();
    crowd.pushAll();
    wrong.push(...(await crowd.settled()).map((each) => `${name}: ${each}`));
    return `${name} ${((performance.now() - started) / 1000).toFixed(1)} s`;
  };
  const told = [await playAt('set wrong', hours * HOUR), await playAt('set right', 0)];
  if (bot.child.exitCode !== null) wrong.push('the process has ended');
  wrong.push(...github.violations.map(({ request, problem }) => `${request}: ${problem}`));
  return { told: `a clock ${hours} h wrong; until all was judged: ${told.join(', ')}`, wrong };
}
