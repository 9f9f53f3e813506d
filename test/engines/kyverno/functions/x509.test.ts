import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { errorOf, evaluate } from './evaluate.ts';

/** The example of Kyverno's documentation: the object that x509_decode makes of the certificate in its own field `Raw`. */
const expected = JSON.parse(readFileSync(new URL('inputs/x509-decode.json', import.meta.url), 'utf8'));

function pem(type: string, base64: string): string {
  return `-----BEGIN ${type}-----\n${base64.replace(/(.{64})/g, '$1\n')}\n-----END ${type}-----\n`;
}

describe('x509_decode', () => {
  it('gives the fields of a certificate as Go names them', () => {
    expect(evaluate('x509_decode(@)', pem('CERTIFICATE', expected.Raw))).toMatchObject(expected);
  });

  it('is used as the documentation shows', () => {
    const data = { caBundle: Buffer.from(pem('CERTIFICATE', expected.Raw)).toString('base64') };
    expect(evaluate("base64_decode(caBundle).x509_decode(@).time_since('', NotBefore, NotAfter)", data)).toBe(
      '8761h0m0s',
    );
    expect(evaluate("base64_decode(caBundle) | x509_decode(@) | time_since('', NotBefore, NotAfter)", data)).toBe(
      '8761h0m0s',
    );
  });

  it.each([
    ['no PEM', 'nothing', 'failed to decode PEM block'],
    ['another block', pem('PRIVATE KEY', 'AAAA'), 'PEM block neither contains a CERTIFICATE or CERTIFICATE REQUEST'],
    ['rubbish in the block', pem('CERTIFICATE', 'AAAA'), 'x509:'],
    ['a certificate that is cut off', pem('CERTIFICATE', expected.Raw.slice(0, 400)), 'x509:'],
  ])('refuses %s', (_name, text, message) => {
    expect(errorOf('x509_decode(@)', text)).toContain(message);
  });
});
