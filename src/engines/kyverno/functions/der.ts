/** One element of DER (X.690): its tag with class and constructed bit, and where it lies in the bytes. */
export interface DerElement {
  readonly tag: number;
  /** The element as a whole. */
  readonly raw: Buffer;
  readonly content: Buffer;
}

/** The bytes are no DER. */
export class DerError extends Error {}

/** The elements of a constructed element, or of a whole text. Throws DerError. */
export function readElements(bytes: Buffer): readonly DerElement[] {
  const elements: DerElement[] = [];
  let at = 0;
  while (at < bytes.length) {
    const element = readElement(bytes, at);
    elements.push(element);
    at += element.raw.length;
  }
  return elements;
}

function readElement(bytes: Buffer, start: number): DerElement {
  const tag = bytes[start];
  const first = bytes[start + 1];
  // Tags of several bytes and lengths without end occur in no certificate.
  if (tag === undefined || first === undefined || (tag & 0x1f) === 0x1f || first === 0x80 || first > 0x84) {
    throw new DerError('malformed element');
  }
  const lengthBytes = first < 0x80 ? 0 : first - 0x80;
  const contentStart = start + 2 + lengthBytes;
  if (contentStart > bytes.length) throw new DerError('an element is cut off');
  const length = lengthBytes === 0 ? first : bytes.readUIntBE(start + 2, lengthBytes);
  const end = contentStart + length;
  if (end > bytes.length) throw new DerError('an element is cut off');
  return { tag, raw: bytes.subarray(start, end), content: bytes.subarray(contentStart, end) };
}

/** The parts of an element that must have this tag. */
export function childrenOf(element: DerElement | undefined, tag: number): readonly DerElement[] {
  return readElements(contentOf(element, tag));
}

/** The content of an element that must have this tag. */
export function contentOf(element: DerElement | undefined, tag: number): Buffer {
  if (element?.tag !== tag) throw new DerError(`an element of type ${tag} is missing`);
  return element.content;
}

export const DER = {
  boolean: 0x01,
  integer: 0x02,
  bitString: 0x03,
  octetString: 0x04,
  objectIdentifier: 0x06,
  utcTime: 0x17,
  generalizedTime: 0x18,
  sequence: 0x30,
  set: 0x31,
} as const;

/** A larger integer is in no key that anybody uses, and slow to write as decimal. */
const MAX_INTEGER_BYTES = 8192;

export function integerOf(element: DerElement | undefined): bigint {
  const content = contentOf(element, DER.integer);
  if (content.length === 0 || content.length > MAX_INTEGER_BYTES) throw new DerError('an integer is too long');
  return BigInt.asIntN(content.length * 8, BigInt(`0x${content.toString('hex')}`));
}

/** `1.2.840.113549` as its numbers. */
export function objectIdentifierOf(element: DerElement | undefined): readonly number[] {
  const numbers: number[] = [];
  let value = 0;
  for (const byte of contentOf(element, DER.objectIdentifier)) {
    value = value * 128 + (byte & 0x7f);
    if (!Number.isSafeInteger(value)) throw new DerError('an object identifier is too long');
    if (byte & 0x80) continue;
    if (numbers.length === 0) {
      const first = Math.min(Math.floor(value / 40), 2);
      numbers.push(first, value - first * 40);
    } else {
      numbers.push(value);
    }
    value = 0;
  }
  return numbers;
}

/** The bytes of a bit string, without the count of unused bits before them. */
export function bitStringOf(element: DerElement | undefined): Buffer {
  return contentOf(element, DER.bitString).subarray(1);
}

/** Text of the kinds that names hold; undefined for anything else. */
export function textOf({ tag, content }: DerElement): string | undefined {
  switch (tag) {
    case 0x0c: // UTF8String
      return content.toString('utf8');
    case 0x12: // NumericString
    case 0x13: // PrintableString
    case 0x14: // T61String
    case 0x16: // IA5String
      return content.toString('latin1');
    case 0x1e: // BMPString
      return new TextDecoder('utf-16be').decode(content);
    default:
      return undefined;
  }
}
