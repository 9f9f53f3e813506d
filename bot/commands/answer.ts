/** What comes of a command. */
export type Answer =
  | { readonly kind: 'done'; readonly reply?: string }
  /** It could not be done as things are: another time it may. */
  | { readonly kind: 'failed'; readonly reply: string }
  /** Whoever asks may not have it. That is said once in a pull request; `refusal` tells what was refused to whom. */
  | { readonly kind: 'refused'; readonly refusal: string; readonly reply: string };
