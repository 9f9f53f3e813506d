import { GraphQLError } from 'graphql';

export type ErrorType =
  | 'FORBIDDEN'
  | 'NOT_FOUND'
  | 'STALE_DATA'
  | 'UNPROCESSABLE'
  | 'MISSING_PAGINATION_BOUNDARIES'
  | 'EXCESSIVE_PAGINATION';

export function graphqlError(type: ErrorType, message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { type } });
}

export function forbidden(): GraphQLError {
  return graphqlError('FORBIDDEN', 'Resource not accessible by integration');
}

export function noNode(id: string): GraphQLError {
  return graphqlError('NOT_FOUND', `Could not resolve to a node with the global id of '${id}'`);
}
