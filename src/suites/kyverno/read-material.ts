import type { Operation, UserInfo } from '../../model/admission-request.ts';
import type { Context, Instant } from '../../model/engine.ts';
import type { KubernetesObject } from '../../model/kubernetes-object.ts';
import type { Target } from '../../model/target.ts';
import { readGlobalContextData } from './global-context.ts';
import { readUserInfo, readValues } from './read-values.ts';
import type { KyvernoSuite, ValuesSpec } from './suite.ts';
import { clusterOf, namespaceLabelsIn, readClusterResources } from './suite-cluster.ts';
import type { SuiteReader } from './suite-reader.ts';
import type { Subresources } from './suite-requests.ts';
import { createSuiteValues, namespaceLabelsOf, type SuiteValues } from './suite-values.ts';

/** What the policies of a suite are asked about, and what they may know. */
export interface SuiteMaterial {
  readonly resources: readonly KubernetesObject[];
  readonly targets: readonly KubernetesObject[];
  /** By the operation of a row, which stands above what the values say. */
  contextFor(operation: Operation | undefined): Context & { readonly values: SuiteValues };
  readonly subresources: Subresources;
}

/** Reads what a suite names beside its policies. Files that are missing are noted by the reader; throws a PolicyError for what is malformed. */
export function readMaterial(
  suite: KyvernoSuite,
  reader: SuiteReader,
  { now, random, target }: { readonly now: Instant; readonly random: () => number; readonly target: Target },
): SuiteMaterial {
  const spec = suite.values ?? readSpec(suite, reader);
  // Before all other objects: it knows which kinds have no namespace.
  const inCluster = readClusterResources(suite, reader);
  const read = (paths: readonly string[]) => reader.resources(paths).map(({ object }) => object);
  const resources = read(suite.resources);
  const targets = read(suite.targetResources);
  const parameters = read(suite.paramResources);
  const cluster = clusterOf([...resources, ...targets, ...parameters, ...(inCluster ?? [])]);
  const known = namespaceLabelsOf(spec);
  const says = {
    spec,
    userInfo: readUser(suite, reader),
    looksUp: inCluster !== undefined,
    clusterLabels: inCluster === undefined ? new Map() : namespaceLabelsIn(cluster, resources, known, suite, reader),
    apiCalls: suite.apiCalls,
    globalContext: readGlobalContextData(suite, reader, { now, random }),
  };
  return {
    resources,
    targets,
    contextFor: (operation) => ({ cluster, target, now, random, values: createSuiteValues(says, operation) }),
    // With a cluster it is the cluster's discovery that would know of subresources.
    subresources: inCluster === undefined ? (spec.subresources ?? []) : [],
  };
}

function readSpec(suite: KyvernoSuite, reader: SuiteReader): ValuesSpec {
  if (!suite.variables) return {};
  const source = reader.source(suite.variables);
  if (source) return readValues(source);
  reader.missing(suite.variables, 'file of values');
  return {};
}

function readUser(suite: KyvernoSuite, reader: SuiteReader): UserInfo | undefined {
  if (!suite.userInfo) return undefined;
  const source = reader.source(suite.userInfo);
  if (source) return readUserInfo(source);
  reader.missing(suite.userInfo, 'file about the user');
  return undefined;
}
