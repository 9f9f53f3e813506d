/** What comes of a command. */
export type Answer =
  | { readonly kind: 'done'; readonly reply?: string }
  /** It could not be done as things are: another time it may. */
  | { readonly kind: 'failed'; readonly reply: string }
  /** Whoever asks may not have it. In words that is said to each person once in a pull request. */
  | { readonly kind: 'refused'; readonly reply: string };
