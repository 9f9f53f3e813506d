import { randomBytes } from 'node:crypto';
import type { RegisteredApp, User } from './model.ts';

/** What a browser brings back from GitHub, to be exchanged once. */
export type Code =
  | {
      readonly kind: 'sign-in';
      readonly app: RegisteredApp;
      readonly user: User;
      readonly redirectUri: string;
      /** Of the verifier that whoever exchanges it has to know. */
      readonly challenge: string | undefined;
    }
  /** An App was made from a manifest. */
  | { readonly kind: 'manifest'; readonly app: RegisteredApp };

const LIFE_MS = { 'sign-in': 600_000, manifest: 3_600_000 };

/** The codes that are out. */
export class Codes {
  readonly #out = new Map<string, { readonly code: Code; readonly expiresAt: number }>();

  issue(code: Code): string {
    const text = randomBytes(10).toString('hex');
    this.#out.set(text, { code, expiresAt: Date.now() + LIFE_MS[code.kind] });
    return text;
  }

  /** What the code stands for, which is the end of it; undefined where it is of no use. */
  redeem<Kind extends Code['kind']>(kind: Kind, text: string): Extract<Code, { kind: Kind }> | undefined {
    const found = this.#out.get(text);
    if (found === undefined || !isOfKind(found.code, kind) || found.expiresAt <= Date.now()) return undefined;
    this.#out.delete(text);
    return found.code;
  }
}

function isOfKind<Kind extends Code['kind']>(code: Code, kind: Kind): code is Extract<Code, { kind: Kind }> {
  return code.kind === kind;
}
