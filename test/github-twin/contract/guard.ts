import { readFileSync } from 'node:fs';
import { Ajv, type AnySchema, type ErrorObject, type ValidateFunction } from 'ajv';
import { remember } from '../remember.ts';
import { isExcepted } from './exceptions.ts';

/** What GitHub's own description of its API says of one operation. */
interface Operation {
  readonly documentation: string;
  readonly query: Readonly<Record<string, QuerySchema>>;
  readonly body?: BodySchema;
  /** By status; null where it has no JSON. */
  readonly answers: Readonly<Record<string, AnySchema | null>>;
}

interface QuerySchema {
  readonly type?: string;
  readonly enum?: readonly string[];
}

interface BodySchema {
  readonly properties?: Readonly<Record<string, AnySchema>>;
}

interface Contract {
  /** The bodies of webhooks, by event and action: `check-run-created`. */
  readonly webhooks: Readonly<Record<string, AnySchema>>;
  readonly operations: Readonly<Record<string, Operation>>;
  readonly schemas: Readonly<Record<string, AnySchema>>;
}

export interface CheckedRequest {
  readonly query: URLSearchParams;
  readonly body: Readonly<Record<string, unknown>>;
}

/** What is wrong with a request, by GitHub's description. Members that it does not know are wrong, too. */
export function checkRequest(name: string, { query, body }: CheckedRequest): readonly string[] {
  const operation = operationOf(name);
  if (operation === undefined) return [];
  return [
    ...[...query].flatMap(([key, value]) => checkQuery(operation.query[key], key, value)),
    ...unknownMembers(operation.body, body),
    ...(operation.body === undefined ? [] : problemsOf(name, `${name} request`, operation.body, body)),
  ];
}

function operationOf(name: string): Operation | undefined {
  return contract().operations[name];
}

let loaded: Contract | undefined;

function contract(): Contract {
  loaded ??= JSON.parse(readFileSync(new URL('inputs/github-openapi.json', import.meta.url), 'utf8')) as Contract;
  return loaded;
}

function checkQuery(schema: QuerySchema | undefined, key: string, value: string): readonly string[] {
  if (schema === undefined) return [`the query has "${key}", which the operation does not know`];
  if (schema.enum !== undefined && !schema.enum.includes(value)) {
    return [`"${key}" is "${value}": it may be ${schema.enum.join(', ')}`];
  }
  return schema.type === 'integer' && !/^\d+$/.test(value) ? [`"${key}" is "${value}", and no number`] : [];
}

/** The description allows any member besides those it names, and GitHub ignores them: a misspelt one would go unnoticed. */
function unknownMembers(schema: BodySchema | undefined, body: CheckedRequest['body']): readonly string[] {
  const known = schema?.properties ?? {};
  return Object.keys(body)
    .filter((key) => !(key in known))
    .map((key) => `the body has "${key}", which the operation does not know`);
}

/** What is wrong with an answer, by GitHub's description. */
export function checkAnswer(name: string, status: number, body: unknown): readonly string[] {
  const operation = operationOf(name);
  if (operation === undefined) return [];
  const schema = operation.answers[String(status)];
  if (schema === undefined) {
    const excepted = isExcepted({ operation: name, kind: 'status', status });
    return excepted ? [] : [`the answer has the status ${status}, which is not described`];
  }
  return schema === null ? [] : problemsOf(name, `${name} ${status}`, schema, body);
}

/** What is wrong with the body of a delivery, by GitHub's description. `name` has the event and the action: `check-run-created`. */
export function checkPayload(name: string, payload: unknown): readonly string[] {
  const schema = contract().webhooks[name];
  if (schema === undefined) throw new Error(`there is no description of the webhook ${name}: add it to DELIVERIES`);
  return problemsOf(`webhook ${name}`, `webhook ${name}`, schema, payload);
}

const VALIDATORS = new Map<string, ValidateFunction>();
let ajv: Ajv | undefined;

function problemsOf(operation: string, key: string, schema: AnySchema, value: unknown): readonly string[] {
  ajv ??= new Ajv({ strict: false, allErrors: true, verbose: true, validateFormats: false }).addSchema(
    { schemas: contract().schemas },
    'github',
  );
  const compiler = ajv;
  const validate = remember(VALIDATORS, key, () => compiler.compile(schema));
  if (validate(value)) return [];
  return (validate.errors ?? []).filter((error) => !isExpected(operation, error)).map(describe);
}

function isExpected(operation: string, { data, instancePath: place }: ErrorObject): boolean {
  return isExcepted({ operation, kind: data === null ? 'null' : 'other', place });
}

function describe({ instancePath, message, params }: ErrorObject): string {
  return `${instancePath === '' ? 'it' : instancePath} ${message} ${JSON.stringify(params)}`;
}

/** Where GitHub documents an operation, as its errors say. */
export function documentationOf(name: string): string | undefined {
  return operationOf(name)?.documentation;
}
