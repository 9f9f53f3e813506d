import type { DashboardOptions } from '../../../bot/dashboard/dashboard-site.ts';
import type { Database } from '../../../bot/database/database.ts';
import { openGitHubApp } from '../../../bot/github/open-github-app.ts';
import { openLog } from '../../../bot/log/open-log.ts';
import { NO_WAITING } from '../../github/api.ts';
import type { GitHub, InstalledApp } from '../../github-twin/twin.ts';

export const PUBLIC_URL = 'https://bot.example';
export const CALLBACK = `${PUBLIC_URL}/sign-in/callback`;

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

/** What a browser asks: a site of this process, or one that listens. */
export interface Site {
  request(address: string, init?: RequestInit): Response | Promise<Response>;
}

/** Somebody at a browser: it keeps cookies, and goes where it is sent only when it is told to. */
export interface Browser {
  get(path: string): Promise<Answer>;
  post(path: string, form: Readonly<Record<string, string>>): Promise<Answer>;
  /** Presses the button, agrees at GitHub, and comes back. */
  signIn(target?: string): Promise<Answer>;
  /** Where GitHub sends the browser back to, which has not gone there yet. */
  visitGitHub(target?: string): Promise<string>;
  readonly cookies: Map<string, string>;
}

/** The dashboard of an App of the twin. */
export function optionsFor(github: GitHub, installed: InstalledApp, database: Database): DashboardOptions {
  const { id, privateKey, clientId, clientSecret } = installed;
  const { apiUrl, serverUrl } = github;
  const common = { apiUrl, userAgent: 'test', patience: NO_WAITING };
  return {
    signIn: { ...common, clientId, clientSecret, serverUrl, publicUrl: PUBLIC_URL, report: fail },
    operators: [],
    app: openGitHubApp({
      ...common,
      appId: id,
      privateKeys: [privateKey],
      allowsCommits: false,
      now: Date.now,
      log: () => {},
    }),
    allowsCommits: false,
    retentionDays: 90,
    database,
    now: Date.now,
    log: openLog({ level: 'error', now: () => new Date(), write: () => {} }),
  };
}

function fail(error: unknown): never {
  throw error;
}

export function browse(site: Site, github: GitHub): Browser {
  const cookies = new Map<string, string>();
  async function open(path: string, init: RequestInit = {}): Promise<Answer> {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const response = await site.request(`${PUBLIC_URL}${path}`, { ...init, headers: { cookie } });
    for (const line of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = line.match(/^([^=]+)=([^;]*)/) ?? [];
      if (/Max-Age=0/i.test(line)) cookies.delete(name);
      else cookies.set(name, value);
    }
    return { status: response.status, headers: response.headers, text: await response.text() };
  }
  const get = (path: string) => open(path);
  async function visitGitHub(target = '/'): Promise<string> {
    const begun = await get(`/sign-in?${new URLSearchParams({ target })}`);
    const address = begun.headers.get('location') ?? '';
    if (!address.startsWith(github.serverUrl)) throw new Error(`sent to ${address} in place of GitHub`);
    const answer = await fetch(address, { redirect: 'manual' });
    const back = answer.headers.get('location') ?? '';
    if (!back.startsWith(CALLBACK)) throw new Error(`GitHub answered ${answer.status} ${back}`);
    return back.slice(PUBLIC_URL.length);
  }
  return {
    cookies,
    get,
    visitGitHub,
    post: (path, form) => open(path, { method: 'POST', body: new URLSearchParams(form) }),
    signIn: async (target) => get(await visitGitHub(target)),
  };
}
