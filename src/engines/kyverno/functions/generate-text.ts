/** A text that a pattern matches, or why none can be made. */
export type GeneratedText =
  | { readonly outcome: 'generated'; readonly text: string }
  | { readonly outcome: 'unsupported'; readonly reason: string };

/** `*`, `+` and `{n,}` have no end; this many is more than any name or token needs. */
const UNBOUNDED = 32;
const MAX_DEPTH = 100;

/**
 * Makes a text that a regular expression matches, choosing with the given random numbers: `[a-z0-9]{6}` makes six of these characters.
 * The pattern must be one that compiles. What has no end is repeated up to 32 times more than its least, and `.` and negated classes choose
 * printable ASCII: both are stricter than goregen, which Kyverno uses, and which makes names of thousands of characters out of `\w+`.
 */
export function generateText(
  pattern: string,
  random: () => number,
  reserve: (characters: number) => void,
): GeneratedText {
  try {
    const reader = new PatternReader(pattern);
    const part = reader.alternatives(0);
    const pieces: string[] = [];
    part({
      choose: (count) => Math.min(Math.floor(random() * count), count - 1),
      write: (text) => {
        reserve(text.length);
        pieces.push(text);
      },
    });
    return { outcome: 'generated', text: pieces.join('') };
  } catch (cause) {
    if (cause instanceof Unsupported) return { outcome: 'unsupported', reason: cause.reason };
    throw cause;
  }
}

interface Output {
  /** A number from 0 to below count. */
  choose(count: number): number;
  write(text: string): void;
}

type Part = (output: Output) => void;

class Unsupported {
  readonly reason: string;

  constructor(reason: string) {
    this.reason = reason;
  }
}

/** Inclusive ranges of code points. */
type Ranges = readonly (readonly [number, number])[];

const DIGITS: Ranges = [[48, 57]];
const WORD: Ranges = [
  [48, 57],
  [65, 90],
  [95, 95],
  [97, 122],
];
const SPACE: Ranges = [
  [9, 10],
  [12, 13],
  [32, 32],
];
const PRINTABLE: Ranges = [[32, 126]];

const ASCII_CLASSES: Readonly<Record<string, Ranges>> = {
  alnum: [
    [48, 57],
    [65, 90],
    [97, 122],
  ],
  alpha: [
    [65, 90],
    [97, 122],
  ],
  digit: DIGITS,
  graph: [[33, 126]],
  lower: [[97, 122]],
  print: PRINTABLE,
  punct: [
    [33, 47],
    [58, 64],
    [91, 96],
    [123, 126],
  ],
  space: SPACE,
  upper: [[65, 90]],
  word: WORD,
  xdigit: [
    [48, 57],
    [65, 70],
    [97, 102],
  ],
};

const CONTROLS: Readonly<Record<string, string>> = { a: '\x07', f: '\f', n: '\n', r: '\r', t: '\t', v: '\v' };

/** Reads a pattern that is known to compile, so that it need not tell what is wrong with one. */
class PatternReader {
  readonly #characters: readonly string[];
  #at = 0;

  constructor(pattern: string) {
    this.#characters = Array.from(pattern);
  }

  alternatives(depth: number): Part {
    if (depth > MAX_DEPTH) throw new Unsupported('the pattern is nested too deep');
    const options = [this.#sequence(depth)];
    while (this.#peek() === '|') {
      this.#at++;
      options.push(this.#sequence(depth));
    }
    return (output) => options[options.length === 1 ? 0 : output.choose(options.length)]?.(output);
  }

  #sequence(depth: number): Part {
    const parts: Part[] = [];
    for (let next = this.#peek(); next !== undefined && next !== '|' && next !== ')'; next = this.#peek()) {
      parts.push(this.#repeated(this.#atom(depth)));
    }
    return (output) => {
      for (const part of parts) part(output);
    };
  }

  #atom(depth: number): Part {
    const character = this.#next();
    switch (character) {
      case '(':
        return this.#group(depth);
      case '[':
        return oneOf(this.#characterClass());
      case '.':
        return oneOf(PRINTABLE);
      case '^':
      case '$':
        return () => {};
      case '\\':
        return this.#escape();
      default:
        return (output) => output.write(character);
    }
  }

  #group(depth: number): Part {
    if (this.#peek() === '?') {
      this.#at++;
      const kind = this.#rest(/^(?::|P?<\w+>|[a-zA-Z-]*[:)])/);
      if (!kind.endsWith(':') && !kind.endsWith('>')) {
        // `(?i)` makes no text, and what it changes makes no difference to one.
        return () => {};
      }
    }
    const inner = this.alternatives(depth + 1);
    this.#next();
    return inner;
  }

  #escape(): Part {
    const character = this.#next();
    if (/[AzbB]/.test(character)) return () => {};
    if (character === 'Q') {
      const literal = this.#rest(/^[\s\S]*?(?=\\E|$)/);
      this.#rest(/^(?:\\E)?/);
      return (output) => output.write(literal);
    }
    const ranges = classEscape(character);
    if (ranges) return oneOf(ranges);
    const literal = this.#literalEscape(character);
    return (output) => output.write(literal);
  }

