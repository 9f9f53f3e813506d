import type { JsonObject, JsonValue } from '../../../base/json.ts';
import {
  bitStringOf,
  childrenOf,
  contentOf,
  DER,
  type DerElement,
  integerOf,
  objectIdentifierOf,
  readElements,
} from './der.ts';

/** One extension: its name, its value, and as Go writes it. */
export interface Extension {
  readonly name: string;
  readonly value: Buffer;
  readonly critical: boolean;
  readonly json: JsonObject;
}

/** The extensions of a list, or of the `[3]` around one. */
export function extensionsOf(element: DerElement | undefined): readonly Extension[] {
  if (!element) return [];
  const list = element.tag === DER.sequence ? element : readElements(element.content)[0];
  return childrenOf(list, DER.sequence).map((extension) => {
    const [identifier, ...rest] = childrenOf(extension, DER.sequence);
    const [first] = rest;
    const critical = first?.tag === DER.boolean && first.content[0] !== 0;
    const value = contentOf(rest.at(-1), DER.octetString);
    const numbers = objectIdentifierOf(identifier);
    const json = { Id: numbers, Critical: critical, Value: value.toString('base64') };
    return { name: numbers.join('.'), value, critical, json };
  });
}

/** The numbers of Go's x509.ExtKeyUsage. */
const EXTENDED_KEY_USAGES: Readonly<Record<string, number>> = {
  '2.5.29.37.0': 0,
  '1.3.6.1.5.5.7.3.1': 1,
  '1.3.6.1.5.5.7.3.2': 2,
  '1.3.6.1.5.5.7.3.3': 3,
  '1.3.6.1.5.5.7.3.4': 4,
  '1.3.6.1.5.5.7.3.5': 5,
  '1.3.6.1.5.5.7.3.6': 6,
  '1.3.6.1.5.5.7.3.7': 7,
  '1.3.6.1.5.5.7.3.8': 8,
  '1.3.6.1.5.5.7.3.9': 9,
  '1.3.6.1.4.1.311.10.3.3': 10,
  '2.16.840.1.113730.4.1': 11,
  '1.3.6.1.4.1.311.2.1.22': 12,
  '1.3.6.1.4.1.311.61.1.1': 13,
};

const HANDLED = new Set([
  '2.5.29.14',
  '2.5.29.15',
  '2.5.29.17',
  '2.5.29.19',
  '2.5.29.30',
  '2.5.29.31',
  '2.5.29.32',
  '2.5.29.35',
  '2.5.29.37',
  '1.3.6.1.5.5.7.1.1',
]);

/** The fields of Go's x509.Certificate that come from extensions. */
export function certificateExtensions(extensions: readonly Extension[]): JsonObject {
  const usages = sequenceIn(extensions, '2.5.29.37').map(objectIdentifierOf);
  const policies = sequenceIn(extensions, '2.5.29.32').map((policy) =>
    objectIdentifierOf(childrenOf(policy, DER.sequence)[0]),
  );
  const authority = sequenceIn(extensions, '2.5.29.35').find(({ tag }) => tag === 0x80);
  const subject = extensionValue(extensions, '2.5.29.14');
  return {
    KeyUsage: keyUsageOf(extensionValue(extensions, '2.5.29.15')),
    Extensions: orNull(extensions.map(({ json }) => json)),
    ExtraExtensions: null,
    UnhandledCriticalExtensions: orNull(
      extensions.filter(({ name, critical }) => critical && !HANDLED.has(name)).map(({ json }) => json.Id ?? null),
    ),
    ExtKeyUsage: orNull(usages.flatMap((usage) => EXTENDED_KEY_USAGES[usage.join('.')] ?? [])),
    UnknownExtKeyUsage: orNull(usages.filter((usage) => EXTENDED_KEY_USAGES[usage.join('.')] === undefined)),
    ...basicConstraintsOf(extensionValue(extensions, '2.5.29.19')),
    SubjectKeyId: subject ? contentOf(readElements(subject)[0], DER.octetString).toString('base64') : null,
    AuthorityKeyId: authority ? authority.content.toString('base64') : null,
    ...authorityAccess(extensions),
    ...subjectAlternativeNames(extensions),
    ...nameConstraintsOf(extensions),
    CRLDistributionPoints: orNull(sequenceIn(extensions, '2.5.29.31').flatMap(distributionPoints)),
    PolicyIdentifiers: orNull(policies),
    Policies: orNull(policies.map((policy) => policy.join('.'))),
    InhibitAnyPolicy: 0,
    InhibitAnyPolicyZero: false,
    InhibitPolicyMapping: 0,
    InhibitPolicyMappingZero: false,
    RequireExplicitPolicy: 0,
    RequireExplicitPolicyZero: false,
    PolicyMappings: null,
  };
}

/** Names of the subject in the extension 2.5.29.17. */
export function subjectAlternativeNames(extensions: readonly Extension[]): JsonObject {
  const names = sequenceIn(extensions, '2.5.29.17');
  return {
    DNSNames: orNull(names.filter(({ tag }) => tag === 0x82).map(latin)),
    EmailAddresses: orNull(names.filter(({ tag }) => tag === 0x81).map(latin)),
    IPAddresses: orNull(names.filter(({ tag }) => tag === 0x87).map(({ content }) => addressOf(content))),
    URIs: orNull(names.filter(({ tag }) => tag === 0x86).map((name) => urlOf(latin(name)))),
  };
}

function extensionValue(extensions: readonly Extension[], name: string): Buffer | undefined {
  return extensions.find((extension) => extension.name === name)?.value;
}

