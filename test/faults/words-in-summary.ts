interface Shown {
  /** What a reader of the diff sees. */
  readonly comments: readonly string[];
  /** What a reader of the conversation sees. */
  readonly conversation: readonly string[];
}

/** The summary tells what is not on the lines, so it is longer then. */
export function wordsInSummary({ comments, conversation }: Shown, expected: Shown): string | undefined {
  const isLonger = conversation.join().length > expected.conversation.join().length;
  return comments.length < expected.comments.length && isLonger ? conversation.at(-1) : undefined;
}
