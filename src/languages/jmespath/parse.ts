import type { ArithmeticOperator, Member, Node, SliceParts } from './ast.ts';
import { BINDING_POWER } from './binding-power.ts';
import { JmespathSyntaxError } from './errors.ts';
import { type Grammar, type Token, tokenise } from './tokenise.ts';

/** A token that binds less than this ends a projection: what follows sees the whole list. */
const PROJECTION_STOP = 10;

/** Deeper expressions are refused, so that neither parsing nor evaluation can exhaust the stack. */
const MAX_DEPTH = 500;
const MAX_LENGTH = 100_000;

/**
 * Parses an expression. The grammar is that of go-jmespath, which Kyverno uses: JMESPath as specified in 2015, and lenient where that
 * parser is (a comma may be missing between members of a multi-select hash and between arguments).
 * The grammar `community` is that of jmespath-community/go-jmespath, which adds variables and arithmetic.
 * Throws JmespathSyntaxError with the offset of the offending token.
 */
export function parseJmespath(text: string, grammar: Grammar = 'classic'): Node {
  if (text.length > MAX_LENGTH) throw new JmespathSyntaxError(`longer than ${MAX_LENGTH} characters`, MAX_LENGTH);
  return new Parser(tokenise(text, grammar), grammar).parse();
}

class Parser {
  readonly #tokens: readonly Token[];
  readonly #grammar: Grammar;
  #at = 0;
  #depth = 0;

  constructor(tokens: readonly Token[], grammar: Grammar) {
    this.#tokens = tokens;
    this.#grammar = grammar;
  }

  parse(): Node {
    const node = this.#expression(0);
    const token = this.#current();
    if (token.kind !== 'end') throw unexpected(token);
    return node;
  }

  #expression(bindingPower: number): Node {
    const before = this.#depth;
    this.#deeper();
    let left = this.#prefix(this.#next());
    while (bindingPower < BINDING_POWER[this.#current().kind]) {
      // Each step wraps what is left of it: a long chain is a deep tree.
      this.#deeper();
      left = this.#infix(left, this.#next());
    }
    this.#depth = before;
    return left;
  }

  #deeper(): void {
    if (++this.#depth > MAX_DEPTH) {
      throw new JmespathSyntaxError(`nested more than ${MAX_DEPTH} levels deep`, this.#current().offset);
    }
  }

