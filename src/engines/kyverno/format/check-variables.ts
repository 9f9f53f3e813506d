import { isArray, isObject, type JsonObject, type JsonValue } from '../../../base/json.ts';
import type { Path } from '../../../base/path.ts';
import type { Expression, Expressions } from '../variables/expressions.ts';
import { failureMessage } from '../variables/failure-message.ts';
import {
  findVariables,
  holdsVariable,
  mayHoldVariable,
  replaceVariables,
  withoutVariables,
} from '../variables/find-variables.ts';
import { checkExpression } from './check-expression.ts';
import type { CheckedRule } from './checked-policy.ts';
import { KnownVariables } from './known-variables.ts';
import { partsOf } from './parts-of.ts';
import type { Remark, Remarks } from './remarks.ts';

interface Setting {
  readonly remarks: Remarks;
  readonly expressions: Expressions;
}

const PARTS = ['context', 'preconditions', 'validate', 'mutate', 'generate', 'verifyImages'];

/** Checks the variables of a rule: that they are expressions, that they stand where they may, and that somebody knows them. */
export function checkVariables(checked: CheckedRule, setting: Setting): void {
  const { rule, path } = checked;
  for (const block of ['match', 'exclude']) refuseVariables(rule[block], [...path, block], setting.remarks);
  for (const { part, path: place } of partsOf(rule.verifyImages, [...path, 'verifyImages'])) {
    refuseVariables(part.imageReferences, [...place, 'imageReferences'], setting.remarks);
  }
  const checker = new VariableChecker(new KnownVariables(checked), setting);
  for (const part of PARTS) checker.checkValue(rule[part], [...path, part]);
}

function refuseVariables(value: JsonValue | undefined, path: Path, remarks: Remarks): void {
  if (typeof value === 'string') {
    const [variable] = findVariables(value);
    if (!variable) return;
    remarks.refuse({
      code: 'policy/invalid-value',
      message: `"${value}" holds a variable, and ${String(path.find((step) => WHERE_NONE.includes(String(step))))} may hold none`,
      remedy: 'Write what is meant, or decide in `preconditions`.',
      path,
    });
  } else if (typeof value === 'object' && value !== null) {
    for (const [key, child] of Object.entries(value)) {
      refuseVariables(child, [...path, isArray(value) ? Number(key) : key], remarks);
    }
  }
}

const WHERE_NONE = ['match', 'exclude', 'imageReferences'];

/** What stands for the value of an inner variable. */
const SOME_VALUE = 'someValue';
const MAX_DEPTH = 10;
const CLOSED_ONLY = /\{\s*(?:request|element|images|target|serviceAccountN)[^{}]*\}\}/;

class VariableChecker {
  readonly #known: KnownVariables;
  readonly #setting: Setting;

  constructor(known: KnownVariables, setting: Setting) {
    this.#known = known;
    this.#setting = setting;
  }

  checkValue(value: JsonValue | undefined, path: Path): void {
    if (typeof value === 'string') {
      this.#checkText(value, path, undefined);
    } else if (isArray(value)) {
      for (const [index, item] of value.entries()) this.checkValue(item, [...path, index]);
    } else if (isObject(value)) {
      for (const [key, child] of Object.entries(value)) {
        if (isOtherLanguage(key, path)) continue;
        this.#checkText(key, [...path, key], 'key');
        this.checkValue(child, [...path, key]);
      }
      this.#checkWrittenExpression(value, path);
    }
  }

  #checkText(text: string, path: Path, at: Remark['at']): void {
    if (!text.includes('{{') && !text.includes('}}')) return;
    for (const { expression: written } of findVariables(text)) {
      if (written === '@' || written === '') continue;
      const place = at ?? { text: written };
      if (/^element/.test(written) && !path.includes('foreach')) this.#refuseElement(written, path, place);
      const expression = checkExpression(written, path, this.#setting);
      if (expression) this.#checkNames(expression, path, place);
    }
    this.#checkAroundOthers(text, path, at);
    this.#checkBraces(text, path, at);
  }

