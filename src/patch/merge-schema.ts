/** What a strategic merge has to know about a type: how its lists are merged. */
export interface MergeSchema {
  readonly fields?: { readonly [name: string]: MergeSchema };
  /** For a list that is merged and not replaced. */
  readonly list?: MergedList;
}

export interface MergedList {
  /** The keys that tell items apart; none for a list of scalars, whose items are what they are. */
  readonly keys: readonly string[];
  /** Of the items. */
  readonly items?: MergeSchema;
}
