import { ConfigError, GitHubError } from '../../src/errors/tidewaiter-error.ts';
import { type GitHub, type GitHubConnection, openGitHub } from '../../src/github/client.ts';
import { PATIENCE, type Patience } from '../../src/github/patience.ts';
import type { RepositoryOfInstallation } from '../queue/job.ts';
import type { GitHubApp, RepositoryAccess } from './github-app.ts';
import { openGitHubClock } from './github-clock.ts';
import { signAppToken } from './sign-app-token.ts';

export interface GitHubAppOptions {
  readonly appId: number;
  /** PEM; where GitHub does not take the first, the next is tried. */
  readonly privateKeys: readonly string[];
  readonly apiUrl: string;
  readonly userAgent: string;
  /** Whether tokens with `contents: write` may be asked for. */
  readonly allowsCommits: boolean;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Is told of each request in a line. */
  readonly log: (line: string) => void;
  /** Is told of each answer. */
  readonly onAnswer?: NonNullable<GitHubConnection['onAnswer']>;
  readonly patience?: Patience;
}

/** The App at GitHub. Nothing is asked yet. */
export function openGitHubApp(options: GitHubAppOptions): GitHubApp {
  const keyring = openKeyring(options);
  const accesses = new Map<string, TimedAccess>();
  let login: Promise<string> | undefined;
  return {
    id: options.appId,
    login() {
      login ??= keyring.ask(readLogin).catch((error: unknown) => {
        login = undefined;
        throw error;
      });
      return login;
    },
    asApp: keyring.asApp,
    ofInstallation: (installation) => keyring.ask((github) => askForReading(github, installation, options)),
    async ofRepository(repository, rights = 'judge') {
      if (rights === 'commits' && !options.allowsCommits) throw commitsNotAllowed();
      const key = JSON.stringify([repository.installation, repository.owner, repository.repo, rights]);
      const known = accesses.get(key);
      if (known && known.until > options.now()) return known.access;
      forgetOld(accesses);
      // Who asks next asks anew: also where GitHub takes the token no longer, whatever our clock says.
      const forget = () => accesses.delete(key);
      const hearingRefusals = hearing(options, ({ status }) => {
        if (status === 401) forget();
      });
      const access = keyring.ask((github) => askForAccess(github, repository, rights, hearingRefusals));
      accesses.set(key, { access, until: options.now() + TOKEN_MS - MARGIN_MS });
      access.catch(forget);
      return access;
    },
  };
}

/** The same, with somebody else who is told of each answer. */
function hearing(options: GitHubAppOptions, hear: NonNullable<GitHubAppOptions['onAnswer']>): GitHubAppOptions {
  return {
    ...options,
    onAnswer(answer) {
      hear(answer);
      options.onAnswer?.(answer);
    },
  };
}

/** For a bot: a rate limit is not waited for here, since the queue has other work meanwhile. */
const BOT_PATIENCE: Patience = { ...PATIENCE, limitSeconds: 0 };

/** The keys of which GitHub takes one. While they are changed, that may become another. */
interface Keyring {
  asApp(): GitHub;
  /** Asks with one key after the other until GitHub takes one. */
  ask<Answer>(question: (github: GitHub) => Promise<Answer>): Promise<Answer>;
}

function openKeyring(options: GitHubAppOptions): Keyring {
  const { appId, privateKeys, now } = options;
  const clock = openGitHubClock(now);
  const listening = hearing(options, clock.hear);
  let current = 0;
  const openBy = (index: number) => {
    const key = privateKeys[index % privateKeys.length] ?? '';
    return openWith(signAppToken(appId, key, clock.now()), listening);
  };
  return {
    asApp: () => openBy(current),
    async ask(question) {
      const first = current;
      // Each of them twice: a refusal tells what time it is at GitHub, by which the next one is signed.
      const most = 2 * privateKeys.length;
      for (let tries = 1; ; tries++) {
        const index = (first + tries - 1) % privateKeys.length;
        try {
          const answer = await question(openBy(index));
          current = index;
          return answer;
        } catch (error) {
          if (!isUnauthorized(error)) throw error;
          if (tries >= most) throw keyRefused(error);
        }
      }
    },
  };
}

function openWith(
  token: string,
  { apiUrl, userAgent, log, onAnswer, patience = BOT_PATIENCE }: GitHubAppOptions,
): GitHub {
  return openGitHub({ apiUrl, token, userAgent, holder: 'app', log, patience, ...(onAnswer && { onAnswer }) });
}

function isUnauthorized(error: unknown): error is GitHubError {
  return error instanceof GitHubError && error.code === 'github/unauthorized';
}

function keyRefused(cause: GitHubError): GitHubError {
  return new GitHubError(cause.message, {
    code: cause.code,
    remedy: 'Check APP_ID, that PRIVATE_KEY is a key of this App that was not deleted, and the clock of this machine.',
    cause,
  });
}

async function readLogin(github: GitHub): Promise<string> {
  const { data } = await github.request('GET /app');
  return `${data?.slug}[bot]`;
}

async function askForReading(github: GitHub, installation: number, options: GitHubAppOptions): Promise<GitHub> {
  const { data } = await github.request('POST /app/installations/{installation_id}/access_tokens', {
    installation_id: installation,
    permissions: { metadata: 'read', pull_requests: 'read', checks: 'read' },
  });
  return openWith(data.token, options);
}

interface TimedAccess {
  readonly access: Promise<RepositoryAccess>;
  /** Milliseconds since 1970, by our clock, which need not be GitHub's. */
  readonly until: number;
}

/** What a judgement needs, and no more. */
const JUDGING = { metadata: 'read', contents: 'read', pull_requests: 'write', checks: 'write' } as const;
const COMMITTING = { ...JUDGING, contents: 'write' } as const;

const TOKEN_MS = 60 * 60 * 1000;
/** A judgement may take ten minutes, and its token has to hold until its end. */
const MARGIN_MS = 15 * 60 * 1000;

async function askForAccess(
  github: GitHub,
  { installation, repo }: RepositoryOfInstallation,
  rights: 'judge' | 'commits',
  options: GitHubAppOptions,
): Promise<RepositoryAccess> {
  const { data } = await github.request('POST /app/installations/{installation_id}/access_tokens', {
    installation_id: installation,
    repositories: [repo],
    permissions: rights === 'commits' ? COMMITTING : JUDGING,
  });
  const { token } = data;
  return { github: openWith(token, options), token };
}

const MOST_ACCESSES = 2000;

/** The oldest go first: a token that is asked for again costs one request. */
function forgetOld(accesses: Map<string, unknown>): void {
  for (const key of accesses.keys()) {
    if (accesses.size < MOST_ACCESSES) return;
    accesses.delete(key);
  }
}

function commitsNotAllowed(): ConfigError {
  return new ConfigError('this bot may not commit', {
    code: 'bot/settings',
    remedy: 'Set TIDEWAITER_ALLOW_COMMITS to true, and give the App the permission `contents: write`.',
  });
}
