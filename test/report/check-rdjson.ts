import { readFileSync } from 'node:fs';
import { Ajv, type ValidateFunction } from 'ajv';

/** reviewdog's `DiagnosticResult`, as far as reports have it. */
export interface DiagnosticResult {
  readonly diagnostics: readonly Diagnostic[];
}

export interface Diagnostic {
  readonly message: string;
  readonly location: { readonly path: string; readonly range?: DiagnosticRange };
  readonly suggestions?: readonly { readonly range: DiagnosticRange; readonly text: string }[];
}

export interface DiagnosticRange {
  readonly start: DiagnosticPosition;
  readonly end?: DiagnosticPosition;
}

export interface DiagnosticPosition {
  readonly line: number;
  readonly column?: number;
}

let validate: ValidateFunction<DiagnosticResult> | undefined;

/** Reads a report of `-o rdjson`, held to reviewdog's schema, which allows further keys: here none is allowed. */
export function checkRdjson(text: string): DiagnosticResult {
  validate ??= compile();
  const result: unknown = JSON.parse(text);
  if (validate(result)) return result;
  throw new Error(`it is no rdjson:\n${(validate.errors ?? []).map((error) => JSON.stringify(error)).join('\n')}`);
}

function compile(): ValidateFunction<DiagnosticResult> {
  const file = new URL('./inputs/schemas/reviewdog-diagnostic-result.json', import.meta.url);
  // Of draft 4, and nothing in it means anything else in draft 7.
  const { $schema, ...schema } = JSON.parse(
    readFileSync(file, 'utf8').replaceAll('"additionalProperties": true', '"additionalProperties": false'),
  );
  // Beside a $ref draft 4 ignores other keywords, and so must these be.
  const text = JSON.stringify(schema, (_, value) => (value?.$ref?.includes('rdf.') ? { $ref: value.$ref } : value));
  return new Ajv({ allErrors: true, strict: false }).compile<DiagnosticResult>(JSON.parse(text));
}
