import { html, raw } from 'hono/html';
import { STYLE } from './style.ts';
import type { Visitor } from './visitor.ts';

/** Markup in which everything that came from elsewhere is escaped. */
export type Html = ReturnType<typeof html>;

export interface Page {
  readonly title: string;
  readonly content: Html;
}

/** A whole page: needs no script, and nothing from elsewhere. */
export function renderPage({ title, content }: Page, visitor: Visitor | undefined): Html {
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title} · Tidewaiter</title>
<style>${raw(STYLE)}</style>
</head>
<body>
<a class="skip" href="#content">Skip to the content</a>
<header>
<p class="brand"><a href="/">Tidewaiter</a></p>
${visitor && navigation(visitor)}
</header>
<main id="content" tabindex="-1">
<h1>${title}</h1>
${content}
</main>
</body>
</html>`;
}

function navigation({ login, isOperator, formToken }: Visitor): Html {
  return html`<nav aria-label="Pages"><a href="/">Overview</a>${isOperator && html`<a href="/installations">Installations</a>`}</nav>
<form method="post" action="/sign-out">
<input type="hidden" name="token" value="${formToken}">
<span>${login}</span> <button>Sign out</button>
</form>`;
}

/** A page that only says something. */
export function notice(title: string, words: string): Page {
  return { title, content: html`<p>${words}</p>` };
}

export function signInPage(target: string): Page {
  return {
    title: 'Admission control for pull requests',
    content: html`<p>What is blocked, by what, and since when. You see the repositories that you see at GitHub.</p>
<p><a class="button" href="/sign-in?${new URLSearchParams({ target }).toString()}">Sign in with GitHub</a></p>`,
  };
}
