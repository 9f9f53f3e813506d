import { isLiteralCredential } from './credential-names.ts';
import { mergeRanges, type TextRange } from './text-range.ts';

/**
 * The pieces of a text that are credentials by their form alone: tokens with the prefixes that their issuers gave them so that they can be
 * found, passwords in addresses and headers, private keys. Linear in the text, for anybody may have written it.
 */
export function findTokens(text: string): readonly TextRange[] {
  if (!MAY_HOLD_TOKENS.test(text)) return NONE;
  const prefixed = Array.from(text.matchAll(PREFIXED), rangeOf);
  return mergeRanges([
    ...prefixed,
    ...findBesideAwsKeys(text, prefixed),
    ...findAzureSecrets(text),
    ...findHeaders(text),
    ...findLogins(text),
    ...findInAddresses(text),
    ...findPrivateKeys(text),
  ]);
}

/** Whose tokens, and what they look like from the beginning of a word on. */
const TOKENS: { readonly [issuer: string]: string } = {
  aws: '(?:AKIA|ASIA|ABIA|ACCA|A3T[A-Z0-9])[A-Z0-9]{16}',
  // Installation tokens are no longer of one length: `ghs_APPID_JWT`.
  github: 'gh[pousr]_[\\w.-]{20,}|github_pat_\\w{20,}',
  gitlab: 'gl(?:pat|dt|ptt|rt|cbt|ft|imt|agent|oas|soat|ffct)-[\\w.-]{20,}|GR1348941[\\w-]{20,}',
  slack: 'xox[abeoprs](?:\\.xox[bp])?-[\\w-]{10,}|xapp-\\d-[\\w-]{10,}|hooks\\.slack\\.com/[\\w/+-]{20,}',
  google: 'AIza[\\w-]{35}|GOCSPX-[\\w-]{20,}|ya29\\.[\\w-]{20,}',
  stripe: '[rs]k_(?:live|test|prod)_\\w{10,}|whsec_[\\w+/=]{20,}',
  npm: 'npm_\\w{36}',
  pypi: 'pypi-[\\w-]{50,}',
  sendgrid: 'SG\\.[\\w-]{16,64}\\.[\\w-]{16,64}',
  twilio: 'SK[0-9a-f]{32}',
  azure: '(?:Account|SharedAccess)Key=[\\w+/=]{20,}|sig=[\\w%+/=]{30,}',
  openai: 'sk-(?:proj|svcacct|admin)-[\\w-]{20,}|sk-[A-Za-z0-9]{32,}',
  anthropic: 'sk-ant-[\\w-]{20,}',
  vault: 'hv[sbr]\\.[\\w-]{20,}',
  docker: 'dckr_[po]at_[\\w-]{20,}',
  huggingFace: 'hf_[A-Za-z0-9]{30,}',
  digitalOcean: 'do[opr]_v1_[0-9a-f]{64}',
  databricks: 'dapi[0-9a-f]{32}',
  grafana: 'gl(?:sa|c)_[\\w+/=]{30,}',
  shopify: 'shp(?:at|ca|pa|ss)_[0-9a-fA-F]{32}',
  age: 'AGE-SECRET-KEY-1[0-9A-Z]{50,}',
  jsonWebToken: 'eyJ[\\w-]{10,}(?:\\.[\\w-]*){2,4}',
};

// A run of characters that one attempt gave up on has no other beginning of a word in it: nothing is scanned twice.
const ANY_TOKEN = `(?<![\\w-])(?:${Object.values(TOKENS).join('|')})`;
const PREFIXED = new RegExp(ANY_TOKEN, 'g');
/** Most texts hold none of any sort, and are settled by this. */
const MAY_HOLD_TOKENS = new RegExp(`${ANY_TOKEN}|Q~|Bearer|Basic|auth|://|-----BEGIN`);
const NONE: readonly TextRange[] = [];

const AWS_KEY = /^A[A-Z0-9]{19}$/;
const AWS_SECRET = /(?<![\w+/])[\w+/]{40}(?![\w+/=])/g;
/** How far from the id of an access key its secret is looked for: a few lines. */
const NEARBY = 300;

/** The secret of an AWS access key has no form of its own: forty characters, and the id nearby. */
function findBesideAwsKeys(text: string, prefixed: readonly TextRange[]): readonly TextRange[] {
  const keys = prefixed.filter(({ start, end }) => AWS_KEY.test(text.slice(start, end)));
  const vicinities = mergeRanges(
    keys.map(({ start, end }) => ({ start: Math.max(0, start - NEARBY), end: end + NEARBY })),
  );
  return vicinities.flatMap(({ start, end }) =>
    Array.from(text.slice(start, end).matchAll(AWS_SECRET), (match) => shift(rangeOf(match), start)),
  );
}

