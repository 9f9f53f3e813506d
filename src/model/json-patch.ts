import type { JsonValue } from '../base/json.ts';
import type { Path } from '../base/path.ts';

/** A change to a value, as RFC 6902 has it, with paths as arrays. An `add` to a list inserts before the index; `-` is its end. */
export type JsonPatch = readonly JsonPatchOperation[];
export type JsonPatchOperation =
  | { readonly op: 'add' | 'replace' | 'test'; readonly path: Path; readonly value: JsonValue }
  | { readonly op: 'remove'; readonly path: Path }
  | { readonly op: 'move' | 'copy'; readonly from: Path; readonly path: Path };
