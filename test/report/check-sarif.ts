import { readFileSync } from 'node:fs';
import { Ajv, type ValidateFunction } from 'ajv';
import type { Log } from 'sarif';

let validate: ValidateFunction<Log> | undefined;

/** Reads a report of `-o sarif`, held to the schema of SARIF 2.1.0. Every report that a test makes goes through here. */
export function checkSarif(text: string): Log {
  validate ??= compile();
  const log: unknown = JSON.parse(text);
  if (validate(log)) return log;
  throw new Error(`it is no SARIF:\n${(validate.errors ?? []).map((error) => JSON.stringify(error)).join('\n')}`);
}

function compile(): ValidateFunction<Log> {
  const file = new URL('./inputs/schemas/sarif-2.1.0-rtm.5.json', import.meta.url);
  // It is of draft 4, of which it uses nothing that draft 7 has otherwise, but for the name of its `id`.
  const { $schema, id, ...schema } = JSON.parse(readFileSync(file, 'utf8'));
  const ajv = new Ajv({ allErrors: true, strict: false, unicodeRegExp: false });
  ajv.addFormat('uri', (uri: string) => /^[a-z][a-z\d+.-]*:/i.test(uri) && isReference(uri) && URL.canParse(uri));
  ajv.addFormat('uri-reference', isReference);
  ajv.addFormat('date-time', /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z$/);
  return ajv.compile<Log>(schema);
}

/** The characters of RFC 3986; the first segment of a relative reference has no colon. */
function isReference(uri: string): boolean {
  if (!/^(?:[\w.~:/?#[\]@!$&'()*+,;=-]|%[\da-fA-F]{2})*$/.test(uri)) return false;
  return /^[a-z][a-z\d+.-]*:/i.test(uri) || !(uri.split('/')[0] ?? '').includes(':');
}
