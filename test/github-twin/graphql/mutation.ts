/** What a field of Mutation is called with. */
export interface Mutation<Input> {
  readonly input: Input & { readonly clientMutationId?: string };
}

/** What every mutation gives back of what it was called with. */
export function echo({ clientMutationId }: { readonly clientMutationId?: string }) {
  return { clientMutationId: clientMutationId ?? null };
}
