/** A variable of a policy that has no value, or none that fits where it stands. It is no `Error`: it is a common answer, and cheap. */
export class SubstitutionError {
  readonly message: string;
  /** Whether a limit of ours was met. */
  readonly isLimit: boolean;

  constructor(message: string, { isLimit = false } = {}) {
    this.message = message;
    this.isLimit = isLimit;
  }

  toString(): string {
    return this.message;
  }
}
