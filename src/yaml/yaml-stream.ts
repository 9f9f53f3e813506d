import type { JsonValue } from '../base/json.ts';
import type { Path } from '../base/path.ts';
import type { Location } from '../model/manifest.ts';
import type { Source } from '../text/source.ts';
import type { YamlProblem } from './yaml-problem.ts';

/** A file as its documents; problems of all of them, in order. */
export interface YamlStream {
  readonly documents: readonly YamlDocument[];
  readonly problems: readonly YamlProblem[];
}

/** One document of a file. */
export interface YamlDocument {
  /** From 0. An empty document between two `---` counts. */
  readonly index: number;
  readonly source: Source;
  /** From its directives, comments and `---` on. */
  readonly start: number;
  /** To the next document, or to the end of the text. */
  readonly end: number;
  /** The value as Kubernetes reads it. Undefined for a document without content or with problems. */
  readonly value: JsonValue | undefined;
  readonly problems: readonly YamlProblem[];
  /**
   * Where the value at a path is written. Positions are worked out at the first call. A path that does not exist gives its
   * nearest parent that does (`exact: false`); so does everything in a document that cannot be parsed.
   * A value behind an alias, or from a merge key's alias, is placed where it is *used*: for what lies inside an aliased value
   * the span is the alias's, and `path` the alias's path; for a merged key the span is the alias after `<<`, `keySpan` the `<<` and
   * `path` the map's. Both are `exact: false`: what is written there is more than that value. An alias that is itself the
   * value at the path is exact, and so is a key of a map that is written out after `<<`.
   */
  locate(path: Path): Location;
}
