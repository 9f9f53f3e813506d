import { createSign } from 'node:crypto';

/** The JSON Web Token by which an App speaks for itself, as GitHub's documentation asks for it: RS256, of ten minutes at most. */
export function signAppToken(appId: number, privateKey: string, now: Date): string {
  const seconds = Math.floor(now.getTime() / 1000);
  // A minute back: GitHub's clock and ours are not the same.
  const claims = { iat: seconds - 60, exp: seconds + 9 * 60, iss: String(appId) };
  const text = [{ alg: 'RS256', typ: 'JWT' }, claims].map(encode).join('.');
  return `${text}.${createSign('RSA-SHA256').update(text).sign(privateKey, 'base64url')}`;
}

function encode(part: object): string {
  return Buffer.from(JSON.stringify(part)).toString('base64url');
}
