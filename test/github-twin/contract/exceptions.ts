/** Where GitHub does otherwise than its own description says. Each has its reason. */

type Exception = {
  /** Every operation where not said. */
  readonly operation?: RegExp;
  readonly reason: string;
} & (
  | { readonly statuses: readonly number[] }
  | { readonly mayBeNull: RegExp }
  /** The description is wrong about what stands there. */
  | { readonly mayDiffer: RegExp }
);

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
  {
    operation: /^webhook check-suite-/,
    mayDiffer: /\/app\/events\/\d+$/,
    reason:
      'an App may subscribe to merge_group; the descriptions of some webhooks know the event, those of others do not',
  },
  {
    operation: /^GET \/app\/installations$/,
    mayDiffer: /^\/\d+\/account$/,
    reason:
      'an account is a user, an organisation or an enterprise; in this list alone it is said to be all of them at once',
  },
];

export type Deviation = { readonly operation: string } & (
  | { readonly kind: 'status'; readonly status: number }
  | { readonly kind: 'null' | 'other'; readonly place: string }
);

export function isExcepted(deviation: Deviation): boolean {
  return EXCEPTIONS.some((exception) => {
    if (exception.operation !== undefined && !exception.operation.test(deviation.operation)) return false;
    if (deviation.kind === 'status') return 'statuses' in exception && exception.statuses.includes(deviation.status);
    if ('mayDiffer' in exception) return exception.mayDiffer.test(deviation.place);
    return deviation.kind === 'null' && 'mayBeNull' in exception && exception.mayBeNull.test(deviation.place);
  });
}
