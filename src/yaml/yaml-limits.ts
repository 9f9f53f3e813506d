/** How large a document may be. What exceeds a limit is a problem with a code, never a crash and never a slow answer. */
export interface YamlLimits {
  /** UTF-8 bytes of one document. */
  readonly documentBytes: number;
  /** UTF-8 bytes of a whole file with all its documents. */
  readonly fileBytes: number;
  /** How many documents a file may hold. */
  readonly documents: number;
  /** How many lists and maps may lie one in another, aliases followed. */
  readonly depth: number;
}

export const DEFAULT_YAML_LIMITS: YamlLimits = {
  documentBytes: 5_000_000,
  fileBytes: 25_000_000,
  documents: 10_000,
  depth: 100,
};
