/**
 * What scalars mean to Kubernetes: sigs.k8s.io/yaml, which is go-yaml v2 (YAML 1.1, with its own deviations) followed by a
 * conversion to JSON. Checked against sigs.k8s.io/yaml 1.6.0.
 */

/** A value that YAML has and JSON has not (`.inf`, `.nan`) is given as that number; who reads the document refuses it. */
export type ScalarValue = string | number | boolean | null;

/** The value of a plain scalar. Text that is nearly always text (it begins with another letter) costs one comparison. */
export function resolvePlain(text: string): ScalarValue {
  switch (HINTS[text.charCodeAt(0)]) {
    case WORD:
      return text.length > 5 ? text : resolveWord(text);
    case NUMBER:
      return resolveNumber(text);
    default:
      return text === '' ? null : text;
  }
}

/**
 * The value of a scalar with a tag; undefined where the text does not fit the tag. A tag that is not one of YAML's own
 * leaves text as text: go-yaml knows no types of applications.
 */
export function resolveTagged(tag: string, text: string): ScalarValue | undefined {
  switch (shortTag(tag)) {
    case '!!null': {
      return resolvePlain(text) === null ? null : undefined;
    }
    case '!!bool': {
      const value = resolvePlain(text);
      return typeof value === 'boolean' ? value : undefined;
    }
    case '!!int': {
      const value = resolvePlain(text);
      return typeof value === 'number' && isInteger(text) ? value : undefined;
    }
    case '!!float': {
      const value = resolvePlain(text);
      return typeof value === 'number' ? value : undefined;
    }
    case '!!timestamp':
      return /^\d{4}-\d{1,2}-\d{1,2}/.test(text) ? text : undefined;
    case '!!binary':
      return decodeBinary(text);
    default:
      return text;
  }
}

const CORE_TAG = /^!<tag:yaml\.org,2002:(.*)>$/;

function shortTag(tag: string): string {
  return tag.replace(CORE_TAG, '!!$1');
}

// go-yaml looks at the first character before anything else.
const WORD = 1;
const NUMBER = 2;
const HINTS = new Uint8Array(128);
for (const character of 'yYnNtTfFoO~') HINTS[character.charCodeAt(0)] = WORD;
for (const character of '+-.0123456789') HINTS[character.charCodeAt(0)] = NUMBER;

function resolveWord(text: string): ScalarValue {
  switch (text) {
    case '~':
    case 'null':
    case 'Null':
    case 'NULL':
      return null;
    case 'y':
    case 'Y':
    case 'yes':
    case 'Yes':
    case 'YES':
    case 'on':
    case 'On':
    case 'ON':
    case 'true':
    case 'True':
    case 'TRUE':
      return true;
    case 'n':
    case 'N':
    case 'no':
    case 'No':
    case 'NO':
    case 'off':
    case 'Off':
    case 'OFF':
    case 'false':
    case 'False':
    case 'FALSE':
      return false;
    default:
      return text;
  }
}

/** Numbers as most are written: up to 15 digits without a leading zero, which is exact in a double. */
function resolveNumber(text: string): ScalarValue {
  const length = text.length;
  const first = text.charCodeAt(0);
  if (length > 15 || first < 48 || (first === 48 && length > 1)) return resolveUnusualNumber(text);
  let value = 0;
  for (let at = 0; at < length; at++) {
    const digit = text.charCodeAt(at) - 48;
    if (digit < 0 || digit > 9) return resolveUnusualNumber(text);
    value = value * 10 + digit;
  }
  return value;
}

// A date, a version, a quantity: what holds any other character is text.
const MAYBE_NUMBER = /^[-+.\w]+$/;
const INTEGER = /^[-+]?(?:0[xX][0-9a-fA-F]+|0[oO]?[0-7]+|0[bB][01]+|0|[1-9]\d*)$/;
const FLOAT = /^[-+]?(?:\.\d+|\d+(?:\.\d*)?)(?:[eE][-+]?\d+)?$/;
const SPECIAL = new Map([
  ['.inf', Number.POSITIVE_INFINITY],
  ['.nan', Number.NaN],
]);

function resolveUnusualNumber(text: string): ScalarValue {
  if (!MAYBE_NUMBER.test(text)) return text;
  const special = resolveSpecial(text);
  if (special !== undefined) return special;
  // go-yaml takes every underscore away, but not the text's right to begin with one.
  const plain = text.replaceAll('_', '');
  if (plain === '' || text.charCodeAt(0) === 46) return resolveFloat(text, plain);
  const integer = INTEGER.test(plain) ? parseInteger(plain) : undefined;
  return integer === undefined ? resolveFloat(text, plain) : Number(integer);
}

function resolveSpecial(text: string): number | undefined {
  const unsigned = /^[-+]?(\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))$/.exec(text)?.[1]?.toLowerCase();
  if (unsigned === undefined || (unsigned === '.nan' && text.length > 4)) return undefined;
  const value = SPECIAL.get(unsigned);
  return value !== undefined && text.startsWith('-') ? -value : value;
}

function resolveFloat(text: string, plain: string): ScalarValue {
  if (!FLOAT.test(plain)) return text;
  const value = Number(plain);
  // Go's ParseFloat refuses what a double cannot hold, and the text stays text.
  return Number.isFinite(value) ? value : text;
}

/** An integer as Go's ParseInt and ParseUint with base 0 read it; undefined beyond 64 bits. */
export function parseInteger(plain: string): bigint | undefined {
  // The longest that fits has 20 digits. To read millions of them would take seconds; zeros lead only powers of two.
  if (plain.length > 21 && !/^[-+]?0/.test(plain)) return undefined;
  const negative = plain.startsWith('-');
  const magnitude = BigInt(unsignedLiteral(plain.replace(/^[-+]/, '')));
  const limit = negative ? 1n << 63n : plain.startsWith('+') ? (1n << 63n) - 1n : (1n << 64n) - 1n;
  if (magnitude > limit) return undefined;
  return negative ? -magnitude : magnitude;
}

/** As JavaScript writes integers: its octal needs the `o`. */
function unsignedLiteral(digits: string): string {
  const octal = /^0[oO]?([0-7]+)$/.exec(digits)?.[1];
  return octal === undefined ? digits : `0o${octal}`;
}

export function isInteger(text: string): boolean {
  const plain = text.replaceAll('_', '');
  return /^[-+\d]/.test(text) && INTEGER.test(plain) && parseInteger(plain) !== undefined;
}

/** Base64 as Go's standard encoding decodes it: padded, line breaks ignored; bytes that are no UTF-8 become U+FFFD in JSON. */
function decodeBinary(text: string): string | undefined {
  const compact = text.replace(/[\r\n]/g, '');
  if (compact.length % 4 !== 0 || !/^[A-Za-z0-9+/]*={0,2}$/.test(compact)) return undefined;
  return new TextDecoder('utf-8', { ignoreBOM: true }).decode(Buffer.from(compact, 'base64'));
}
