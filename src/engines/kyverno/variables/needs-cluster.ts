/**
 * Thrown where an evaluation asks for something that only a live cluster or a registry has; the rule's verdict is then `unknown` and
 * names it. It is no `Error`: nothing went wrong, and nobody reads its stack.
 */
export class NeedsCluster {
  readonly needs: string;

  constructor(needs: string) {
    this.needs = needs;
  }
}
