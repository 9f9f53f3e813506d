import { createHash } from 'node:crypto';
import { html, raw } from 'hono/html';
import type { HtmlEscapedString } from 'hono/utils/html';
import type { RegisteredApp } from './registered-app.ts';

export interface SetUpPage {
  readonly html: HtmlEscapedString | Promise<HtmlEscapedString>;
  /** What allows the page's style, for its content security policy. */
  readonly style: string;
}

/** Asks for what the manifest has to say. */
export function askPage(asked: {
  readonly token: string;
  readonly owner: string;
  readonly address: string;
  readonly isWrong: boolean;
}): SetUpPage {
  const wrong = html`<p class="wrong" role="alert">An address starts with https:// or http://, and an organisation is written as in its address at GitHub.</p>`;
  return page(
    'Set up Tidewaiter',
    html`<p>Tidewaiter becomes a GitHub App of yours. First two questions; then GitHub shows what the App is called, and makes it.</p>
      ${asked.isWrong ? wrong : ''}
      <form method="get" action="/set-up">
        <input type="hidden" name="token" value="${asked.token}">
        <label for="address">Where does GitHub reach this bot?</label>
        <input id="address" name="address" type="url" required value="${asked.address}">
        <label for="owner">Which organisation is the App for? <span>Empty: your own account.</span></label>
        <input id="owner" name="owner" value="${asked.owner}" autocomplete="off" maxlength="39">
        <button>Continue</button>
      </form>`,
  );
}

/** Sends the manifest to GitHub. */
export function manifestPage({ action, manifest }: { readonly action: string; readonly manifest: object }): SetUpPage {
  return page(
    'Make the App at GitHub',
    html`<p>It asks for this and no more:</p>
      <dl>
        <dt>Read</dt><dd>contents, issues, merge queues and metadata of repositories</dd>
        <dt>Write</dt><dd>pull requests, for its reviews, and checks${'default_permissions' in manifest && isCommitting(manifest.default_permissions) ? ', and contents, for its commands that commit' : ''}</dd>
      </dl>
      <form method="post" action="${action}">
        <input type="hidden" name="manifest" value="${JSON.stringify(manifest)}">
        <button>Go to GitHub</button>
      </form>`,
  );
}

function isCommitting(permissions: unknown): boolean {
  return (
    typeof permissions === 'object' &&
    permissions !== null &&
    'contents' in permissions &&
    permissions.contents === 'write'
  );
}

/** What to do next. */
export function donePage({ slug, url }: RegisteredApp): SetUpPage {
  return page(
    'The App is made',
    html`<p><strong>${slug}</strong> has its credentials, and the bot is starting with them. This page will not be shown again.</p>
      <ol>
        <li><a href="${url}/installations/new">Install the App</a> on the repositories that it is to judge.</li>
        <li>Give one of them, or your <code>.github</code> repository, a file <code>.github/tidewaiter.yml</code>. Without it the bot says nothing.</li>
        <li>Open a pull request that changes a manifest.</li>
        <li>Require the check <code>tidewaiter: main</code> of this App in the rules of the branch, once it has been there.</li>
      </ol>`,
  );
}

export function noticePage(title: string, words: string): SetUpPage {
  return page(title, html`<p>${words}</p>`);
}

const STYLE = `
:root { color-scheme: light dark; --line: light-dark(#b8c0c8, #4a5561); --accent: light-dark(#0b5a8a, #6bb8ea); }
body { max-width: 38rem; margin: 10vh auto; padding: 0 1.25rem; font: 1rem/1.6 system-ui, sans-serif; color: CanvasText; background: Canvas; }
h1 { font-size: 1.6rem; line-height: 1.25; }
label { display: block; margin: 1.25rem 0 .25rem; font-weight: 600; }
label span { font-weight: 400; }
input { box-sizing: border-box; width: 100%; padding: .55rem .7rem; font: inherit; border: 1px solid var(--line); border-radius: .4rem; }
button { margin-top: 1.5rem; padding: .6rem 1.2rem; font: inherit; font-weight: 600; color: Canvas; background: var(--accent); border: 0; border-radius: .4rem; cursor: pointer; }
a { color: var(--accent); }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
dt { font-weight: 600; }
dd { margin: 0 0 .75rem; }
.wrong { padding: .6rem .8rem; border-left: 4px solid light-dark(#b3261e, #f2877f); }
`;
const STYLE_HASH = `sha256-${createHash('sha256').update(STYLE).digest('base64')}`;

function page(title: string, content: HtmlEscapedString | Promise<HtmlEscapedString>): SetUpPage {
  return {
    style: STYLE_HASH,
    html: html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<style>${raw(STYLE)}</style>
</head>
<body>
<main>
<h1>${title}</h1>
${content}
</main>
</body>
</html>`,
  };
}
