import { formatCount } from '../base/format-count.ts';

/** What is asked of a tar archive; names, owners and times are not. */
export interface TarLimits {
  readonly entries: number;
  /** A larger file is passed over. */
  readonly fileBytes: number;
}

/** An archive goes on beyond a limit. */
export class ArchiveTooLarge extends Error {}

/** Everything in a tar archive comes in blocks of this size (POSIX.1-2024, pax, "ustar Interchange Format"). */
const BLOCK = 512;
const SIZE = { start: 124, end: 136 };
const CHECKSUM = { start: 148, end: 156 };
const TYPE = 156;
/** `0`, or NUL as it was before POSIX. */
const REGULAR_FILES: ReadonlySet<number | undefined> = new Set([0x30, 0]);

/**
 * The contents of the regular files in a tar archive, one after the other. Links, folders and the records that hold long names are
 * passed over. Throws where the archive is cut off or damaged.
 */
export async function* readTar(
  chunks: AsyncIterable<Uint8Array>,
  { entries, fileBytes }: TarLimits,
): AsyncGenerator<Buffer> {
  const tar = new ByteReader(chunks);
  try {
    for (let count = 0; ; count++) {
      const header = await tar.take(BLOCK);
      if (header.every((byte) => byte === 0)) return;
      if (count === entries) throw new ArchiveTooLarge(`it has more than ${formatCount(entries)} entries`);
      const size = sizeIn(header);
      const padding = -size & (BLOCK - 1);
      if (REGULAR_FILES.has(header[TYPE]) && size <= fileBytes) yield await tar.take(size);
      else await tar.skip(size);
      await tar.skip(padding);
    }
  } finally {
    await tar.close();
  }
}

/** The size of what follows a header. git gives one of 8 GB and more in another form, which no limit lets through. */
function sizeIn(header: Buffer): number {
  if (octalIn(header, CHECKSUM) !== checksumOf(header)) throw new Error('the archive is damaged');
  const size = octalIn(header, SIZE);
  if (Number.isNaN(size)) throw new ArchiveTooLarge('it has a file of 8 GB or more');
  return size;
}

function octalIn(header: Buffer, { start, end }: { readonly start: number; readonly end: number }): number {
  const digits = header
    .toString('latin1', start, end)
    .replace(/[\0 ]+$/, '')
    .trimStart();
  return /^[0-7]+$/.test(digits) ? Number.parseInt(digits, 8) : Number.NaN;
}

/** The sum of all bytes, those of the checksum itself counting as blanks. */
function checksumOf(header: Buffer): number {
  const blanks = (CHECKSUM.end - CHECKSUM.start) * 0x20;
  return header.reduce((sum, byte, at) => (at < CHECKSUM.start || at >= CHECKSUM.end ? sum + byte : sum), blanks);
}

/** Bytes in pieces of the size that is asked for, from pieces of any size. */
class ByteReader {
  readonly #chunks: AsyncIterator<Uint8Array>;
  #rest: Uint8Array = new Uint8Array();

  constructor(chunks: AsyncIterable<Uint8Array>) {
    this.#chunks = chunks[Symbol.asyncIterator]();
  }

  async take(count: number): Promise<Buffer> {
    const parts: Uint8Array[] = [];
    for await (const part of this.#parts(count)) parts.push(part);
    return Buffer.concat(parts);
  }

  async skip(count: number): Promise<void> {
    for await (const _ of this.#parts(count));
  }

  async close(): Promise<void> {
    await this.#chunks.return?.();
  }

  async *#parts(count: number): AsyncGenerator<Uint8Array> {
    for (let missing = count; missing > 0; ) {
      if (this.#rest.length === 0) {
        const next = await this.#chunks.next();
        if (next.done === true) throw new Error('the archive is cut off');
        this.#rest = next.value;
      }
      const part = this.#rest.subarray(0, missing);
      this.#rest = this.#rest.subarray(part.length);
      missing -= part.length;
      yield part;
    }
  }
}
