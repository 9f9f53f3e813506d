import { deepEqual } from '../base/deep-equal.ts';
import { parseApiVersion } from '../kubernetes/group-version-kind.ts';
import { requestOfState } from '../manifests/admission-request.ts';
import type { Inventory } from '../manifests/inventory.ts';
import type { BothInventories } from '../manifests/read-change-set.ts';
import type { Cluster, LookUp, LookUpQuestion } from '../model/cluster.ts';
import type { Values } from '../model/engine.ts';
import type { KubernetesObject } from '../model/kubernetes-object.ts';
import { type BothClusters, contextOf } from './admit-both-ways.ts';
import { askedPolicies } from './asked-policies.ts';
import { differingIdentities } from './differing-identities.ts';
import { generateFor, objectsOf } from './effects.ts';
import type { Court } from './judge-change.ts';
import { mutateInOrder } from './mutate-in-order.ts';

/** What is known of one cluster. */
interface KnownCluster {
  readonly inventories: BothInventories;
  /** What was recorded of it. */
  readonly values: Values;
}

/** Who is asked, and how. */
type Judging = Pick<Court, 'index' | 'context' | 'scopes' | 'userInfo'>;

/**
 * Clusters in which a policy finds what other policies would generate, where it looks something up that the repository does not hold. They are asked
 * about all manifests of a cluster, once, and only after such a look-up.
 */
export function withGeneratedObjects(
  knownOf: (cluster: string) => KnownCluster,
  judging: Judging,
): Court['clustersOf'] {
  const clusters = new Map<string, BothClusters>();
  return (name) => {
    const cluster = clusters.get(name) ?? addGenerated(knownOf(name), judging);
    clusters.set(name, cluster);
    return cluster;
  };
}

function addGenerated({ inventories: written, values }: KnownCluster, judging: Judging): BothClusters {
  if (!judging.index.policies.some(({ generate }) => generate)) return { ...written, written, values };
  const head = new GeneratedObjects(written.head, values, judging);
  const base = new GeneratedObjects(written.base, values, judging);
  let changed: ReadonlySet<string> | undefined;
  return {
    head: overlay(written.head, head),
    base: overlay(written.base, base),
    /** Nobody looked at what is generated before the policies were asked. */
    get changed() {
      if (!head.wereAsked) return written.changed;
      changed ??= new Set([...written.changed, ...differingIdentities(head.all(), base.all())]);
      return changed;
    },
    written,
    values,
  };
}

/** What policies would generate for the manifests of an inventory. */
class GeneratedObjects {
  readonly #generate: () => readonly KubernetesObject[];
  #objects: readonly KubernetesObject[] | undefined;

  constructor(inventory: Inventory, values: Values, judging: Judging) {
    this.#generate = () => generateAll(inventory, values, judging);
  }

  get wereAsked(): boolean {
    return this.#objects !== undefined;
  }

  all(): readonly KubernetesObject[] {
    this.#objects ??= this.#generate();
    return this.#objects;
  }
}

function generateAll(
  inventory: Inventory,
  values: Values,
  { index, context: run, scopes, userInfo }: Judging,
): readonly KubernetesObject[] {
  return inventory.manifests().flatMap((manifest) => {
    const request = requestOfState(manifest, scopes, userInfo);
    if (!index.concerning(request).some(({ generate }) => generate)) return [];
    const context = contextOf(run, inventory, values);
    const { policies } = askedPolicies(request, index, context);
    const { object, mutations } = mutateInOrder(request, policies, context);
    const { effects } = generateFor({ ...request, object }, policies, context, mutations);
    return objectsOf(effects);
  });
}

/** What is generated comes after what is written: who finds that has no need to ask for more. */
function overlay(written: Cluster, generated: GeneratedObjects): Cluster {
  return {
    get(question) {
      const found = written.get(question);
      return found.outcome === 'absent' ? find(generated.all(), question) : found;
    },
    list(question) {
      const found = written.list(question);
      return found.length > 0 ? found : generated.all().filter((object) => isAskedFor(object, question));
    },
  };
}

function find(objects: readonly KubernetesObject[], question: LookUpQuestion): LookUp {
  const [first, ...others] = objects.filter(
    (object) => isAskedFor(object, question) && object.metadata.name === question.name,
  );
  if (!first) return { outcome: 'absent' };
  if (others.every((other) => deepEqual(other, first))) return { outcome: 'found', object: first };
  return { outcome: 'ambiguous', reason: `policies would generate ${question.kind} ${question.name} in several ways` };
}

function isAskedFor(
  { apiVersion, kind, metadata }: KubernetesObject,
  question: { readonly group: string; readonly kind: string; readonly namespace?: string },
): boolean {
  return (
    kind === question.kind &&
    parseApiVersion(apiVersion).group === question.group &&
    (question.namespace === undefined || (metadata.namespace ?? '') === question.namespace)
  );
}
