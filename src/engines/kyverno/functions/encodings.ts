import { createHash } from 'node:crypto';
import type { JsonValue } from '../../../base/json.ts';
import { defineFunction, type JmespathFunction } from '../../../languages/jmespath/functions.ts';
import { writeJson } from '../../../languages/jmespath/write-json.ts';
import { parseYaml } from '../../../yaml/parse-yaml.ts';
import type { KyvernoFunctions } from './environment.ts';
import { failure } from './failure.ts';
import { GO_JSON } from './go-json.ts';

/** Base64, digests, and text that holds JSON or YAML. */
export const encodingFunctions: KyvernoFunctions = {
  base64_decode: defineFunction(['string'], ([text]) => decodeBase64(text)),
  base64_encode: defineFunction(['string'], ([text]) => Buffer.from(text, 'utf8').toString('base64')),
  md5: digest('md5'),
  sha1: digest('sha1'),
  sha256: digest('sha256'),
  parse_json: defineFunction(['string'], ([text]) => parseJson(text)),
  parse_yaml: defineFunction(['string'], ([text]) => parseYamlText(text)),
  to_string: defineFunction(['any'], ([value], run) =>
    typeof value === 'string' ? value : writeJson(value, run, GO_JSON),
  ),
};

/** Standard alphabet with padding; only line breaks may stand between the digits. */
function decodeBase64(text: string): string {
  const digits = text.replaceAll('\r', '').replaceAll('\n', '');
  const bad = digits.search(/[^A-Za-z0-9+/=]|=(?!=?$)/);
  if (bad >= 0 || digits.length % 4 !== 0) {
    throw failure('base64_decode', `illegal base64 data at input byte ${bad >= 0 ? bad : digits.length}`);
  }
  return Buffer.from(digits, 'base64').toString('utf8');
}

function digest(algorithm: 'md5' | 'sha1' | 'sha256'): JmespathFunction<unknown> {
  return defineFunction(['string'], ([text]) => createHash(algorithm).update(text, 'utf8').digest('hex'));
}

const MAX_JSON_DEPTH = 1000;

function parseJson(text: string): JsonValue {
  if (jsonDepth(text) > MAX_JSON_DEPTH) throw failure('parse_json', `exceeded max depth of ${MAX_JSON_DEPTH}`);
  try {
    const value: JsonValue = JSON.parse(text);
    return value;
  } catch (cause) {
    throw failure('parse_json', cause instanceof Error ? cause.message : String(cause));
  }
}

/** How deep the brackets outside of strings go. */
function jsonDepth(text: string): number {
  let depth = 0;
  let deepest = 0;
  let quoted = false;
  for (let at = 0; at < text.length; at++) {
    const character = text[at];
    if (quoted) {
      if (character === '\\') at++;
      else if (character === '"') quoted = false;
    } else if (character === '"') {
      quoted = true;
    } else if (character === '[' || character === '{') {
      deepest = Math.max(deepest, ++depth);
    } else if (character === ']' || character === '}') {
      depth--;
    }
  }
  return deepest;
}

/** The first document; nothing at all is null. */
function parseYamlText(text: string): JsonValue {
  const { documents } = parseYaml({ file: 'parse_yaml', revision: 'head', text });
  const [first] = documents;
  const [problem] = first?.problems ?? [];
  if (problem) throw failure('parse_yaml', problem.message);
  return first?.value ?? null;
}