  /** A variable around others becomes an expression only with their values: of it no more is known than the names outside of them. */
  #checkAroundOthers(text: string, path: Path, at: Remark['at']): void {
    let left = text;
    for (let depth = 0; depth < MAX_DEPTH && holdsVariable(left); depth++) {
      left = replaceVariables(left, () => SOME_VALUE);
      for (const { expression: written } of findVariables(left)) {
        const expression = written.includes(SOME_VALUE) ? this.#tryExpression(written) : undefined;
        const [before = ''] = written.split(SOME_VALUE);
        if (expression) this.#checkNames(expression, path, at ?? { text: before });
      }
    }
  }

  #tryExpression(text: string): Expression | undefined {
    try {
      return this.#setting.expressions.compile(text);
    } catch (thrown) {
      if (failureMessage(thrown) === undefined) throw thrown;
      return undefined;
    }
  }

  /** The list of a loop and the jmesPath of a variable are expressions without braces. What variables put together is known only then. */
  #checkWrittenExpression(part: JsonObject, path: Path): void {
    const field = writtenExpression(path);
    const text = field === undefined ? undefined : part[field];
    if (field === undefined || typeof text !== 'string' || text === '' || mayHoldVariable(text)) return;
    const place = [...path, field];
    const expression = checkExpression(text.trim(), place, this.#setting);
    // Where the variable has a value, it is that value's members that are named.
    if (expression && part.value === undefined) this.#checkNames(expression, place, { text: text.trim() });
  }

  #refuseElement(written: string, path: Path, at: Remark['at']): void {
    this.#setting.remarks.refuse({
      code: 'policy/expression',
      message: `"${written}" is an item of a loop, and there is no loop here`,
      remedy: 'Write it in `foreach`.',
      path,
      ...(at === undefined ? {} : { at }),
    });
  }

  #checkNames(expression: Expression, path: Path, at: Remark['at']): void {
    if (holdsForeignNames(path)) return;
    for (const queried of expression.queriedPaths) {
      const unknown = this.#known.findUnknown(queried);
      if (!unknown || unknown.name.includes(SOME_VALUE)) continue;
      const { name, parent, meant } = unknown;
      this.#setting.remarks.warn({
        code: 'policy/expression',
        message:
          parent === undefined
            ? `"${name}" is neither a variable of Kyverno's nor an entry of the rule's context`
            : `${parent} has no "${name}"`,
        remedy: meant === undefined ? undefined : `Did you mean "${meant}"?`,
        path,
        ...(at === undefined ? {} : { at }),
      });
      return;
    }
  }

  #checkBraces(text: string, path: Path, at: Remark['at']): void {
    const left = withoutVariables(text.replaceAll('\\{{', ''), '\n');
    // In JSON, and thus in every patch that is written as JSON, two closing braces are common.
    const [piece] = /\{\{[^{}\n]{0,60}\}?/.exec(left) ?? CLOSED_ONLY.exec(left) ?? [];
    if (piece === undefined) return;
    this.#setting.remarks.warn({
      code: 'policy/expression',
      message: `"${piece}" is no variable: its braces are not closed as they are opened`,
      remedy: 'Write `{{ … }}`; where braces are meant as they are, write `\\{{`.',
      path,
      at: at ?? { text: piece },
    });
  }
}

/** CEL and the assertion trees of kyverno-json have no variables of this kind. */
function isOtherLanguage(key: string, path: Path): boolean {
  return path.at(-1) === 'validate' && (key === 'cel' || key === 'assert');
}

/** What an attestation says, its conditions name as if it were variables. */
function holdsForeignNames(path: Path): boolean {
  return path.includes('attestations') && path.includes('conditions');
}

/** The field that is an expression in the part of a rule at a path. */
function writtenExpression(path: Path): string | undefined {
  const [last, before, list] = path.toReversed();
  if (last === 'variable' && typeof before === 'number' && list === 'context') return 'jmesPath';
  return typeof last === 'number' && before === 'foreach' ? 'list' : undefined;
}
