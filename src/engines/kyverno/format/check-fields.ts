import { assertNever } from '../../../base/assert-never.ts';
import { didYouMean } from '../../../base/did-you-mean.ts';
import { isArray, isObject, type JsonObject, type JsonValue } from '../../../base/json.ts';
import { formatPath, type Path } from '../../../base/path.ts';
import type { ErrorCode } from '../../../errors/codes.ts';
import type { PolicyDocument } from '../../../model/engine.ts';
import type { Fields, FieldType } from './field-type.ts';
import { Remarks } from './remarks.ts';

/** Everything in a policy document that its format does not allow, each at its place. */
export function checkFields(document: PolicyDocument, type: FieldType): Remarks {
  const remarks = new Remarks(document);
  new Checker(remarks).check(document.object, type, []);
  return remarks;
}

class Checker {
  readonly #remarks: Remarks;

  constructor(remarks: Remarks) {
    this.#remarks = remarks;
  }

  check(value: JsonValue, type: FieldType, path: Path): void {
    switch (type.kind) {
      case 'free':
        break;
      case 'text':
        this.#checkText(value, type, path);
        break;
      case 'flag':
        if (typeof value !== 'boolean') this.#wrongType(value, 'true or false', path);
        break;
      case 'whole':
        this.#checkWhole(value, type, path);
        break;
      case 'list':
        if (!isArray(value)) this.#wrongType(value, 'a list', path);
        else for (const [index, item] of value.entries()) this.check(item, type.of, [...path, index]);
        break;
      case 'map':
        if (!isObject(value)) this.#wrongType(value, 'a mapping', path);
        else for (const [key, child] of Object.entries(value)) this.check(child, type.of, [...path, key]);
        break;
      case 'listOrRecord':
        this.check(value, isArray(value) ? type.list : type.record, path);
        break;
      case 'record':
        if (!isObject(value)) this.#wrongType(value, 'a mapping', path);
        else this.#checkRecord(value, type.fields, type.required, path);
        break;
      default:
        assertNever(type);
    }
  }

  #checkText(value: JsonValue, { allowed, maxLength }: FieldType & { kind: 'text' }, path: Path): void {
    if (typeof value !== 'string') this.#wrongType(value, 'text', path);
    else if (allowed && !allowed.includes(value)) this.#notAllowed(value, allowed, path);
    else if (maxLength !== undefined && value.length > maxLength) {
      const message = `${formatPath(path)} has ${value.length} characters; at most ${maxLength} are allowed`;
      this.#add('policy/invalid-value', message, path);
    }
  }

  #checkWhole(value: JsonValue, { minimum, maximum }: FieldType & { kind: 'whole' }, path: Path): void {
    if (typeof value !== 'number' || !Number.isInteger(value)) this.#wrongType(value, 'a whole number', path);
    else if (value < (minimum ?? value) || value > (maximum ?? value)) {
      const range = maximum === undefined ? `at least ${minimum} is` : `${minimum} to ${maximum} are`;
      this.#add('policy/invalid-value', `${formatPath(path)} is ${value}; ${range} allowed`, path);
    }
  }

  #checkRecord(value: JsonObject, fields: Fields, required: readonly string[], path: Path): void {
    const misspelt = new Set<string | undefined>();
    for (const [key, child] of Object.entries(value)) {
      const field = Object.hasOwn(fields, key) ? fields[key] : undefined;
      if (!field) misspelt.add(this.#unknownField(key, fields, path));
      // An API server takes null for a field as if it were left out.
      else if (child !== null) this.check(child, field, [...path, key]);
    }
    for (const key of required) {
      if (misspelt.has(key) || (value[key] !== undefined && value[key] !== null)) continue;
      const place = path.length === 0 ? 'the policy' : formatPath(path);
      this.#add('policy/missing-field', `${place} has no "${key}"`, path, `Add "${key}".`);
    }
  }

  /** Gives the field that was meant. */
  #unknownField(key: string, fields: Fields, path: Path): string | undefined {
    const place = path.length === 0 ? 'a policy' : formatPath(path);
    const meant = didYouMean(key, Object.keys(fields));
    const remedy = meant === undefined ? `It has: ${Object.keys(fields).join(', ')}.` : `Did you mean "${meant}"?`;
    this.#add('policy/unknown-field', `${place} has no field "${key}"`, [...path, key], remedy);
    return meant;
  }

  #notAllowed(value: string, allowed: readonly string[], path: Path): void {
    const meant = didYouMean(value, allowed);
    const remedy = `${meant === undefined ? '' : `Did you mean "${meant}"? `}Allowed: ${allowed.join(', ')}.`;
    this.#add('policy/invalid-value', `${formatPath(path)} cannot be "${value}"`, path, remedy);
  }

  #wrongType(value: JsonValue, wanted: string, path: Path): void {
    const message = `${formatPath(path) || 'the policy'} has to be ${wanted}, not ${describe(value)}`;
    // YAML reads n, yes, 1.0 and the like as something else than text.
    const quotable = wanted === 'text' && (typeof value === 'boolean' || typeof value === 'number');
    this.#add('policy/wrong-type', message, path, quotable ? 'Write it in quotes.' : undefined);
  }

  #add(code: ErrorCode, message: string, path: Path, remedy?: string): void {
    this.#remarks.refuse({ code, message, remedy, path, ...(code === 'policy/unknown-field' ? { at: 'key' } : {}) });
  }
}

function describe(value: JsonValue): string {
  if (value === null) return 'null';
  if (isArray(value)) return 'a list';
  if (isObject(value)) return 'a mapping';
  if (typeof value === 'string') return `the text "${value}"`;
  return `${typeof value === 'number' ? 'the number' : 'the value'} ${String(value)}`;
}
