import { createHmac, timingSafeEqual } from 'node:crypto';

/** Whether one of the secrets made the signature of exactly these bytes: `X-Hub-Signature-256`, `sha256=` and 64 hexadecimal digits. */
export function isSigned(body: Uint8Array, signature: string | undefined, secrets: readonly string[]): boolean {
  const given = Buffer.from(signature ?? '');
  return secrets.some((secret) => {
    const expected = Buffer.from(`sha256=${createHmac('sha256', secret).update(body).digest('hex')}`);
    return given.length === expected.length && timingSafeEqual(given, expected);
  });
}
