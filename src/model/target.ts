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
}
