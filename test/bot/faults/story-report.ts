/** How a story of something that went wrong around the bot has ended. */
export interface StoryReport {
  /** What happened, in figures. */
  readonly told: string;
  /** What was not as it should be. */
  readonly wrong: readonly string[];
}
