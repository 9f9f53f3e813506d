import { createHash } from 'node:crypto';
import type { Context } from 'hono';
import { type Page, renderPage } from './page.ts';
import { STYLE } from './style.ts';
import type { Visitor } from './visitor.ts';

const POLICY = [
  "default-src 'none'",
  `style-src 'sha256-${createHash('sha256').update(STYLE).digest('base64')}'`,
  "form-action 'self'",
  "frame-ancestors 'none'",
  "base-uri 'none'",
].join('; ');

/** Answers with a page: one that loads nothing, is framed nowhere and is kept nowhere. */
export async function show(
  context: Context,
  page: Page,
  { status = 200, visitor }: { readonly status?: 200 | 403 | 404 | 413 | 500 | 502; readonly visitor?: Visitor },
): Promise<Response> {
  return context.html(renderPage(page, visitor), status, {
    'content-security-policy': POLICY,
    'referrer-policy': 'same-origin',
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
  });
}
