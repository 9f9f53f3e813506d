import { isObject, type JsonValue } from '../../../base/json.ts';
import type { Labels } from '../../../kubernetes/label-selector.ts';

/** A map of texts in the metadata; what is no text does not count. */
export function textsOf(value: JsonValue | undefined): Labels {
  if (!isObject(value)) return NONE;
  for (const child of Object.values(value)) if (typeof child !== 'string') return onlyTexts(value);
  return value as Labels;
}

const NONE: Labels = {};

function onlyTexts(value: { readonly [key: string]: JsonValue }): Labels {
  const texts: { [key: string]: string } = {};
  for (const [key, child] of Object.entries(value)) if (typeof child === 'string') texts[key] = child;
  return texts;
}
