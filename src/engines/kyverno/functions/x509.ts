import type { JsonObject, JsonValue } from '../../../base/json.ts';
import { defineFunction } from '../../../languages/jmespath/functions.ts';
import {
  bitStringOf,
  childrenOf,
  contentOf,
  DER,
  type DerElement,
  DerError,
  integerOf,
  objectIdentifierOf,
  readElements,
  textOf,
} from './der.ts';
import type { KyvernoFunctions } from './environment.ts';
import { failure } from './failure.ts';
import { certificateExtensions, type Extension, extensionsOf, subjectAlternativeNames } from './x509-extensions.ts';

/**
 * `x509_decode`: a certificate or a signing request in PEM as an object with the field names of Go's `x509.Certificate` and
 * `x509.CertificateRequest`. Only RSA keys are supported, as in Kyverno.
 */
export const x509Functions: KyvernoFunctions = {
  x509_decode: defineFunction(['string'], ([text]) => {
    const block = decodePem(text);
    if (!block) throw failure('x509_decode', 'failed to decode PEM block');
    try {
      if (block.type === 'CERTIFICATE') return certificateOf(block.bytes);
      if (block.type === 'CERTIFICATE REQUEST') return requestOf(block.bytes);
    } catch (cause) {
      if (cause instanceof DerError) throw failure('x509_decode', `x509: ${cause.message}`);
      throw cause;
    }
    throw failure('x509_decode', 'PEM block neither contains a CERTIFICATE or CERTIFICATE REQUEST');
  }),
};

const BEGIN = /(?:^|\n)-----BEGIN ([^\n-]+)-----[ \t\r]*\n/;

/** The first block that is whole. Semantics: Go's encoding/pem. */
function decodePem(text: string): { readonly type: string; readonly bytes: Buffer } | undefined {
  let rest = text;
  for (let begin = BEGIN.exec(rest); begin; begin = BEGIN.exec(rest)) {
    const [whole, type = ''] = begin;
    rest = rest.slice(begin.index + whole.length);
    const end = rest.indexOf(`-----END ${type}-----`);
    if (end < 0) return undefined;
    // Headers (`Name: value`) end with an empty line.
    const body = rest
      .slice(0, end)
      .replace(/^(?:[^\n:]+:[^\n]*\n)+\r?\n/, '')
      .replace(/\s/g, '');
    if (body.length % 4 === 0 && /^[A-Za-z0-9+/]*={0,2}$/.test(body))
      return { type, bytes: Buffer.from(body, 'base64') };
  }
  return undefined;
}

function certificateOf(bytes: Buffer): JsonObject {
  const [certificate] = readElements(bytes);
  const [signed, algorithm, signature] = childrenOf(certificate, DER.sequence);
  const fields = childrenOf(signed, DER.sequence);
  const hasVersion = fields[0]?.tag === 0xa0;
  const [serial, , issuer, validity, subject, publicKey, ...optional] = hasVersion ? fields.slice(1) : fields;
  const [notBefore, notAfter] = childrenOf(validity, DER.sequence);
  const extensions = extensionsOf(optional.find(({ tag }) => tag === 0xa3));
  return {
    Raw: base64(certificate),
    RawTBSCertificate: base64(signed),
    RawSubjectPublicKeyInfo: base64(publicKey),
    RawSubject: base64(subject),
    RawIssuer: base64(issuer),
    Signature: bitStringOf(signature).toString('base64'),
    SignatureAlgorithm: signatureAlgorithmOf(algorithm),
    PublicKeyAlgorithm: RSA,
    PublicKey: publicKeyOf(publicKey),
    Version: hasVersion ? Number(integerOf(readElements(fields[0]?.content ?? bytes)[0])) + 1 : 1,
    SerialNumber: Number(integerOf(serial)),
    Issuer: nameOf(issuer),
    Subject: nameOf(subject),
    NotBefore: timeOf(notBefore),
    NotAfter: timeOf(notAfter),
    ...certificateExtensions(extensions),
  };
}

