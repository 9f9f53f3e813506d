import type { Path } from '../../../base/path.ts';
import type { ErrorCode } from '../../../errors/codes.ts';
import { PolicyError } from '../../../errors/tidewaiter-error.ts';
import type { PolicyDocument } from '../../../model/engine.ts';
import type { Span } from '../../../text/span.ts';

export interface Remark {
  readonly code: ErrorCode;
  readonly message: string;
  readonly remedy?: string | undefined;
  readonly path: Path;
  /** The key under which the value at the path stands is meant, or a piece of the text there, as it is written. */
  readonly at?: 'key' | { readonly text: string };
}

/** What is to be said about a policy document: problems keep it from judging, warnings do not. */
export class Remarks {
  readonly problems: PolicyError[] = [];
  readonly warnings: PolicyError[] = [];
  readonly #document: PolicyDocument;

  constructor(document: PolicyDocument) {
    this.#document = document;
  }

  /** Kyverno would not take the policy. */
  refuse(remark: Remark): void {
    this.problems.push(this.#errorOf(remark));
  }

  /** Kyverno takes the policy, and it can hardly mean what it says. */
  warn(remark: Remark): void {
    this.warnings.push(this.#errorOf(remark));
  }

  #errorOf({ code, message, remedy, path, at }: Remark): PolicyError {
    const { kind, metadata } = this.#document.object;
    const { span, keySpan } = this.#document.locate(path);
    const place = at === 'key' ? (keySpan ?? span) : narrow(span, at?.text);
    return new PolicyError(`${kind} "${String(metadata.name)}": ${message}`, { code, span: place, remedy });
  }
}

/** A text that YAML folds or escapes is not found as it is: then all of it is the place. */
function narrow(span: Span, text: string | undefined): Span {
  const start = text === undefined ? -1 : span.source.text.slice(span.start, span.end).indexOf(text);
  if (text === undefined || start < 0) return span;
  return { source: span.source, start: span.start + start, end: span.start + start + text.length };
}
