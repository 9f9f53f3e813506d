import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { INPUT_NAMES } from '../../action/inputs.ts';
import { documentAction, PAGE } from '../../scripts/document-action.ts';
import { isObject } from '../../src/base/json.ts';
import { parseYaml } from '../../src/yaml/parse-yaml.ts';

const action = read('action.yml');

test('the tables of inputs and outputs are those of action.yml (node scripts/document-action.ts)', () => {
  expect(documentAction(read(PAGE), action)).toBe(read(PAGE));
});

test('every input of action.yml is read, and no other', () => {
  const value = parseYaml({ file: 'action.yml', revision: 'disk', text: action }).documents[0]?.value;
  const inputs = isObject(value) && isObject(value.inputs) ? Object.keys(value.inputs) : [];
  expect(inputs).toEqual([...INPUT_NAMES]);
});

describe('the tables', () => {
  const page = 'above\n<!-- inputs -->\nold\n<!-- /inputs -->\n<!-- outputs -->\n<!-- /outputs -->\nbelow\n';

  test('have a row for each name, and leave the rest of the page alone', () => {
    const text =
      'inputs:\n  mode: { description: "`a`|`b`" }\noutputs:\n  conclusion: { description: The decision. }\n';
    expect(documentAction(page, text)).toBe(
      'above\n<!-- inputs -->\n\n| input | |\n|---|---|\n| `mode` | `a`\\|`b` |\n\n<!-- /inputs -->\n' +
        '<!-- outputs -->\n\n| output | |\n|---|---|\n| `conclusion` | The decision. |\n\n<!-- /outputs -->\nbelow\n',
    );
  });

  test.each([
    ['a page without their place', 'nothing', 'inputs: { a: { description: b } }', 'the page has no <!-- inputs -->'],
    ['an input that nobody describes', page, 'inputs: { mode: {} }', 'action.yml does not describe inputs.mode'],
    ['an action that is no YAML', page, 'inputs: [', 'action.yml cannot be read'],
    ['an action without inputs', page, 'name: x', 'action.yml has no inputs'],
  ])('are refused for %s', (_, text, yaml, words) => {
    expect(() => documentAction(text, yaml)).toThrow(words);
  });
});

function read(file: string): string {
  return readFileSync(new URL(`../../${file}`, import.meta.url), 'utf8');
}
