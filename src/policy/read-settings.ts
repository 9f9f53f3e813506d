import type { JsonValue } from '../base/json.ts';
import type { SchemaValidator } from '../base/validators.generated.js';
import { ConfigError } from '../errors/tidewaiter-error.ts';
import type { Source } from '../text/source.ts';
import { parseYaml, type YamlDocument, type YamlProblem } from '../yaml/parse-yaml.ts';
import { schemaErrors } from './schema-errors.ts';

export type SettingsResult =
  | { readonly outcome: 'read'; readonly document: YamlDocument; readonly root: JsonValue }
  | { readonly outcome: 'empty' }
  | { readonly outcome: 'invalid'; readonly errors: readonly ConfigError[] };

/** What a file of settings is called in errors (`the configuration`), and what checks its shape. */
export interface SettingsKind {
  readonly name: string;
  readonly validate: SchemaValidator;
}

/** Reads a file of settings: one YAML document that its schema accepts. Every mistake is an error with its place and what is allowed there. */
export function readSettings(source: Source, { name, validate }: SettingsKind): SettingsResult {
  const stream = parseYaml(source);
  if (stream.problems.length > 0)
    return { outcome: 'invalid', errors: stream.problems.map((problem) => unreadable(name, problem)) };
  const documents = stream.documents.filter((document) => document.value !== undefined && document.value !== null);
  const [document, second] = documents;
  if (second) return { outcome: 'invalid', errors: [severalDocuments(name, second)] };
  if (!document || document.value === undefined) return { outcome: 'empty' };
  if (!validate(document.value))
    return { outcome: 'invalid', errors: schemaErrors({ document, name }, validate.errors ?? []) };
  return { outcome: 'read', document, root: document.value };
}

function unreadable(name: string, { message, span }: YamlProblem): ConfigError {
  return new ConfigError(`${name} cannot be read: ${message}`, {
    code: 'config/unreadable',
    span,
    remedy: 'Mend its YAML. Until then nothing goes by it.',
  });
}

function severalDocuments(name: string, second: YamlDocument): ConfigError {
  return new ConfigError(`${name} holds more than one YAML document`, {
    code: 'config/unreadable',
    span: { source: second.source, start: second.start, end: second.end },
    remedy: 'Keep one document: nothing says which of them would count.',
  });
}
