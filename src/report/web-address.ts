// What RFC 3986 lets stand in an address, but for brackets and parentheses: they could end a link of Markdown.
const PLAIN_ADDRESS = /^https?:\/\/(?:[\w.~:/?@!$&'*+,;=-]|%[\da-f]{2})+(?:#(?:[\w.~:/?@!$&'*+,;=-]|%[\da-f]{2})*)?$/i;

/**
 * An address that may become a link, for it is one of the web, is well-formed, and leads where it seems to: no host hides behind a name
 * or a password. Undefined for everything else that a policy may say.
 */
export function webAddress(address: string | undefined): string | undefined {
  return address !== undefined && PLAIN_ADDRESS.test(address) && leadsWhereItSeems(address) ? address : undefined;
}

function leadsWhereItSeems(address: string): boolean {
  const url = URL.parse(address);
  return url !== null && url.username === '' && url.password === '';
}
