/** A variable of a policy that has no value, or none that fits where it stands. It is no `Error`: it is a common answer, and cheap. */
export class SubstitutionError {
  readonly message: string;

  constructor(message: string) {
    this.message = message;
  }

  toString(): string {
    return this.message;
  }
}
