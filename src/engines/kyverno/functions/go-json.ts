import { compareText } from '../../../base/compare-text.ts';
import type { JsonStyle } from '../../../languages/jmespath/write-json.ts';

/** Go's `json.Marshal`: keys sorted, and `<`, `>`, `&` escaped, as it does for the sake of HTML. */
export const GO_JSON: JsonStyle = {
  writeText: (text) =>
    JSON.stringify(text).replace(
      /[<>&\u2028\u2029]/g,
      (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
    ),
  orderKeys: (value) => Object.keys(value).sort(compareText),
};
