import { isArray, isObject, type JsonValue } from '../base/json.ts';
import { UNSEEN } from '../text/visible.ts';

/**
 * JSON whose outer levels have a member or an item a line, and whose inner values are one line each: what `grep` and `diff` can work
 * with, and a third smaller than with all its indentation.
 */
export function writeJson(value: JsonValue, { levels }: { readonly levels: number }): string {
  return `${escapeUnseen(wellFormed(write(value, levels, '')))}\n`;
}

function write(value: JsonValue, levels: number, indentation: string): string {
  if (levels === 0) return JSON.stringify(value);
  const inner = `${indentation}  `;
  if (isArray(value) && value.length > 0) {
    const items = value.map((item) => `${inner}${write(item, levels - 1, inner)}`);
    return `[\n${items.join(',\n')}\n${indentation}]`;
  }
  if (isObject(value) && Object.keys(value).length > 0) {
    const members = Object.entries(value).map(
      ([name, member]) => `${inner}${JSON.stringify(name)}: ${write(member, levels - 1, inner)}`,
    );
    return `{\n${members.join(',\n')}\n${indentation}}`;
  }
  return JSON.stringify(value);
}

/** JSON can write halves of surrogate pairs, but no UTF-8 can hold them: Go's readers would refuse the whole report. */
function wellFormed(json: string): string {
  if (!json.includes('\\ud')) return json;
  return json.replace(ESCAPE, (found) => (found.length === HALF_PAIR ? '\ufffd' : found));
}

// JSON.stringify escapes a half, and leaves a pair as it is. Other escapes are matched so that none is taken for the end of another.
const ESCAPE = /\\(?:ud[89a-f][\da-f]{2}|.)/g;
const HALF_PAIR = '\\udxxx'.length;

/** Whoever looks at the text of a report sees what is in it. Its own line breaks stay: those of strings are escaped by now. */
function escapeUnseen(json: string): string {
  return json.replace(UNSEEN, (character) =>
    character === '\n' ? character : character.split('').map(escapeUnit).join(''),
  );
}

function escapeUnit(unit: string): string {
  return `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
