import { PolicyError } from '../../../errors/tidewaiter-error.ts';
import { parseApiVersion } from '../../../kubernetes/group-version-kind.ts';
import type { PolicyDocument } from '../../../model/engine.ts';
import type { KubernetesObject } from '../../../model/kubernetes-object.ts';
import type { Target } from '../../../model/target.ts';
import { CHART_EXCLUDED_GROUPS, CHART_NAMESPACE_SELECTOR, CHART_RESOURCE_FILTERS } from './chart.ts';
import type { Installation, InstallationReading, UserNames } from './installation.ts';
import { readConfigMap } from './read-config-map.ts';
import { parseResourceFilters } from './resource-filters.ts';

/** Kyverno's own settings, where its chart puts them. */
export function isConfigMap({ apiVersion, kind, metadata }: KubernetesObject): boolean {
  return (
    kind === 'ConfigMap' &&
    parseApiVersion(apiVersion).group === '' &&
    metadata.name === 'kyverno' &&
    metadata.namespace === 'kyverno'
  );
}

/** The installation that a target says, or that Kyverno's ConfigMap in the repository says, or else that of its chart. */
export function readInstallation(documents: readonly PolicyDocument[], { kyverno }: Target): InstallationReading {
  const { resourceFilters = 'installed' } = kyverno;
  if (resourceFilters === 'default') return { installation: CHART, warnings: [] };
  if (resourceFilters !== 'installed') {
    return { installation: { ...CHART, filters: parseResourceFilters(resourceFilters.join('')) }, warnings: [] };
  }
  const [configMap, other] = documents;
  if (!configMap) return { installation: CHART, warnings: [] };
  if (!other) return readConfigMap(configMap);
  return { installation: CHART, warnings: [severalConfigMaps(configMap, other)] };
}

const NOBODY: UserNames = { usernames: [], groups: [], roles: [], clusterRoles: [] };

const CHART: Installation = {
  filters: parseResourceFilters(CHART_RESOURCE_FILTERS.join('')),
  users: { excluded: { ...NOBODY, groups: CHART_EXCLUDED_GROUPS }, included: NOBODY },
  namespaceSelector: CHART_NAMESPACE_SELECTOR,
  objectSelector: undefined,
};

function severalConfigMaps(first: PolicyDocument, second: PolicyDocument): PolicyError {
  const files = `${first.source.file} and in ${second.source.file}`;
  return new PolicyError(`Kyverno's ConfigMap is written in ${files}: neither counts, and its chart's settings do`, {
    code: 'policy/duplicate',
    span: second.locate(['metadata', 'name']).span,
    remedy: 'Write the filters under `engines.kyverno.resourceFilters`.',
  });
}
