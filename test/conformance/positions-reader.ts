/** Keys and indices from the object's root; null stands for every item. */
export type ReadPath = readonly (string | number | null)[];

/** Where a name that an expression begins with lies in the object; undefined: not in the object at all. */
export type Roots = (name: string) => Root | undefined;

export interface Root {
  readonly paths: readonly ReadPath[];
  /** Whether what is there was only read to make something else, whose members are nowhere in the object. */
  readonly isSource?: boolean;
}

/**
 * The paths of the object that a JMESPath expression reads. A small reader of its own, so that positions are checked by nothing that
 * places them: it knows the shape of expressions and not what they mean, and refuses what it cannot read.
 */
export function readPaths(expression: string, roots: Roots): readonly ReadPath[] {
  return new Reader(expression, roots).readAll().read;
}

/** Of these paths those that the value of the expression may come from. */
export function valuePaths(expression: string, roots: Roots): readonly ReadPath[] {
  return new Reader(expression, roots).readAll().values;
}

const TOKEN =
  /\s*(?:("(?:[^"\\]|\\.)*")|('(?:[^'\\]|\\.)*'|`(?:[^`\\]|\\.)*`|-?\d+)|([A-Za-z_]\w*)|(\|\||&&|[=!<>]=|\[\?|\[\]|[[\](){}.,:*@&|!<>-]))/y;

/** The data itself, of which the roots are members; anything else is somewhere in the object. */
type Place = 'data' | ReadPath;

class Reader {
  readonly #tokens: string[] = [];
  readonly #roots: Roots;
  readonly #read: ReadPath[] = [];
  /** Places of the items of a list that was made of them: an index behind a pipe is one of those. */
  readonly #lists = new Set<ReadPath>();
  #next = 0;

  constructor(text: string, roots: Roots) {
    this.#roots = roots;
    TOKEN.lastIndex = 0;
    while (TOKEN.lastIndex < text.trimEnd().length) {
      const from = TOKEN.lastIndex;
      const [, quoted, literal, name, sign] = TOKEN.exec(text) ?? [];
      const token = quoted ?? literal ?? name ?? sign;
      if (token === undefined) throw new SyntaxError(`cannot read "${text}" from "${text.slice(from)}" on`);
      this.#tokens.push(token);
    }
  }

  readAll(): { readonly read: readonly ReadPath[]; readonly values: readonly ReadPath[] } {
    const values = this.#pipe(['data']).filter((place) => place !== 'data');
    if (this.#peek() !== undefined) throw new SyntaxError(`cannot read "${this.#tokens.join(' ')}" to its end`);
    return { read: this.#read, values };
  }

  #peek(): string | undefined {
    return this.#tokens[this.#next];
  }

  #take(...wanted: readonly string[]): string | undefined {
    const token = this.#peek();
    if (token === undefined || (wanted.length > 0 && !wanted.includes(token))) return undefined;
    this.#next++;
    return token;
  }

  #note(places: readonly Place[]): void {
    for (const place of places) if (place !== 'data') this.#read.push(place);
  }

  #pipe(current: readonly Place[]): readonly Place[] {
    let places = this.#operands(current);
    while (this.#take('|')) {
      for (const place of places) if (place !== 'data' && place.includes(null)) this.#lists.add(place);
      places = this.#operands(places);
    }
    return places;
  }

  /** What is compared or chosen among: each side is read; the value may be any of them. */
  #operands(current: readonly Place[]): readonly Place[] {
    const places = [...this.#chain(current)];
    while (this.#take('||', '&&', '==', '!=', '<', '>', '<=', '>=')) places.push(...this.#chain(current));
    this.#note(places);
    return places;
  }

  #chain(current: readonly Place[]): readonly Place[] {
    let places = this.#first(current);
    for (;;) {
      if (this.#take('.')) places = this.#member(places);
      else if (this.#take('[]')) places = below(places);
      else if (this.#take('[?')) {
        const items = below(places);
        this.#pipe(items);
        this.#take(']');
        places = items;
      } else if (this.#peek() === '[' && this.#isIndex()) places = this.#index(places);
      else return places;
    }
  }

  #first(current: readonly Place[]): readonly Place[] {
    if (this.#take('!', '&', '-')) return this.#chain(current);
    if (this.#take('@')) return current;
    if (this.#take('(')) return this.#until(')', current);
    if (this.#peek()?.match(/^['`\d-]/)) {
      this.#take();
      return [];
    }
    if (this.#peek() === '[' && this.#isIndex()) return current;
    if (this.#peek() === '[]' || this.#peek() === '[?') return current;
    return this.#member(current);
  }

  #member(places: readonly Place[]): readonly Place[] {
    if (this.#take('*')) return below(places);
    if (this.#take('[')) return this.#until(']', places);
    if (this.#take('{')) return this.#until('}', places);
    const token = this.#take() ?? '';
    if (this.#take('(')) {
      this.#note(places);
      this.#until(')', places);
      // What a function returns is nowhere in the object.
      return [];
    }
    const name: string = token.startsWith('"') ? JSON.parse(token) : token;
    return places.flatMap((place): readonly Place[] => (place === 'data' ? this.#root(name) : [[...place, name]]));
  }

  #root(name: string): readonly Place[] {
    const root = this.#roots(name);
    if (root?.isSource) this.#note(root.paths);
    return root === undefined || root.isSource ? [] : root.paths;
  }

  /** A list of expressions, or of members with names, up to a closing sign. */
  #until(end: string, current: readonly Place[]): readonly Place[] {
    const places: Place[] = [];
    while (!this.#take(end)) {
      if (this.#tokens[this.#next + 1] === ':') this.#next += 2;
      places.push(...this.#pipe(current));
      if (!this.#take(',') && this.#peek() !== end) throw new SyntaxError(`cannot read "${this.#tokens.join(' ')}"`);
    }
    return places;
  }

  #isIndex(): boolean {
    return /^(?:-?\d+|\*|:)$/.test(this.#tokens[this.#next + 1] ?? '');
  }

  #index(places: readonly Place[]): readonly Place[] {
    this.#take('[');
    const inside: string[] = [];
    while (!this.#take(']')) inside.push(this.#take() ?? ']');
    const index = Number(inside.join(''));
    if (!Number.isInteger(index) || index < 0) return below(places);
    return places.map((place) => (place === 'data' || this.#lists.has(place) ? place : [...place, index]));
  }
}

/** Lists of lists are flattened: items of items are no deeper. */
function below(places: readonly Place[]): readonly Place[] {
  return places.map((place) => (place === 'data' || place.at(-1) === null ? place : [...place, null]));
}
