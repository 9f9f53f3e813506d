/** A function's answer lies outside of the repository, in DNS for example: the rule's verdict is `unknown`. */
export class NeedsOutside extends Error {
  /** What would have to be asked. */
  readonly needs: string;

  constructor(needs: string) {
    super(`the answer needs ${needs}`);
    this.name = 'NeedsOutside';
    this.needs = needs;
  }
}
