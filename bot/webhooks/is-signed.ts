import { createHmac, timingSafeEqual } from 'node:crypto';

/** Whether it looks like what GitHub sends as `X-Hub-Signature-256`. */
export function hasFormOfSignature(text: string): boolean {
  return /^sha256=[0-9a-f]{64}$/.test(text);
}

/** Whether one of the secrets made the signature of exactly these bytes. */
export function isSigned(body: Uint8Array, signature: string, secrets: readonly string[]): boolean {
  const given = Buffer.from(signature);
  return secrets.some((secret) => {
    const expected = Buffer.from(`sha256=${createHmac('sha256', secret).update(body).digest('hex')}`);
    return given.length === expected.length && timingSafeEqual(given, expected);
  });
}
