import { readFileSync } from 'node:fs';
import { findPackageJSON } from 'node:module';
import { dirname, join } from 'node:path';
import {
  buildSchema,
  type DocumentNode,
  executeSync,
  GraphQLError,
  type GraphQLFieldResolver,
  type GraphQLSchema,
  Kind,
  parse,
  validate,
} from 'graphql';
import type { ApiCall } from '../rest/route.ts';
import { textOf } from '../rest/route.ts';
import { mutations } from './mutations.ts';
import { queries } from './queries.ts';

export interface QueryAnswer {
  readonly body: object;
  /** What GitHub's schema does not allow, and what the twin does not know of it. */
  readonly problems: readonly string[];
}

/** Answers a GraphQL request: validated and executed against the schema that GitHub publishes. */
export function runQuery(call: ApiCall): QueryAnswer {
  const document = parseQuery(textOf(call.body.query) ?? '');
  const invalid = document instanceof GraphQLError ? [document] : validate(schema(), document);
  if (document instanceof GraphQLError || invalid.length > 0) {
    return { body: { errors: invalid.map(present) }, problems: invalid.map((error) => error.message) };
  }
  const { data, errors = [] } = executeSync({
    schema: schema(),
    document,
    rootValue: { ...queries, ...mutations },
    contextValue: call,
    variableValues: asVariables(call.body.variables),
    operationName: textOf(call.body.operationName) ?? null,
    fieldResolver: resolveField,
  });
  const body = {
    ...(data === undefined ? {} : { data }),
    ...(errors.length === 0 ? {} : { errors: errors.map(present) }),
  };
  // GitHub's own refusals have a type. Without one it is a variable that does not fit, or a gap of the twin.
  const untyped = errors.filter((error) => error.extensions.type === undefined);
  return { body, problems: untyped.map((error) => error.message) };
}

function parseQuery(query: string): DocumentNode | GraphQLError {
  try {
    return parse(query);
  } catch (error) {
    if (error instanceof GraphQLError) return error;
    throw error;
  }
}

let built: GraphQLSchema | undefined;

/** Takes a tenth of a second, so it waits for the first query. */
function schema(): GraphQLSchema {
  built ??= buildSchema(readFileSync(schemaFile(), 'utf8'), { assumeValidSDL: true, noLocation: true });
  return built;
}

function schemaFile(): string {
  const description = findPackageJSON('@octokit/graphql-schema', import.meta.url);
  if (description === undefined) throw new Error('@octokit/graphql-schema is not installed: run npm ci');
  return join(dirname(description), 'schema.graphql');
}

function asVariables(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}

/** What the twin does not know is an error, never a silent null. */
const resolveField: GraphQLFieldResolver<Record<string, unknown>, ApiCall> = (source, input, call, info) => {
  if (!(info.fieldName in source)) {
    throw new GraphQLError(`the twin of GitHub does not know ${info.parentType.name}.${info.fieldName}`);
  }
  const value = source[info.fieldName];
  return typeof value === 'function' ? value(input, call, info) : value;
};

/** GitHub tells the kind of an error beside its message, not among the extensions. */
function present(error: GraphQLError): object {
  const { type, ...extensions } = error.extensions;
  return {
    ...(type === undefined ? {} : { type }),
    ...(error.path === undefined ? {} : { path: error.path }),
    ...(Object.keys(extensions).length === 0 ? {} : { extensions }),
    locations: error.locations ?? [],
    message: error.message,
  };
}

/** The name of a query's operation, or its first field. */
export function nameOfOperation(query: string, operationName: string | undefined): string {
  const document = parseQuery(query);
  if (document instanceof GraphQLError) return 'unreadable';
  const operations = document.definitions.flatMap((definition) =>
    definition.kind === Kind.OPERATION_DEFINITION ? [definition] : [],
  );
  const operation = operations.find(({ name }) => name?.value === operationName) ?? operations[0];
  const first = operation?.selectionSet.selections[0];
  return operation?.name?.value ?? (first?.kind === Kind.FIELD ? first.name.value : 'unnamed');
}
