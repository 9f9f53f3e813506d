import type { JsonObject } from '../../../base/json.ts';
import type { PolicyError } from '../../../errors/tidewaiter-error.ts';
import type { ResourceFilter } from './resource-filters.ts';

/** How Kyverno is installed in a cluster, as far as that keeps requests from its eyes. */
export interface Installation {
  readonly filters: readonly ResourceFilter[];
  readonly users: UserExclusions;
  /** Of its webhooks; undefined for every namespace. */
  readonly namespaceSelector: JsonObject | undefined;
  /** Of its webhooks; undefined for every object. */
  readonly objectSelector: JsonObject | undefined;
}

/** Names with wildcards. Who is included is not excluded, whatever else excludes them. */
export interface UserExclusions {
  readonly excluded: UserNames;
  readonly included: UserNames;
}

export interface UserNames {
  readonly usernames: readonly string[];
  readonly groups: readonly string[];
  readonly roles: readonly string[];
  readonly clusterRoles: readonly string[];
}

/** An installation as it was read, and what in its settings has no effect. */
export interface InstallationReading {
  readonly installation: Installation;
  readonly warnings: readonly PolicyError[];
}
