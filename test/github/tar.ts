/** An entry of a tar archive, as POSIX lays it out (ustar): whatever a sane tool would refuse to pack. */
export interface TarEntry {
  readonly name: string;
  /** `0` a file, `1` a hard link, `2` a symbolic link, `3` a device, `5` a folder. */
  readonly type?: '0' | '1' | '2' | '3' | '5';
  readonly content?: string | Buffer;
  readonly target?: string;
  /** What the header says in place of the content's real size. */
  readonly size?: number;
}

const BLOCK = 512;

/** A tar archive of these entries. */
export function tarOf(entries: readonly TarEntry[]): Buffer {
  return Buffer.concat([...entries.flatMap(blocksOf), Buffer.alloc(2 * BLOCK)]);
}

function blocksOf({ name, type = '0', content = '', target = '', size }: TarEntry): readonly Buffer[] {
  const body = Buffer.from(content);
  const header = Buffer.alloc(BLOCK);
  const octal = (value: number, digits: number) => value.toString(8).padStart(digits, '0');
  header.write(name, 0);
  header.write(octal(0o644, 7), 100);
  header.write(octal(0, 7), 108);
  header.write(octal(0, 7), 116);
  header.write(octal(size ?? body.length, 11), 124);
  header.write(octal(0, 11), 136);
  // The sum is taken with blanks in its own place.
  header.write(' '.repeat(8), 148);
  header.write(type, 156);
  header.write(target, 157);
  header.write('ustar\x0000', 257);
  header.write(
    octal(
      header.reduce((sum, byte) => sum + byte, 0),
      6,
    ),
    148,
  );
  header.write('\0 ', 154);
  return [header, body, Buffer.alloc((BLOCK - (body.length % BLOCK)) % BLOCK)];
}
