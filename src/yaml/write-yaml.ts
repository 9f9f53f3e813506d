import type { JsonValue } from '../base/json.ts';
import { isEmptyCollection, isScalarValue, renderBlock } from './render-value.ts';
import type { WritingStyle } from './writing-style.ts';

const STYLE: WritingStyle = {
  lineBreak: '\n',
  step: 2,
  sequenceStep: 2,
  dashGap: ' ',
  quote: '"',
  json: false,
  blockText: true,
};

/** A value as a YAML document of its own, read back to the same value by YAML 1.1 and 1.2. Keys stay in their order. */
export function writeYaml(value: JsonValue): string {
  if (isScalarValue(value) || isEmptyCollection(value)) return `${JSON.stringify(value)}\n`;
  return `${renderBlock(value, 0, STYLE).join('\n')}\n`;
}
