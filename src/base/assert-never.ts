/** The end of a switch over a union: the compiler refuses to come here, and at run time a value of no known case is named. */
export function assertNever(value: never): never {
  throw new TypeError(`no case for ${JSON.stringify(value)}`);
}