/** The mark of these is in their middle. */
function findAzureSecrets(text: string): readonly TextRange[] {
  return Array.from(text.matchAll(/(?<![\w~.-])[\w~.]{3}\dQ~[\w~.-]{31,}/g), rangeOf);
}

/** `Authorization: Bearer …` and `Basic …`. */
function findHeaders(text: string): readonly TextRange[] {
  return [
    ...groupsOf(text, /\bBearer[ \t]+([\w.~+/=-]{20,})/g),
    ...groupsOf(text, /\bBasic[ \t]+([\w+/]{8,}={0,2})/g).filter((range) => isLogin(text, range)),
  ];
}

/** `"auth": "…"` of a Docker configuration, `_auth = …` of npm's. */
function findLogins(text: string): readonly TextRange[] {
  return groupsOf(text, /(?<![\w-])_?auth[\\"']*[ \t]*[:=][ \t\\"']*([\w+/]{8,}={0,2})/g).filter((range) =>
    isLogin(text, range),
  );
}

/** Whether a piece of base64 is `user:password`. */
function isLogin(text: string, { start, end }: TextRange): boolean {
  return /^[!-9;-~]+:[\s!-~]+$/.test(Buffer.from(text.slice(start, end), 'base64').toString('utf8'));
}

const SCHEME_END = '://';
const WORD = /[^\s"'`<>]*/y;
const USER = /[^\s/:@]*/y;
const PORT = /\d{1,5}[/?#,]/y;

/** `scheme://user:password@host`, and a long token in place of the user. */
function findInAddresses(text: string): readonly TextRange[] {
  const ranges: TextRange[] = [];
  let at = text.indexOf(SCHEME_END);
  while (at >= 0) {
    const word = text.slice(at, matchEnd(WORD, text, at));
    for (const range of findInWord(word)) ranges.push(shift(range, at));
    at = text.indexOf(SCHEME_END, at + word.length);
  }
  return ranges;
}

/** One word may hold several addresses (`http://a:b@c,http://d:e@f`), and a password an `@`: what lies between is covered with them. */
function findInWord(word: string): readonly TextRange[] {
  const lastAt = word.lastIndexOf('@');
  const ranges: TextRange[] = [];
  for (let scheme = 0; scheme >= 0 && scheme < lastAt; scheme = word.indexOf(SCHEME_END, scheme + 1)) {
    const start = scheme + SCHEME_END.length;
    const end = matchEnd(USER, word, start);
    if (word[end] === '@' && end - start >= SHORTEST_TOKEN) ranges.push({ start, end });
    if (word[end] !== ':' || end + 1 >= lastAt || matchEnd(PORT, word, end + 1) > end + 1) continue;
    if (isLiteralCredential(word.slice(end + 1, lastAt))) ranges.push({ start: end + 1, end: lastAt });
    break;
  }
  return ranges;
}

/** A shorter one is the name of a user, such as `git`. */
const SHORTEST_TOKEN = 20;

/** From the line that begins a private key to the one that ends it. Where that is missing, nobody knows how far the key goes. */
function findPrivateKeys(text: string): readonly TextRange[] {
  const ranges: TextRange[] = [];
  for (const match of text.matchAll(/-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----/g)) {
    const start = rangeOf(match).end;
    const end = text.indexOf('-----END', start);
    ranges.push({ start, end: end < 0 ? text.length : end });
    if (end < 0) break;
  }
  return ranges;
}

/** Where what a sticky pattern matches at a place ends; the place itself where it does not match. */
function matchEnd(sticky: RegExp, text: string, at: number): number {
  sticky.lastIndex = at;
  return sticky.test(text) ? sticky.lastIndex : at;
}

function rangeOf(match: RegExpExecArray): TextRange {
  return { start: match.index, end: match.index + match[0].length };
}

/** The ranges of what the first group of a pattern matched, which is the end of its match. */
function groupsOf(text: string, pattern: RegExp): readonly TextRange[] {
  return Array.from(text.matchAll(pattern), (match) => {
    const { end } = rangeOf(match);
    return { start: end - (match[1] ?? '').length, end };
  });
}

function shift({ start, end }: TextRange, by: number): TextRange {
  return { start: start + by, end: end + by };
}