function requestOf(bytes: Buffer): JsonObject {
  const [request] = readElements(bytes);
  const [signed, algorithm, signature] = childrenOf(request, DER.sequence);
  const [version, subject, publicKey, attributes] = childrenOf(signed, DER.sequence);
  const found = attributes?.tag === 0xa0 ? readElements(attributes.content) : [];
  const extensions = found.flatMap(requestedExtensions);
  return {
    Raw: base64(request),
    RawTBSCertificateRequest: base64(signed),
    RawSubjectPublicKeyInfo: base64(publicKey),
    RawSubject: base64(subject),
    Version: Number(integerOf(version)),
    Signature: bitStringOf(signature).toString('base64'),
    SignatureAlgorithm: signatureAlgorithmOf(algorithm),
    PublicKeyAlgorithm: RSA,
    PublicKey: publicKeyOf(publicKey),
    Subject: nameOf(subject),
    Attributes: orNull(found.flatMap(attributeOf)),
    Extensions: orNull(extensions.map(({ json }) => json)),
    ExtraExtensions: null,
    ...subjectAlternativeNames(extensions),
  };
}

function base64(element: DerElement | undefined): string {
  return element?.raw.toString('base64') ?? '';
}

function orNull(list: readonly JsonValue[]): JsonValue {
  return list.length === 0 ? null : list;
}

/** The numbers of Go's x509.SignatureAlgorithm. */
const SIGNATURE_ALGORITHMS: Readonly<Record<string, number>> = {
  '1.2.840.113549.1.1.2': 1,
  '1.2.840.113549.1.1.4': 2,
  '1.2.840.113549.1.1.5': 3,
  '1.3.14.3.2.29': 3,
  '1.2.840.113549.1.1.11': 4,
  '1.2.840.113549.1.1.12': 5,
  '1.2.840.113549.1.1.13': 6,
  '1.2.840.10040.4.3': 7,
  '2.16.840.1.101.3.4.3.2': 8,
  '1.2.840.10045.4.1': 9,
  '1.2.840.10045.4.3.2': 10,
  '1.2.840.10045.4.3.3': 11,
  '1.2.840.10045.4.3.4': 12,
  '1.3.101.112': 16,
};
const RSA_PSS = '1.2.840.113549.1.1.10';
const PSS_BY_HASH: Readonly<Record<string, number>> = {
  '2.16.840.1.101.3.4.2.1': 13,
  '2.16.840.1.101.3.4.2.2': 14,
  '2.16.840.1.101.3.4.2.3': 15,
};

function signatureAlgorithmOf(algorithm: DerElement | undefined): number {
  const [identifier, parameters] = childrenOf(algorithm, DER.sequence);
  const name = objectIdentifierOf(identifier).join('.');
  if (name !== RSA_PSS) return SIGNATURE_ALGORITHMS[name] ?? 0;
  const [hash] = parameters ? childrenOf(parameters, DER.sequence) : [];
  const [hashAlgorithm] = hash?.tag === 0xa0 ? readElements(hash.content) : [];
  if (!hashAlgorithm) return 0;
  return PSS_BY_HASH[objectIdentifierOf(childrenOf(hashAlgorithm, DER.sequence)[0]).join('.')] ?? 0;
}

/** Go's x509.RSA. */
const RSA = 1;
const RSA_ENCRYPTION = '1.2.840.113549.1.1.1';

function publicKeyOf(element: DerElement | undefined): JsonObject {
  const [algorithm, key] = childrenOf(element, DER.sequence);
  const [identifier] = childrenOf(algorithm, DER.sequence);
  if (objectIdentifierOf(identifier).join('.') !== RSA_ENCRYPTION) {
    throw failure('x509_decode', 'certificate should use rsa algorithm');
  }
  const [modulus, exponent] = childrenOf(readElements(bitStringOf(key))[0], DER.sequence);
  return { N: integerOf(modulus).toString(), E: Number(integerOf(exponent)) };
}

