import type { Path } from '../base/path.ts';
import type { Source } from '../text/source.ts';
import type { Span } from '../text/span.ts';
import type { KubernetesObject, ObjectReference } from './kubernetes-object.ts';

/** One Kubernetes object and where each of its parts is written. */
export interface Manifest {
  readonly object: KubernetesObject;
  readonly reference: ObjectReference;
  /** The cluster that it belongs to, by the configuration's `clusters`; `""` where the repository is one cluster. */
  readonly cluster: string;
  readonly origin: Origin;
  /** Where the value at a path is written; parsing for positions is put off until the first call. */
  locate(path: Path): Location;
}

/** Where an object is written: a document of a file, or an item of a `List` in it. */
export interface Origin {
  readonly source: Source;
  /** The document's number in its file, from 0. */
  readonly document: number;
  /** The path from the document's root to the object: empty, or `items[3]` in a `List`. */
  readonly prefix: Path;
}

export interface Location {
  /** The value that is there; for a missing key, the nearest parent that exists. */
  readonly span: Span;
  /** The key under which the value stands, where it stands in a mapping. */
  readonly keySpan?: Span;
  /** The path that `span` is of: the one asked for, or that of the nearest existing parent. */
  readonly path: Path;
  readonly exact: boolean;
}

/** The same object before and after: an added one has only `after`, a removed one only `before`. */
export type Change =
  | { readonly before?: undefined; readonly after: Manifest }
  | { readonly before: Manifest; readonly after?: undefined }
  | { readonly before: Manifest; readonly after: Manifest };

/** A file, or a part of one, that no policy was asked about, and why. */
export interface NotJudged {
  readonly file: string;
  readonly line: number;
  readonly code: string;
  readonly reason: string;
}
