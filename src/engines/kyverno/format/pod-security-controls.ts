/** The controls that `podSecurity.exclude` may name, and whether they look at containers, at the Pod, or at both. */
export const POD_SECURITY_CONTROLS: { readonly [name: string]: 'containers' | 'pod' | 'both' } = {
  HostProcess: 'both',
  'Host Namespaces': 'pod',
  'Privileged Containers': 'containers',
  Capabilities: 'containers',
  'HostPath Volumes': 'pod',
  'Host Ports': 'containers',
  AppArmor: 'both',
  SELinux: 'both',
  '/proc Mount Type': 'containers',
  Seccomp: 'both',
  Sysctls: 'pod',
  'Volume Types': 'pod',
  'Privilege Escalation': 'containers',
  'Running as Non-root': 'both',
  'Running as Non-root user': 'both',
};

/** Those that the level `baseline` does not have at all. */
export const RESTRICTED_CONTROLS: readonly string[] = [
  'Volume Types',
  'Privilege Escalation',
  'Running as Non-root',
  'Running as Non-root user',
];