  /** A token with nothing on its left. */
  #prefix(token: Token): Node {
    const { offset } = token;
    const current: Node = { kind: 'current', offset };
    switch (token.kind) {
      case 'literal':
        return { kind: 'literal', offset, value: token.value };
      case 'identifier':
        if (token.name === 'let' && this.#current().kind === 'variable') return this.#let(offset);
        return { kind: 'field', offset, name: token.name };
      case 'quoted-identifier':
        if (this.#current().kind === '(') throw new JmespathSyntaxError('a function name has no quotes', offset);
        return { kind: 'field', offset, name: token.name };
      case '@':
        return current;
      case 'variable':
        return { kind: 'variable', offset, name: token.name };
      case '$':
        return { kind: 'root', offset };
      case '+':
      case '-':
        return { kind: 'sign', offset, operator: token.kind, operand: this.#expression(BINDING_POWER[token.kind]) };
      case '*':
        return { kind: 'value-projection', offset, left: current, right: this.#projected(BINDING_POWER['*']) };
      case '[?':
        return this.#filter(current, offset);
      case '[]':
        return this.#flatten(current, offset);
      case '{':
        return this.#multiSelectHash(offset);
      case '[':
        return this.#bracketWithoutLeft(current, offset);
      case '&':
        return { kind: 'reference', offset, operand: this.#expression(BINDING_POWER['&']) };
      case '!':
        return { kind: 'not', offset, operand: this.#expression(BINDING_POWER['!']) };
      case '(': {
        const inner = this.#expression(0);
        this.#expect(')');
        return inner;
      }
      case 'end':
        throw new JmespathSyntaxError('the expression is incomplete', offset);
      default:
        throw unexpected(token);
    }
  }

  /** A token between what is on its left and what follows. */
  #infix(left: Node, token: Token): Node {
    const { offset } = token;
    switch (token.kind) {
      case '.':
        if (this.#current().kind !== '*') {
          return { kind: 'subexpression', offset, left, right: this.#afterDot(BINDING_POWER['.']) };
        }
        this.#next();
        return { kind: 'value-projection', offset, left, right: this.#projected(BINDING_POWER['.']) };
      case '|':
        return { kind: 'pipe', offset, left, right: this.#expression(BINDING_POWER['|']) };
      case '||':
        return { kind: 'or', offset, left, right: this.#expression(BINDING_POWER['||']) };
      case '&&':
        return { kind: 'and', offset, left, right: this.#expression(BINDING_POWER['&&']) };
      case '(':
        return this.#call(left, token);
      case '[?':
        return this.#filter(left, offset);
      case '[]':
        return this.#flatten(left, offset);
      case '==':
      case '!=':
      case '<':
      case '<=':
      case '>':
      case '>=': {
        const right = this.#expression(BINDING_POWER[token.kind]);
        return { kind: 'comparison', offset, operator: token.kind, left, right };
      }
      case '*':
        // Without the dot before it, it is the sign of a multiplication.
        if (this.#grammar === 'classic') throw unexpected(token);
        return this.#arithmetic(left, token.kind, '*', offset);
      case '×':
        return this.#arithmetic(left, token.kind, '*', offset);
      case '+':
      case '-':
      case '/':
      case '//':
      case '%':
        return this.#arithmetic(left, token.kind, token.kind, offset);
      case '[': {
        const kind = this.#current().kind;
        if (kind === 'number' || kind === ':') return this.#index(left, offset);
        this.#expect('*');
        this.#expect(']');
        return { kind: 'list-projection', offset, left, right: this.#projected(BINDING_POWER['*']) };
      }
      default:
        throw unexpected(token);
    }
  }

  #arithmetic(left: Node, sign: Token['kind'], operator: ArithmeticOperator, offset: number): Node {
    return { kind: 'arithmetic', offset, operator, left, right: this.#expression(BINDING_POWER[sign]) };
  }

  /** `in` ends the bindings; a comma may be missing between them. */
  #let(offset: number): Node {
    const bindings: Member[] = [];
    for (;;) {
      const token = this.#next();
      if (token.kind === 'identifier' && token.name === 'in') break;
      if (token.kind !== 'variable') {
        throw new JmespathSyntaxError(`a variable or \`in\` must stand here, not ${nameOf(token)}`, token.offset);
      }
      this.#expect('=');
      bindings.push({ key: token.name, value: this.#expression(0) });
      if (this.#current().kind === ',') this.#next();
    }
    return { kind: 'let', offset, bindings, body: this.#expression(0) };
  }

  #bracketWithoutLeft(current: Node, offset: number): Node {
    const { kind } = this.#current();
    if (kind === 'number' || kind === ':') return this.#index(current, offset);
    if (kind === '*' && this.#tokens[this.#at + 1]?.kind === ']') {
      this.#next();
      this.#next();
      return { kind: 'list-projection', offset, left: current, right: this.#projected(BINDING_POWER['*']) };
    }
    return this.#multiSelectList(offset);
  }

  /** What a projection does with each item: nothing, or a chain that goes on. */
  #projected(bindingPower: number): Node {
    const token = this.#current();
    if (BINDING_POWER[token.kind] < PROJECTION_STOP) return { kind: 'current', offset: token.offset };
    if (token.kind === '[' || token.kind === '[?') return this.#expression(bindingPower);
    if (token.kind !== '.') throw unexpected(token);
    this.#next();
    return this.#afterDot(bindingPower);
  }

  #afterDot(bindingPower: number): Node {
    const token = this.#current();
    switch (token.kind) {
      case 'identifier':
      case 'quoted-identifier':
      case '*':
        return this.#expression(bindingPower);
      case '[':
        this.#next();
        return this.#multiSelectList(token.offset);
      case '{':
        this.#next();
        return this.#multiSelectHash(token.offset);
      default:
        throw new JmespathSyntaxError(`a name, \`[\` or \`{\` must follow the dot, not ${nameOf(token)}`, token.offset);
    }
  }

  #filter(left: Node, offset: number): Node {
    const condition = this.#expression(0);
    this.#expect(']');
    const next = this.#current();
    const right: Node =
      next.kind === '[]' ? { kind: 'current', offset: next.offset } : this.#projected(BINDING_POWER['[?']);
    return { kind: 'filter-projection', offset, left, condition, right };
  }

  #flatten(left: Node, offset: number): Node {
    return { kind: 'flatten-projection', offset, left, right: this.#projected(BINDING_POWER['[]']) };
  }

  #index(left: Node, offset: number): Node {
    const next = this.#tokens[this.#at + 1];
    if (this.#current().kind === ':' || next?.kind === ':') return this.#slice(left, offset);
    const token = this.#next();
    if (token.kind !== 'number') throw unexpected(token);
    this.#expect(']');
    return { kind: 'subexpression', offset, left, right: { kind: 'index', offset, index: token.value } };
  }

  #slice(left: Node, offset: number): Node {
    const parts: [number | undefined, number | undefined, number | undefined] = [undefined, undefined, undefined];
    let part = 0;
    for (let token = this.#current(); token.kind !== ']'; token = this.#current()) {
      if (token.kind === ':' && part < 2) part++;
      else if (token.kind === 'number') parts[part] = token.value;
      else throw new JmespathSyntaxError(`a slice holds three numbers at most, not ${nameOf(token)}`, token.offset);
      this.#next();
    }
    this.#expect(']');
    const sliced: Node = { kind: 'subexpression', offset, left, right: sliceNode(parts, offset) };
    return { kind: 'list-projection', offset, left: sliced, right: this.#projected(BINDING_POWER['*']) };
  }

  #multiSelectList(offset: number): Node {
    const items = [this.#expression(0)];
    while (this.#current().kind !== ']') {
      this.#expect(',');
      items.push(this.#expression(0));
    }
    this.#expect(']');
    return { kind: 'multi-select-list', offset, items };
  }

  /** go-jmespath takes members without a comma between them, and policies exist that have forgotten one. */
  #multiSelectHash(offset: number): Node {
    const members: Member[] = [];
    for (;;) {
      const key = this.#next();
      if (key.kind !== 'identifier' && key.kind !== 'quoted-identifier') {
        throw new JmespathSyntaxError(`a key must stand here, not ${nameOf(key)}`, key.offset);
      }
      this.#expect(':');
      members.push({ key: key.name, value: this.#expression(0) });
      if (this.#current().kind === ',') this.#next();
      else if (this.#current().kind === '}') break;
    }
    this.#expect('}');
    return { kind: 'multi-select-hash', offset, members };
  }

  #call(callee: Node, parenthesis: Token): Node {
    if (callee.kind !== 'field') throw unexpected(parenthesis);
    const argumentNodes: Node[] = [];
    while (this.#current().kind !== ')') {
      argumentNodes.push(this.#expression(0));
      if (this.#current().kind === ',') {
        this.#next();
      }
    }
    this.#expect(')');
    return { kind: 'call', offset: callee.offset, name: callee.name, arguments: argumentNodes };
  }

  #current(): Token {
    return this.#tokens[this.#at] ?? { kind: 'end', offset: 0 };
  }

  #next(): Token {
    const token = this.#current();
    if (token.kind !== 'end') this.#at++;
    return token;
  }

  #expect(kind: Token['kind']): void {
    const token = this.#next();
    if (token.kind !== kind) {
      throw new JmespathSyntaxError(`\`${kind}\` must stand here, not ${nameOf(token)}`, token.offset);
    }
  }
}

function sliceNode(parts: SliceParts, offset: number): Node {
  return { kind: 'slice', offset, parts };
}

function unexpected(token: Token): JmespathSyntaxError {
  return new JmespathSyntaxError(`${nameOf(token)} cannot stand here`, token.offset);
}

function nameOf(token: Token): string {
  switch (token.kind) {
    case 'end':
      return 'the end of the expression';
    case 'identifier':
    case 'quoted-identifier':
      return `the name "${token.name}"`;
    case 'variable':
      return `the variable $${token.name}`;
    case 'number':
      return `the number ${token.value}`;
    case 'literal':
      return `the literal ${JSON.stringify(token.value)}`;
    default:
      return `\`${token.kind}\``;
  }
}
