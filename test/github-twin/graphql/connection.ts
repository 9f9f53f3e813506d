import { graphqlError } from './graphql-error.ts';

export interface PageInput {
  readonly first?: number | null;
  readonly last?: number | null;
  readonly after?: string | null;
  readonly before?: string | null;
}

const LARGEST_PAGE = 100;

/** One page of a list as GraphQL has it. How long the page is must be said, up to 100. */
export function connection<Item>(
  name: string,
  items: readonly Item[],
  input: PageInput,
  present: (item: Item) => object,
) {
  const size = input.first ?? input.last;
  if (size === undefined || size === null) {
    throw graphqlError(
      'MISSING_PAGINATION_BOUNDARIES',
      `You must provide a \`first\` or \`last\` value to properly paginate the \`${name}\` connection.`,
    );
  }
  if (size > LARGEST_PAGE) {
    throw graphqlError(
      'EXCESSIVE_PAGINATION',
      `Requesting ${size} records on the \`${name}\` connection exceeds the \`first\` limit of ${LARGEST_PAGE} records.`,
    );
  }
  const from = indexOf(input.after) ?? 0;
  const to = indexOf(input.before) === undefined ? items.length : (indexOf(input.before) ?? 1) - 1;
  const forward = input.first !== undefined && input.first !== null;
  const start = forward ? from : Math.max(from, to - size);
  const end = forward ? Math.min(to, from + size) : to;
  const shown = items.slice(start, end);
  return {
    totalCount: items.length,
    nodes: () => shown.map(present),
    edges: () => shown.map((item, index) => ({ cursor: cursorOf(start + index), node: present(item) })),
    pageInfo: {
      hasNextPage: end < items.length,
      hasPreviousPage: start > 0,
      startCursor: shown.length === 0 ? null : cursorOf(start),
      endCursor: shown.length === 0 ? null : cursorOf(end - 1),
    },
  };
}

/** A cursor stands behind its item. */
function cursorOf(index: number): string {
  return Buffer.from(`cursor:${index + 1}`).toString('base64');
}

function indexOf(cursor: string | null | undefined): number | undefined {
  if (cursor === undefined || cursor === null) return undefined;
  return Number(Buffer.from(cursor, 'base64').toString('utf8').replace('cursor:', ''));
}
