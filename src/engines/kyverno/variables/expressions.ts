import { type CompiledExpression, compileJmespath } from '../../../languages/jmespath/compile.ts';
import { JmespathSyntaxError } from '../../../languages/jmespath/errors.ts';
import type { FunctionTable } from '../../../languages/jmespath/functions.ts';
import type { KyvernoEnvironment } from '../functions/environment.ts';

export type Expression = CompiledExpression<KyvernoEnvironment>;

/** The JMESPath expressions of one run's policies, each compiled once. */
export class Expressions {
  readonly functions: FunctionTable<KyvernoEnvironment>;
  readonly #known = new Map<string, Expression | JmespathSyntaxError>();

  constructor(functions: FunctionTable<KyvernoEnvironment>) {
    this.functions = functions;
  }

  /** Throws JmespathSyntaxError, each time it is asked for. */
  compile(text: string): Expression {
    const known = this.#known.get(text) ?? this.#add(text);
    if (known instanceof JmespathSyntaxError) throw known;
    return known;
  }

  #add(text: string): Expression | JmespathSyntaxError {
    // Texts that variables have put together could be without number.
    if (this.#known.size >= MAX_KNOWN) this.#known.clear();
    const compiled = this.#try(text);
    this.#known.set(text, compiled);
    return compiled;
  }

  #try(text: string): Expression | JmespathSyntaxError {
    try {
      return compileJmespath(text, this.functions, { missingKeys: 'error' });
    } catch (error) {
      if (error instanceof JmespathSyntaxError) return error;
      throw error;
    }
  }
}

const MAX_KNOWN = 10_000;
