import type { Engine, Instant } from '../model/engine.ts';
import type { Files } from '../model/files.ts';
import type { Source } from '../text/source.ts';
import type { PolicyReference } from './configuration.ts';
import type { ConfigurationOverrides } from './configuration-overrides.ts';
import type { LoadPolicies } from './load-policies.ts';

/** What a gate is loaded with, beside the files of its revision. */
export interface GateOptions {
  /** The package's folder `policies`. */
  readonly library: Files;
  readonly engines: readonly Engine[];
  readonly now: Instant;
  /** A configuration file that was named in place of the repository's own. */
  readonly configuration?: Source | undefined;
  /** What flags and the environment say, the strongest last. */
  readonly overrides?: readonly ConfigurationOverrides[] | undefined;
  /** Policies that were named in place of the repository's own, and the files they are in. */
  readonly policies?: { readonly files: Files; readonly references: readonly PolicyReference[] } | undefined;
  readonly asked?: AskedByWorkflow | undefined;
  readonly owner?: OwnersRepository | undefined;
  /** In place of `loadPolicies`: who judges many changes of a branch need not have its policies compiled for each. */
  readonly loadPolicies?: LoadPolicies;
}

/**
 * The repository in which an owner keeps what holds for all of theirs. Its configuration is that of a repository that has none, and what
 * it requires holds everywhere.
 */
export interface OwnersRepository {
  /** `acme/.github`. */
  readonly name: string;
  /** At the tip of its default branch (`filesOfOwner`). `judged`: it is itself the repository that is judged. Undefined: there is none. */
  readonly files: Files | 'judged' | undefined;
  /** `required`: nothing is green where it requires nothing, or where that cannot be read. */
  readonly floor: 'required' | 'optional';
}

/**
 * What the inputs of a workflow's step ask for. On a pull request the workflow may be the pull request's own: `tighten` takes only what
 * is stricter than the file, and `override` takes all of it.
 */
export interface AskedByWorkflow {
  readonly authority: 'tighten' | 'override';
  readonly overrides: ConfigurationOverrides;
  /** To tighten, they come in addition; to override, in place of the others. */
  readonly policies: readonly PolicyReference[];
  /** The path of another configuration in the same files. */
  readonly configurationFile?: string;
}
