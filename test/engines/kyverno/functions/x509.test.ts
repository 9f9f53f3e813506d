import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { errorOf, evaluate } from './evaluate.ts';

/** The example of Kyverno's documentation: the object that x509_decode makes of the certificate in its own field `Raw`. */
const expected = JSON.parse(readFileSync(new URL('inputs/x509-decode.json', import.meta.url), 'utf8'));

/** Made by openssl; the expectations are what `openssl x509 -text` says of them, in the terms of Go's x509.Certificate. */
function input(file: string): string {
  return readFileSync(new URL(`inputs/${file}`, import.meta.url), 'utf8');
}

const SUBJECT = {
  Country: ['DE'],
  Province: ['Berlin'],
  Organization: ['Example Org'],
  OrganizationalUnit: ['Team B'],
  PostalCode: null,
  SerialNumber: '42',
  CommonName: 'web.example.com',
};
const ALTERNATIVE_NAMES = {
  DNSNames: ['web.example.com', '*.example.com'],
  EmailAddresses: ['ops@example.com'],
  IPAddresses: ['10.1.2.3', '2001:db8::1'],
};

function pem(type: string, base64: string): string {
  return `-----BEGIN ${type}-----\n${base64.replace(/(.{64})/g, '$1\n')}\n-----END ${type}-----\n`;
}

describe('x509_decode', () => {
  it('gives the fields of a certificate as Go names them', () => {
    expect(evaluate('x509_decode(@)', pem('CERTIFICATE', expected.Raw))).toMatchObject(expected);
  });

  it('gives what the extensions say', () => {
    expect(evaluate('x509_decode(@)', input('certificate.pem'))).toMatchObject({
      Version: 3,
      SerialNumber: 123456789,
      SignatureAlgorithm: 5,
      NotBefore: '2026-11-21T09:11:28Z',
      NotAfter: '2036-11-18T09:11:28Z',
      Subject: SUBJECT,
      Issuer: SUBJECT,
      ...ALTERNATIVE_NAMES,
      URIs: [{ Scheme: 'https', Host: 'example.com:8443', Path: '/path', RawQuery: 'q=1', User: null }],
      KeyUsage: 1 | 4,
      ExtKeyUsage: [1, 2],
      UnknownExtKeyUsage: [[1, 2, 3, 4]],
      BasicConstraintsValid: true,
      IsCA: true,
      MaxPathLen: 0,
      MaxPathLenZero: true,
      SubjectKeyId: Buffer.from('55160EF8F0B7532925E3FA1751EA1A55F9DEDDDE', 'hex').toString('base64'),
      OCSPServer: ['http://ocsp.example.com'],
      IssuingCertificateURL: ['http://ca.example.com/ca.crt'],
      CRLDistributionPoints: ['http://crl.example.com/a.crl'],
      PolicyIdentifiers: [[1, 2, 3, 4, 5]],
      PermittedDNSDomainsCritical: true,
      PermittedDNSDomains: ['example.com'],
      ExcludedIPRanges: [{ IP: '192.168.0.0', Mask: Buffer.from([255, 255, 0, 0]).toString('base64') }],
      UnhandledCriticalExtensions: [[1, 2, 3, 4, 9]],
    });
  });

  it('gives the fields of a signing request', () => {
    expect(evaluate('x509_decode(@)', input('request.pem'))).toMatchObject({
      Version: 0,
      SignatureAlgorithm: 4,
      Subject: SUBJECT,
      ...ALTERNATIVE_NAMES,
      Extensions: [
        { Id: [2, 5, 29, 17], Critical: false },
        { Id: [2, 5, 29, 15], Critical: true },
        { Id: [2, 5, 29, 37], Critical: false },
        { Id: [2, 5, 29, 19], Critical: true },
      ],
    });
  });

  it('takes RSA keys only, as Kyverno does', () => {
    expect(errorOf('x509_decode(@)', input('elliptic.pem'))).toContain('certificate should use rsa algorithm');
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
