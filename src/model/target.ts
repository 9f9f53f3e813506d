/** What is asked to agree with: the cluster's version, and how its engines are installed. */
export interface Target {
  /** Kubernetes minor version, such as `1.34`. */
  readonly kubernetes: string;
  /** The CLI of Kyverno judges some things otherwise than its admission controller; its suites expect the CLI. */
  readonly profile: Profile;
  readonly kyverno: KyvernoTarget;
}

export type Profile = 'cluster' | 'kyverno-cli';

export interface KyvernoTarget {
  /** Minor version, such as `1.19`. */
  readonly version: string;
  /** Which PolicyExceptions count; left out: none, as Kyverno's chart has it. */
  readonly exceptions?: KyvernoExceptions;
  /** What Kyverno never looks at; left out: what its ConfigMap says, where the repository holds that, else what its chart has. */
  readonly resourceFilters?: ResourceFilters;
}

export type KyvernoExceptions = {
  readonly enabled: boolean;
  /** The one from which exceptions are taken; `*` is every one, and without one none is taken. */
  readonly namespace: string;
};

/** `installed`: those of Kyverno's ConfigMap where the repository holds it, else its chart's; `default`: its chart's; or `[Kind,namespace,name]`. */
export type ResourceFilters = 'installed' | 'default' | readonly string[];
