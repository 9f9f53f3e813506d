/** Where GitHub does otherwise than its own description says. Each has its reason. */

type Exception = {
  /** Every operation where not said. */
  readonly operation?: RegExp;
  readonly reason: string;
} & ({ readonly statuses: readonly number[] } | { readonly mayBeNull: RegExp });

const EXCEPTIONS: readonly Exception[] = [
  {
    statuses: [401, 403, 404],
    reason: 'who may not see or do something is told so by every operation; the description names it for some',
  },
  {
    operation: /\/check-runs/,
    statuses: [422],
    reason: 'refused for its limits or for an unknown commit; the description lists no refusal',
  },
  {
    operation: /\/pulls\/.*comments/,
    mayBeNull: /\/(line|position)$/,
    reason: 'an outdated comment has no line any more; the description says that it always has one',
  },
];

export type Deviation = { readonly operation: string } & (
  | { readonly kind: 'status'; readonly status: number }
  | { readonly kind: 'null'; readonly place: string }
);

export function isExcepted(deviation: Deviation): boolean {
  return EXCEPTIONS.some((exception) => {
    if (exception.operation !== undefined && !exception.operation.test(deviation.operation)) return false;
    if (deviation.kind === 'status') return 'statuses' in exception && exception.statuses.includes(deviation.status);
    return 'mayBeNull' in exception && exception.mayBeNull.test(deviation.place);
  });
}
