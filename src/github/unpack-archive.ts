import { createTarDecoder } from 'modern-tar';
import { formatCount } from '../base/format-count.ts';

/** How much of an archive is unpacked: it may be made to be small on the way and endless here. */
export interface ArchiveLimits {
  readonly packedBytes: number;
  readonly unpackedBytes: number;
  readonly entries: number;
  /** A larger file is passed over. */
  readonly fileBytes: number;
}

/** An archive goes on beyond a limit. */
export class ArchiveTooLarge extends Error {}

/**
 * The contents of the files in a `.tar.gz`, one after the other, in memory. Their names do not matter to us: git knows a content
 * by its hash. Throws for an archive that is cut off or damaged.
 */
export async function* unpackArchive(
  packed: ReadableStream<Uint8Array>,
  { packedBytes, unpackedBytes, entries, fileBytes }: ArchiveLimits,
): AsyncGenerator<Buffer> {
  const tar = packed
    .pipeThrough(noMoreThan(packedBytes, 'packed'))
    .pipeThrough(new DecompressionStream('gzip'))
    .pipeThrough(noMoreThan(unpackedBytes, 'unpacked'))
    .pipeThrough(createTarDecoder({ strict: true }));
  let count = 0;
  for await (const { header, body } of tar) {
    if (++count > entries) throw new ArchiveTooLarge(`it has more than ${formatCount(entries)} entries`);
    if (header.type === 'file' && header.size <= fileBytes) yield await readBody(body);
    else await body.cancel();
  }
}

function noMoreThan(limit: number, how: 'packed' | 'unpacked'): TransformStream<Uint8Array, Uint8Array> {
  let bytes = 0;
  return new TransformStream({
    transform(chunk, stream) {
      bytes += chunk.length;
      if (bytes > limit) throw new ArchiveTooLarge(`it has more than ${formatCount(limit)} bytes ${how}`);
      stream.enqueue(chunk);
    },
  });
}

async function readBody(body: ReadableStream<Uint8Array>): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of body) chunks.push(chunk);
  return Buffer.concat(chunks);
}
