import { readFileSync } from 'node:fs';
import { Ajv, type ValidateFunction } from 'ajv';

let validate: ValidateFunction | undefined;

/** Checks a report of `-o json` against its published schema. Every report that a test makes goes through here. */
export function checkReport(text: string): unknown {
  validate ??= new Ajv({ allErrors: true, strictRequired: false }).compile(
    JSON.parse(readFileSync(new URL('../../schema/report.schema.json', import.meta.url), 'utf8')),
  );
  const report: unknown = JSON.parse(text);
  if (!validate(report)) {
    const errors = (validate.errors ?? []).map(
      ({ instancePath, message, params }) => `${instancePath} ${message} ${JSON.stringify(params)}`,
    );
    throw new Error(`the report does not follow its schema:\n${errors.join('\n')}`);
  }
  return report;
}