/** The last number of the attributes 2.5.4.n that have fields of their own in pkix.Name. */
const NAME_LISTS: Readonly<Record<number, string>> = {
  6: 'Country',
  7: 'Locality',
  8: 'Province',
  9: 'StreetAddress',
  10: 'Organization',
  11: 'OrganizationalUnit',
  17: 'PostalCode',
};
const COMMON_NAME = 3;
const SERIAL_NUMBER = 5;

function nameOf(element: DerElement | undefined): JsonObject {
  const names: { readonly type: readonly number[]; readonly value: JsonValue }[] = [];
  for (const set of childrenOf(element, DER.sequence)) {
    for (const attribute of childrenOf(set, DER.set)) {
      const [type, value] = childrenOf(attribute, DER.sequence);
      names.push({ type: objectIdentifierOf(type), value: value ? (textOf(value) ?? null) : null });
    }
  }
  const valuesOf = (number: number): readonly string[] =>
    names.flatMap(({ type, value }) => (typeof value === 'string' && isAttribute(type, number) ? [value] : []));
  const lists = Object.entries(NAME_LISTS).map(([number, field]) => [field, orNull(valuesOf(Number(number)))] as const);
  return {
    ...Object.fromEntries(lists),
    SerialNumber: valuesOf(SERIAL_NUMBER).at(-1) ?? '',
    CommonName: valuesOf(COMMON_NAME).at(-1) ?? '',
    Names: orNull(names.map(({ type, value }) => ({ Type: type, Value: value }))),
    ExtraNames: null,
  };
}

function isAttribute(type: readonly number[], number: number): boolean {
  return type.length === 4 && type[0] === 2 && type[1] === 5 && type[2] === 4 && type[3] === number;
}

/** `221010114632Z`, or with four digits of the year. Two digits from 50 on are of the last century. */
function timeOf(element: DerElement | undefined): string {
  const isShort = element?.tag === DER.utcTime;
  const text = contentOf(element, isShort ? DER.utcTime : DER.generalizedTime).toString('latin1');
  const format = isShort ? /^(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)?Z$/ : /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)Z$/;
  const [, year = '', month, day, hour, minute, second = '00'] = format.exec(text) ?? [];
  if (month === undefined) throw new DerError('malformed time');
  const fullYear = year.length === 4 ? year : `${Number(year) >= 50 ? '19' : '20'}${year}`;
  return `${fullYear}-${month}-${day}T${hour}:${minute}:${second}Z`;
}

const EXTENSION_REQUEST = '1.2.840.113549.1.9.14';

function requestedExtensions(attribute: DerElement): readonly Extension[] {
  const [type, values] = childrenOf(attribute, DER.sequence);
  if (objectIdentifierOf(type).join('.') !== EXTENSION_REQUEST) return [];
  const [list] = childrenOf(values, DER.set);
  return extensionsOf(list);
}

/** An attribute whose values are sequences of pairs, which is what Go keeps of them; any other has no place in its type. */
function attributeOf(attribute: DerElement): readonly JsonValue[] {
  const [type, values] = childrenOf(attribute, DER.sequence);
  try {
    const lists = childrenOf(values, DER.set).map((list) =>
      childrenOf(list, DER.sequence).map((pair) => {
        const [name, value] = childrenOf(pair, DER.sequence);
        return { Type: objectIdentifierOf(name), Value: value ? anyOf(value) : null };
      }),
    );
    return [{ Type: objectIdentifierOf(type), Value: lists }];
  } catch (cause) {
    if (cause instanceof DerError) return [];
    throw cause;
  }
}

function anyOf(element: DerElement): JsonValue {
  if (element.tag === DER.boolean) return element.content[0] !== 0;
  if (element.tag === DER.octetString) return element.content.toString('base64');
  if (element.tag === DER.integer) return Number(integerOf(element));
  if (element.tag === DER.objectIdentifier) return objectIdentifierOf(element);
  return textOf(element) ?? null;
}