  #literalEscape(character: string): string {
    if (/[pPC]/.test(character)) throw new Unsupported(`\\${character} is not supported in a pattern for random text`);
    if (character === 'x') {
      const digits = this.#rest(/^(?:\{[0-9a-fA-F]+\}|[0-9a-fA-F]{2})/).replace(/[{}]/g, '');
      return String.fromCodePoint(Number.parseInt(digits, 16));
    }
    if (/[0-7]/.test(character)) {
      return String.fromCodePoint(Number.parseInt(character + this.#rest(/^[0-7]{0,2}/), 8));
    }
    return CONTROLS[character] ?? character;
  }

  #characterClass(): Ranges {
    const negated = this.#rest(/^\^?/) === '^';
    const ranges: (readonly [number, number])[] = [];
    for (let first = true; first || this.#peek() !== ']'; first = false) {
      const named = this.#rest(/^(?:\[:\^?[a-z]+:\])?/);
      if (named !== '') {
        const name = named.replace(/[[\]:^]/g, '');
        const members = ASCII_CLASSES[name];
        if (!members) throw new Unsupported(`${named} is not supported in a pattern for random text`);
        ranges.push(...(named.includes('^') ? complement(members) : members));
        continue;
      }
      const start = this.#classMember();
      if (typeof start !== 'string') {
        ranges.push(...start);
        continue;
      }
      const isRange = this.#peek() === '-' && this.#characters[this.#at + 1] !== ']';
      if (isRange) this.#at++;
      const end = isRange ? this.#classMember() : start;
      if (typeof end !== 'string') throw new Unsupported('a range must end in a character');
      ranges.push([start.codePointAt(0) ?? 0, end.codePointAt(0) ?? 0]);
    }
    this.#next();
    return negated ? complement(ranges) : ranges;
  }

  #classMember(): string | Ranges {
    const character = this.#next();
    if (character !== '\\') return character;
    const escaped = this.#next();
    return classEscape(escaped) ?? this.#literalEscape(escaped);
  }

  #repeated(part: Part): Part {
    const quantifier = this.#rest(/^(?:[*+?]|\{\d+(?:,\d*)?\})?/);
    if (quantifier === '') return part;
    // Lazy or not makes no difference here.
    this.#rest(/^\??/);
    const { least, most } = bounds(quantifier);
    return (output) => {
      const count = least + (most > least ? output.choose(most - least + 1) : 0);
      for (let index = 0; index < count; index++) part(output);
    };
  }

  #peek(): string | undefined {
    return this.#characters[this.#at];
  }

  #next(): string {
    const character = this.#characters[this.#at++];
    if (character === undefined) throw new Unsupported('the pattern ends too early');
    return character;
  }

  /** Reads what an anchored expression of ours matches of the rest; it is short, or the rest is. */
  #rest(expected: RegExp): string {
    const [match = ''] = expected.exec(this.#characters.slice(this.#at).join('')) ?? [];
    this.#at += Array.from(match).length;
    return match;
  }
}

function bounds(quantifier: string): { readonly least: number; readonly most: number } {
  if (quantifier === '?') return { least: 0, most: 1 };
  if (quantifier === '*') return { least: 0, most: UNBOUNDED };
  if (quantifier === '+') return { least: 1, most: UNBOUNDED };
  const [least = '0', most] = quantifier.slice(1, -1).split(',');
  if (most === undefined) return { least: Number(least), most: Number(least) };
  return { least: Number(least), most: most === '' ? Number(least) + UNBOUNDED : Number(most) };
}

function classEscape(character: string): Ranges | undefined {
  switch (character) {
    case 'd':
      return DIGITS;
    case 'w':
      return WORD;
    case 's':
      return SPACE;
    case 'D':
      return complement(DIGITS);
    case 'W':
      return complement(WORD);
    case 'S':
      return complement(SPACE);
    default:
      return undefined;
  }
}

/** The printable ASCII characters that are in none of the ranges. */
function complement(ranges: Ranges): Ranges {
  const rest: [number, number][] = [];
  for (let code = 32; code <= 126; code++) {
    if (!ranges.some(([from, to]) => code >= from && code <= to)) rest.push([code, code]);
  }
  return rest;
}

function oneOf(ranges: Ranges): Part {
  const size = ranges.reduce((total, [from, to]) => total + to - from + 1, 0);
  if (size === 0) throw new Unsupported('a class of the pattern has no printable character');
  return (output) => {
    let index = output.choose(size);
    for (const [from, to] of ranges) {
      if (index <= to - from) return output.write(String.fromCodePoint(from + index));
      index -= to - from + 1;
    }
  };
}
