import packageJson from '../package.json' with { type: 'json' };
import { ConfigError, TidewaiterError } from '../src/errors/tidewaiter-error.ts';
import { visible } from '../src/text/visible.ts';
import { type Log, openLog } from './log/open-log.ts';
import { type AppCredentials, readDatabaseSettings, readSettings, type Settings } from './settings/read-settings.ts';
import { startBot } from './start.ts';
import { runSetUp } from './web/run-set-up.ts';
import { writeExport } from './write-export.ts';

const HELP = `The Tidewaiter bot: a GitHub App that judges pull requests.

Usage: tidewaiter-bot           starts the bot
       tidewaiter-bot export    writes all that it remembers as JSON Lines

  --help
  --version

Settings are variables of the environment: docs/bot.md has the table of them.
`;

await main(process.argv.slice(2));

async function main(args: readonly string[]): Promise<void> {
  try {
    await dispatch(args);
  } catch (error) {
    process.stderr.write(describe(error));
    process.exitCode = 2;
  }
}

async function dispatch(args: readonly string[]): Promise<void> {
  switch (args.join(' ')) {
    case '':
      return run();
    case 'export':
      return writeExport(readDatabaseSettings(), process.stdout);
    case '--help':
    case '-h':
      return void process.stdout.write(HELP);
    case '--version':
    case '-V':
      return void process.stdout.write(`tidewaiter-bot ${packageJson.version}\n`);
    default:
      throw new ConfigError(`The bot does not know ${visible(args.join(' '))}`, {
        code: 'config/usage',
        remedy: 'tidewaiter-bot --help shows what it knows.',
      });
  }
}

async function run(): Promise<void> {
  const settings = readSettings();
  const log = openLog({
    level: settings.logLevel,
    now: () => new Date(),
    write: (line) => void process.stdout.write(line),
  });
  watchForDefects(log);
  const credentials = await findCredentials(settings, log);
  const starting = startBot(settings, credentials, { log, version: packageJson.version });
  // A signal that comes while it starts is heard as well.
  stopOnSignal(async () => (await starting).stop(), log);
  await starting;
}

/** Where nothing is known of the App, a person says it on the set-up page first. */
async function findCredentials(settings: Settings, log: Log): Promise<AppCredentials> {
  if (settings.credentials.kind === 'app') return settings.credentials;
  await runSetUp(settings, log);
  return findCredentials(readSettings(), log);
}

function describe(error: unknown): string {
  if (!(error instanceof TidewaiterError)) return `${error instanceof Error ? error.stack : String(error)}\n`;
  return `tidewaiter: ${error.message}\n${error.remedy === undefined ? '' : `${error.remedy}\n`}`;
}

/** What nobody awaited has failed. The queue has what was at work: whoever runs the bot starts it again. */
function watchForDefects(log: Log): void {
  process.on('uncaughtException', (error) => {
    log.error('the bot has a defect and ends', { error });
    process.exit(1);
  });
}

function stopOnSignal(stop: () => Promise<void>, log: Log): void {
  let isStopping = false;
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.on(signal, () => {
      // Whoever asks twice does not want to wait.
      if (isStopping) process.exit(1);
      isStopping = true;
      log.info(`stopping: ${signal}`);
      stop().then(
        () => process.exit(0),
        (error) => {
          log.error('the bot did not stop as it should', { error });
          process.exit(1);
        },
      );
    });
  }
}
