import type { Path } from '../../../base/path.ts';
import { type FieldPath, itemField } from './field-error.ts';

/** Where a value of the payload is. */
export interface Location {
  /** In Kyverno's words, with the tree's keys as they are. */
  readonly field: FieldPath;
  /** In the payload; what an expression made has the path of what it was made of. */
  readonly path: Path;
  readonly isExact: boolean;
}

export const ROOT: Location = { field: undefined, path: [], isExact: true };

export function itemOf({ field, path, isExact }: Location, key: number | string): Location {
  return { field: itemField(field, key), path: isExact ? [...path, key] : path, isExact };
}