/** The parts of an extension that is a sequence; none where it is missing. */
function sequenceIn(extensions: readonly Extension[], name: string): readonly DerElement[] {
  const value = extensionValue(extensions, name);
  return value ? childrenOf(readElements(value)[0], DER.sequence) : [];
}

function orNull(list: readonly JsonValue[]): JsonValue {
  return list.length === 0 ? null : list;
}

function latin({ content }: DerElement): string {
  return content.toString('latin1');
}

/** Bit n of the string, from the left, is bit n of the number, from the right. */
function keyUsageOf(value: Buffer | undefined): number {
  if (!value) return 0;
  const bits = bitStringOf(readElements(value)[0]);
  let usage = 0;
  for (let bit = 0; bit < 9; bit++) {
    if (((bits[bit >> 3] ?? 0) >> (7 - (bit & 7))) & 1) usage |= 1 << bit;
  }
  return usage;
}

function basicConstraintsOf(value: Buffer | undefined): JsonObject {
  if (!value) return { BasicConstraintsValid: false, IsCA: false, MaxPathLen: 0, MaxPathLenZero: false };
  const parts = childrenOf(readElements(value)[0], DER.sequence);
  const authority = parts.find(({ tag }) => tag === DER.boolean);
  const length = parts.find(({ tag }) => tag === DER.integer);
  const pathLength = length ? Number(integerOf(length)) : -1;
  return {
    BasicConstraintsValid: true,
    IsCA: authority !== undefined && authority.content[0] !== 0,
    MaxPathLen: pathLength,
    MaxPathLenZero: pathLength === 0,
  };
}

function authorityAccess(extensions: readonly Extension[]): JsonObject {
  const places = sequenceIn(extensions, '1.3.6.1.5.5.7.1.1').map((description) => {
    const [method, location] = childrenOf(description, DER.sequence);
    return { method: objectIdentifierOf(method).join('.'), location };
  });
  const urlsOf = (wanted: string): readonly string[] =>
    places.flatMap(({ method, location }) => (method === wanted && location?.tag === 0x86 ? [latin(location)] : []));
  return {
    OCSPServer: orNull(urlsOf('1.3.6.1.5.5.7.48.1')),
    IssuingCertificateURL: orNull(urlsOf('1.3.6.1.5.5.7.48.2')),
  };
}

function distributionPoints(point: DerElement): readonly string[] {
  const [name] = childrenOf(point, DER.sequence);
  if (name?.tag !== 0xa0) return [];
  const [full] = readElements(name.content);
  if (full?.tag !== 0xa0) return [];
  return readElements(full.content)
    .filter(({ tag }) => tag === 0x86)
    .map(latin);
}

function nameConstraintsOf(extensions: readonly Extension[]): JsonObject {
  const parts = sequenceIn(extensions, '2.5.29.30');
  const critical = extensions.some((extension) => extension.name === '2.5.29.30' && extension.critical);
  return {
    PermittedDNSDomainsCritical: critical,
    ...constraints(
      'Permitted',
      parts.find(({ tag }) => tag === 0xa0),
    ),
    ...constraints(
      'Excluded',
      parts.find(({ tag }) => tag === 0xa1),
    ),
  };
}

function constraints(prefix: 'Permitted' | 'Excluded', subtrees: DerElement | undefined): JsonObject {
  const bases = subtrees
    ? readElements(subtrees.content).flatMap((tree) => childrenOf(tree, DER.sequence).slice(0, 1))
    : [];
  const withTag = (tag: number): readonly DerElement[] => bases.filter((base) => base.tag === tag);
  return {
    [`${prefix}DNSDomains`]: orNull(withTag(0x82).map(latin)),
    [`${prefix}EmailAddresses`]: orNull(withTag(0x81).map(latin)),
    [`${prefix}URIDomains`]: orNull(withTag(0x86).map(latin)),
    [`${prefix}IPRanges`]: orNull(withTag(0x87).map(rangeOf)),
  };
}

function rangeOf({ content }: DerElement): JsonValue {
  const half = content.length / 2;
  return { IP: addressOf(content.subarray(0, half)), Mask: content.subarray(half).toString('base64') };
}

/** `10.0.0.1`; IPv6 with its longest run of zeros shortened, as everywhere. */
function addressOf(content: Buffer): string {
  if (content.length === 4) return Array.from(content).join('.');
  if (content.length !== 16) return '';
  const groups = Array.from({ length: 8 }, (_, index) => content.readUInt16BE(index * 2).toString(16));
  return new URL(`http://[${groups.join(':')}]/`).hostname.slice(1, -1);
}

/** The fields of Go's url.URL. */
function urlOf(text: string): JsonValue {
  const [, scheme = '', , authority, path = '', query = '', fragment = ''] =
    /^(?:([A-Za-z][A-Za-z0-9+.-]*):)?(\/\/([^/?#]*))?([^?#]*)(?:\?([^#]*))?(?:#(.*))?$/.exec(text) ?? [];
  const opaque = authority === undefined && scheme !== '' && !path.startsWith('/');
  const at = authority?.lastIndexOf('@') ?? -1;
  return {
    Scheme: scheme.toLowerCase(),
    Opaque: opaque ? path : '',
    User: at >= 0 ? {} : null,
    Host: authority?.slice(at + 1) ?? '',
    Path: opaque ? '' : path,
    RawPath: '',
    OmitHost: false,
    ForceQuery: false,
    RawQuery: query,
    Fragment: fragment,
    RawFragment: '',
  };
}
