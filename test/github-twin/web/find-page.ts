import type { RawAnswer } from '../serve.ts';
import { exchangeCode } from './access-token.ts';
import { authorize } from './authorize.ts';
import { createApp } from './new-app.ts';
import type { Visit } from './visit.ts';

type Page = (visit: Visit) => RawAnswer;

const PAGES: Readonly<Record<string, Page>> = {
  'GET /login/oauth/authorize': authorize,
  'POST /login/oauth/access_token': exchangeCode,
  'POST /settings/apps/new': createApp,
};

/** What answers at an address that is for browsers, or for programs on a browser's behalf; undefined where nothing is. */
export function findPage(method: string, pathname: string): Page | undefined {
  const [, organization] = /^\/organizations\/([^/]+)\/settings\/apps\/new$/.exec(pathname) ?? [];
  if (organization !== undefined && method === 'POST') return (visit) => createApp(visit, organization);
  return PAGES[`${method} ${pathname}`];
}
