import { formatCount } from '../base/format-count.ts';
import { ArchiveTooLarge, readTar, type TarLimits } from './read-tar.ts';

/** How much of an archive is unpacked: it may be made to be small on the way and endless here. */
export interface ArchiveLimits extends TarLimits {
  readonly packedBytes: number;
  readonly unpackedBytes: number;
}

/**
 * The contents of the files in a `.tar.gz`, one after the other, in memory. Their names do not matter to us: git knows a content
 * by its hash. Throws `ArchiveTooLarge`, or another error for an archive that is cut off or damaged.
 */
export function unpackArchive(packed: ReadableStream<Uint8Array>, limits: ArchiveLimits): AsyncGenerator<Buffer> {
  const tar = packed
    .pipeThrough(noMoreThan(limits.packedBytes, 'packed'))
    .pipeThrough(new DecompressionStream('gzip'))
    .pipeThrough(noMoreThan(limits.unpackedBytes, 'unpacked'));
  return readTar(tar, limits);
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
