/**
 * Whether what bears this name is a credential: `DB_PASSWORD`, `apiKey`, `--token`, `example.com/client-secret`. Not what only says
 * where one is or how it is used, such as `secretName`, `password-file` and `TOKEN_TTL`.
 */
export function namesCredential(name: string): boolean {
  if (!MAY_NAME.test(name)) return false;
  const words = wordsOf(name);
  const last = words.at(-1);
  if (last === undefined || ABOUT_CREDENTIALS.has(last) || words[0] === 'existing') return false;
  if (CREDENTIAL.test(words.join(''))) return true;
  return words.length > 1 ? words.some((word) => SHORT_WORDS.has(word)) : last === 'pass';
}

/** Most names are settled by this. */
const MAY_NAME = /pass|token|secret|key|credential|connection|pwd|pw|pat|psk|salt/i;

/** `--dbPassword`, `DB_PASSWORD` and `db.password` are all `db`, `password`. Of a qualified name only the name counts. */
function wordsOf(name: string): readonly string[] {
  return name
    .slice(name.lastIndexOf('/') + 1)
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== '');
}

const CREDENTIAL =
  /passw|passphrase|passcode|requirepass|token|secret|(?:api|access|account|private|signing|encryption|master|auth|shared|jwt|licen[cs]e)key|keydata|credential|connectionstring/;

/** Too short to be looked for within other words: `compass`, `path`. */
const SHORT_WORDS: ReadonlySet<string> = new Set(['pass', 'pw', 'pwd', 'pat', 'psk', 'salt']);

/** What a name ends in that is about a credential and holds none. */
const ABOUT_CREDENTIALS: ReadonlySet<string> = new Set(
  `name names namespace ref refs reference secrets file files filename path paths dir directory mount volume type kind class
  url uri endpoint address host hostname port issuer audience audiences provider store backend engine manager controller operator
  generator reviewer review reviews service role user username login policy policies algorithm alg format header field prefix suffix
  version method mode schema template description label title hint regex pattern length size count limit min max
  expiry expiration expires ttl timeout lifetime duration interval period seconds minutes hours days enabled required optional
  rotation region project scope scopes since`.split(/\s+/),
);

/** Whether a value could be a credential itself: not empty, no placeholder that something fills in, no switch and no small number. */
export function isLiteralCredential(value: string): boolean {
  const text = value.trim();
  return text !== '' && !PLACEHOLDERS.some((placeholder) => placeholder.test(text));
}

const PLACEHOLDERS: readonly RegExp[] = [
  // $(VAR), ${VAR}, $VAR, ${{ secrets.VAR }}, {{ .Values.var }}, <your-password>; with a default (`${VAR:-hunter2}`) it says something.
  /^\$\([\w.-]+\)$/,
  /^\$\{[\w.-]+\}$/,
  /^\$[A-Z_][A-Z0-9_]*$/,
  /^\$?\{\{[^{}]*\}\}$/,
  /^<[^<>]*>$/,
  /^(?:true|false|yes|no|on|off|null|none|nil|~|enabled|disabled|required|optional|\[?redacted\]?)$/i,
  /^[*•.x]+$/i,
  // Fewer digits than any code has that guards something; durations and quantities.
  /^[+-]?\d{1,5}(?:\.\d{1,5})?(?:[KMGT]i?)?$/,
  /^(?:\d{1,5}(?:ms|[smhd]))+$/,
];
