import type { TextEdit } from '../text/text-edit.ts';

/** A piece of the text as it is by now: a range of the original, or something new. */
type Piece = { readonly from: number; readonly to: number } | { readonly added: string };

/** Edits made one after the other, each in the text that the one before left, told as edits of the original text. */
export class EditLog {
  readonly #original: string;
  #pieces: readonly Piece[];

  constructor(original: string) {
    this.#original = original;
    this.#pieces = [{ from: 0, to: original.length }];
  }

  /** Records edits that do not overlap; their offsets are into the text as it is before any of them. */
  record(edits: readonly TextEdit[]): void {
    const lastFirst = edits.toSorted((left, right) => right.start - left.start || right.end - left.end);
    for (const edit of lastFirst) this.#replace(edit);
  }

  #replace({ start, end, replacement }: TextEdit): void {
    const pieces: Piece[] = [];
    let at = 0;
    let isWritten = false;
    for (const piece of this.#pieces) {
      const next = at + lengthOf(piece);
      if (next <= start) pieces.push(piece);
      else {
        if (at < start) pieces.push(part(piece, 0, start - at));
        if (!isWritten) pieces.push({ added: replacement });
        isWritten = true;
        if (next > end) pieces.push(part(piece, Math.max(0, end - at), next - at));
      }
      at = next;
    }
    if (!isWritten) pieces.push({ added: replacement });
    this.#pieces = pieces.filter((piece) => lengthOf(piece) > 0);
  }

  /** The edits, sorted, none touching another, each without what it would replace by itself. */
  edits(): readonly TextEdit[] {
    const edits: TextEdit[] = [];
    let added = '';
    let at = 0;
    const close = (until: number) => {
      if (until > at || added !== '')
        edits.push(trimmed(this.#original, { start: at, end: until, replacement: added }));
      added = '';
    };
    for (const piece of this.#pieces) {
      if ('added' in piece) {
        added += piece.added;
        continue;
      }
      close(piece.from);
      at = piece.to;
    }
    close(this.#original.length);
    return edits.filter(({ start, end, replacement }) => end > start || replacement !== '');
  }
}

function lengthOf(piece: Piece): number {
  return 'added' in piece ? piece.added.length : piece.to - piece.from;
}

function part(piece: Piece, from: number, to: number): Piece {
  return 'added' in piece ? { added: piece.added.slice(from, to) } : { from: piece.from + from, to: piece.from + to };
}

/** Without what an edit would replace by itself, at its start and at its end. */
function trimmed(text: string, { start, end, replacement }: TextEdit): TextEdit {
  const shorter = Math.min(end - start, replacement.length);
  let head = 0;
  while (head < shorter && text[start + head] === replacement[head]) head++;
  let tail = 0;
  while (tail < shorter - head && text[end - 1 - tail] === replacement[replacement.length - 1 - tail]) tail++;
  return { start: start + head, end: end - tail, replacement: replacement.slice(head, replacement.length - tail) };
}
