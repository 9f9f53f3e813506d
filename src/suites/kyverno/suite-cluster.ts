import { compareText } from '../../base/compare-text.ts';
import { parseApiVersion } from '../../kubernetes/group-version-kind.ts';
import type { Cluster } from '../../model/cluster.ts';
import type { KubernetesObject } from '../../model/kubernetes-object.ts';
import { decodeDocument, fields, listOf, object, text } from '../decode.ts';
import type { KyvernoSuite } from './suite.ts';
import type { SuiteReader } from './suite-reader.ts';

const CLUSTER_RESOURCE = fields({
  apiVersion: text,
  kind: text,
  metadata: object,
  spec: fields({ crds: listOf(text), resources: listOf(object) }),
});

/**
 * The cluster that a suite describes: the objects of its `clusterResources`, and the scopes that their CustomResourceDefinitions give.
 * Without any it is empty.
 */
export function readSuiteCluster(suite: KyvernoSuite, reader: SuiteReader): Cluster {
  const objects = suite.clusterResources.flatMap((path) => {
    const documents = reader.documentsOf(path);
    if (documents === undefined) reader.missing(path, 'file of the cluster');
    return (documents ?? []).flatMap((document) => {
      if (document.value === undefined || document.value === null) return [];
      const { spec } = decodeDocument(document, CLUSTER_RESOURCE);
      for (const crd of spec?.crds ?? []) {
        const definitions = reader.objectsOf(crd);
        if (definitions === undefined) reader.missing(crd, 'CustomResourceDefinition');
        for (const definition of definitions ?? []) reader.learnScope(definition);
      }
      return (spec?.resources ?? []).flatMap((resource) => reader.asObject(resource) ?? []);
    });
  });
  return clusterOf(objects);
}

function clusterOf(objects: readonly KubernetesObject[]): Cluster {
  const ofKind = (group: string, kind: string) =>
    objects.filter((each) => each.kind === kind && parseApiVersion(each.apiVersion).group === group);
  return {
    get({ group, kind, namespace, name }) {
      const found = ofKind(group, kind).find(
        ({ metadata }) => metadata.name === name && (metadata.namespace ?? '') === namespace,
      );
      return found === undefined ? { outcome: 'absent' } : { outcome: 'found', object: found };
    },
    list({ group, kind, namespace }) {
      return ofKind(group, kind)
        .filter(({ metadata }) => namespace === undefined || (metadata.namespace ?? '') === namespace)
        .toSorted((left, right) => compareText(placeOf(left), placeOf(right)));
    },
  };
}

function placeOf({ metadata }: KubernetesObject): string {
  return `${String(metadata.namespace ?? '')}/${String(metadata.name ?? '')}`;
}
