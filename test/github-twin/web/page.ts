import type { RawAnswer } from '../serve.ts';

export function page(status: number, words: string): RawAnswer {
  const text = words.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
  const body = `<!DOCTYPE html><html lang="en"><title>GitHub</title><p>${text}</p></html>`;
  return { kind: 'answer', status, headers: { 'content-type': 'text/html; charset=utf-8' }, body: Buffer.from(body) };
}

/** Sends the browser on, with some more in the query. */
export function redirect(address: string, query: Readonly<Record<string, string | null>>): RawAnswer {
  const url = new URL(address);
  for (const [name, value] of Object.entries(query)) if (value !== null) url.searchParams.set(name, value);
  return { kind: 'answer', status: 302, headers: { location: url.href }, body: Buffer.alloc(0) };
}
