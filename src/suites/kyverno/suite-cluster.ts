import { compareText } from '../../base/compare-text.ts';
import { isObject } from '../../base/json.ts';
import { PolicyError } from '../../errors/tidewaiter-error.ts';
import { parseApiVersion } from '../../kubernetes/group-version-kind.ts';
import type { Cluster } from '../../model/cluster.ts';
import type { KubernetesObject } from '../../model/kubernetes-object.ts';
import { decodeDocument, fields, listOf, object, text } from '../decode.ts';
import { nameOf, namespaceOf } from './kubernetes-object.ts';
import type { KyvernoSuite } from './suite.ts';
import type { SuiteReader } from './suite-reader.ts';
import type { Labels } from './suite-values.ts';

const CLUSTER_RESOURCE = fields({
  apiVersion: text,
  kind: text,
  metadata: object,
  spec: fields({ crds: listOf(text), resources: listOf(object) }),
});

/**
 * The objects of a suite's `clusterResources`, and the CustomResourceDefinitions that they name, whose scopes the reader learns: call it
 * before other objects are read. Undefined for a suite without a cluster.
 */
export function readClusterResources(
  suite: KyvernoSuite,
  reader: SuiteReader,
): readonly KubernetesObject[] | undefined {
  if (suite.clusterResources.length === 0) return undefined;
  return suite.clusterResources.flatMap((path) => {
    const documents = reader.documentsOf(path);
    if (documents === undefined) reader.missing(path, 'file of the cluster');
    return (documents ?? []).flatMap((document) => {
      if (document.value === undefined || document.value === null) return [];
      const { spec } = decodeDocument(document, CLUSTER_RESOURCE);
      const definitions = (spec?.crds ?? []).flatMap((crd) => {
        const read = reader.objectsOf(crd);
        if (read === undefined) reader.missing(crd, 'CustomResourceDefinition');
        return read ?? [];
      });
      for (const definition of definitions) reader.learnScope(definition);
      return [...definitions, ...(spec?.resources ?? []).flatMap((resource) => reader.asObject(resource) ?? [])];
    });
  });
}

/** The objects that may be looked up. Of those that claim to be the same one the first counts. */
export function clusterOf(objects: readonly KubernetesObject[]): Cluster {
  const ofKind = (group: string, kind: string) =>
    objects.filter((each) => each.kind === kind && parseApiVersion(each.apiVersion).group === group);
  return {
    get({ group, kind, namespace, name }) {
      const found = ofKind(group, kind).find((each) => nameOf(each) === name && namespaceOf(each) === namespace);
      return found === undefined ? { outcome: 'absent' } : { outcome: 'found', object: found };
    },
    list({ group, kind, namespace }) {
      return ofKind(group, kind)
        .filter((each) => namespace === undefined || namespaceOf(each) === namespace)
        .toSorted((left, right) => compareText(placeOf(left), placeOf(right)));
    },
  };
}

/** A cluster in which other objects lie, too, and go before its own. */
export function overlaid(first: Cluster, second: Cluster): Cluster {
  return {
    get(question) {
      const found = first.get(question);
      return found.outcome === 'absent' ? second.get(question) : found;
    },
    list(question) {
      const own = first.list(question);
      const taken = new Set(own.map(placeOf));
      const both = [...own, ...second.list(question).filter((each) => !taken.has(placeOf(each)))];
      return both.toSorted((left, right) => compareText(placeOf(left), placeOf(right)));
    },
  };
}

function placeOf(object: KubernetesObject): string {
  return `${namespaceOf(object)}/${nameOf(object)}`;
}

/**
 * The labels of the Namespaces of a cluster. Where a suite has one, the CLI insists on the Namespace of every object whose labels no values
 * give; one that is missing is noted as a problem.
 */
export function namespaceLabelsIn(
  cluster: Cluster,
  asked: readonly KubernetesObject[],
  known: ReadonlyMap<string, Labels>,
  suite: KyvernoSuite,
  reader: SuiteReader,
): ReadonlyMap<string, Labels> {
  const names = asked.filter(({ kind }) => kind !== 'Namespace').map(namespaceOf);
  const wanted = [...new Set(names)].filter((name) => name !== '' && Object.keys(known.get(name) ?? {}).length === 0);
  const labels = new Map<string, Labels>();
  for (const name of wanted) {
    const found = cluster.get({ group: '', kind: 'Namespace', namespace: '', name });
    if (found.outcome === 'found') labels.set(name, labelsOf(found.object));
    else reader.problems.push(noNamespace(name, suite));
  }
  return labels;
}

function labelsOf({ metadata }: KubernetesObject): Labels {
  const labels = isObject(metadata.labels) ? Object.entries(metadata.labels) : [];
  return Object.fromEntries(labels.map(([key, value]) => [key, String(value)]));
}

function noNamespace(name: string, suite: KyvernoSuite): PolicyError {
  return new PolicyError(`the suite has a cluster, and the cluster has no Namespace ${name}`, {
    code: 'policy/not-found',
    span: suite.document.locate(['clusterResources']).span,
    remedy: 'Add the Namespace to spec.resources of its file, or its labels to the values.',
  });
}
