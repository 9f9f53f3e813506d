/** One line of the table of settings in `docs/bot.md`. */
export interface SettingEntry {
  readonly type: string;
  /** Undefined: there is none. */
  readonly default: string | undefined;
  readonly meaning: string;
  /** A secret may also be given as the path of a file, by the same name with `_FILE` behind it. */
  readonly isSecret?: true;
}

/** Everything that the environment may say. The names that Probot has as well are Probot's. */
export const SETTINGS = {
  APP_ID: { type: 'number', default: undefined, meaning: 'The id of the GitHub App.' },
  PRIVATE_KEY: {
    type: 'PEM, or PEM in base64',
    default: undefined,
    meaning: 'The private key of the App.',
    isSecret: true,
  },
  PRIVATE_KEY_PREVIOUS: {
    type: 'PEM, or PEM in base64',
    default: undefined,
    meaning: 'A second key, which is tried where GitHub does not take the first: for as long as keys are changed.',
    isSecret: true,
  },
  WEBHOOK_SECRET: {
    type: 'text of 20 characters or more',
    default: undefined,
    meaning: 'The secret by which GitHub signs what it delivers.',
    isSecret: true,
  },
  WEBHOOK_SECRET_PREVIOUS: {
    type: 'text of 20 characters or more',
    default: undefined,
    meaning: 'A second secret, which is accepted as well: for as long as secrets are changed.',
    isSecret: true,
  },
  GITHUB_CLIENT_ID: {
    type: 'text',
    default: undefined,
    meaning: "The App's client id. Without it nobody can sign in to the dashboard.",
  },
  GITHUB_CLIENT_SECRET: {
    type: 'text',
    default: undefined,
    meaning: "The App's client secret.",
    isSecret: true,
  },
  GITHUB_SERVER_URL: {
    type: 'address',
    default: 'https://github.com',
    meaning: 'Where GitHub is; the address of an Enterprise Server, for example.',
  },
  GITHUB_API_URL: {
    type: 'address',
    default: 'what goes with `GITHUB_SERVER_URL`',
    meaning: "Where GitHub's API is: `https://api.github.com`, or `/api/v3` of an Enterprise Server.",
  },
  DATABASE_URL: {
    type: 'address of a PostgreSQL database',
    default: undefined,
    meaning: 'The database that several processes may share. Without it, one process has PGlite in its data folder.',
    isSecret: true,
  },
  HOST: { type: 'address', default: '0.0.0.0', meaning: 'Where the bot listens.' },
  PORT: {
    type: 'number',
    default: '3000',
    meaning: 'The port for GitHub and for people: deliveries, dashboard, set-up page.',
  },
  TIDEWAITER_INTERNAL_PORT: {
    type: 'number',
    default: '9090',
    meaning: 'The port for the operator alone: `/livez`, `/readyz`, `/metrics`.',
  },
  TIDEWAITER_URL: {
    type: 'address',
    default: undefined,
    meaning: 'Where people and GitHub reach the bot. Checks link to the dashboard only where this is known.',
  },
  TIDEWAITER_ROLE: {
    type: '`web`, `worker` or `all`',
    default: 'all',
    meaning: 'What this process does: take deliveries and show the dashboard, judge, or both.',
  },
  TIDEWAITER_DATA_FOLDER: {
    type: 'path',
    default: 'tidewaiter-data',
    meaning: 'Where mirrors, the database without a server, and credentials from the set-up page are.',
  },
  TIDEWAITER_ALLOW_COMMITS: {
    type: '`true` or `false`',
    default: 'false',
    meaning: 'Whether the commands `fix` and `exempt` may commit. The App then needs `contents: write`.',
  },
  TIDEWAITER_REQUIRE_FLOOR: {
    type: '`true` or `false`',
    default: 'false',
    meaning: "Whether a check is red where the owner's configuration cannot be read.",
  },
  TIDEWAITER_OPERATORS: {
    type: 'logins, with commas between them',
    default: undefined,
    meaning: 'Who sees everything in the dashboard.',
  },
  TIDEWAITER_RETENTION_DAYS: {
    type: 'number',
    default: '90',
    meaning: 'After how many days judgements and deliveries are forgotten.',
  },
  TIDEWAITER_MIRROR_MEGABYTES: {
    type: 'number',
    default: '10000',
    meaning: 'How much room the mirrors of repositories of each process may take on the disk.',
  },
  TIDEWAITER_JUDGING_SECONDS: {
    type: 'number',
    default: '120',
    meaning:
      'How long judging may take, without reading: 500 at most. What takes longer is a failing check that says so.',
  },
  TIDEWAITER_DRAIN_SECONDS: {
    type: 'number',
    default: '25',
    meaning: 'How long what is at work may take to end after SIGTERM. Then judgements go back to the queue.',
  },
  TIDEWAITER_LOG_LEVEL: {
    type: '`debug`, `info`, `warn` or `error`',
    default: 'info',
    meaning: 'From which level on events are logged.',
  },
} as const satisfies { readonly [name: string]: SettingEntry };

export type SettingName = keyof typeof SETTINGS;

/** The table as Markdown. */
export function renderSettingsTable(): string {
  const entries: readonly (readonly [string, SettingEntry])[] = Object.entries(SETTINGS);
  const rows = entries.map(([name, entry]) => {
    const names = entry.isSecret ? `\`${name}\`, \`${name}_FILE\`` : `\`${name}\``;
    return `| ${names} | ${entry.type} | ${entry.default ?? ''} | ${entry.meaning} |\n`;
  });
  return `| setting | type | default | meaning |\n|---|---|---|---|\n${rows.join('')}`;
}
