import { didYouMean } from '../../../base/did-you-mean.ts';
import { isArray, isObject, type JsonObject } from '../../../base/json.ts';
import type { QueriedPath } from '../../../languages/jmespath/queried-paths.ts';
import { contextEntriesOf } from './check-contexts.ts';
import type { CheckedRule } from './checked-policy.ts';
import { isFilledList, partsOf } from './parts-of.ts';

/** What a variable may have below its name. */
type Shape =
  | { readonly kind: 'anything' }
  /** These members and no others. */
  | { readonly kind: 'members'; readonly members: Members }
  /** These members, and others that nobody can know: only what resembles one of these is misspelt. */
  | { readonly kind: 'open'; readonly members: Members }
  /** Members of any name, each of one shape. */
  | { readonly kind: 'each'; readonly of: Shape };

interface Members {
  readonly [name: string]: Shape;
}

export interface UnknownVariable {
  /** The name that nobody knows, and what it was looked for in; undefined for a variable itself. */
  readonly name: string;
  readonly parent: string | undefined;
  readonly meant: string | undefined;
}

/** The variables that a rule's expressions may name: Kyverno's own, and those of the rule's context. */
export class KnownVariables {
  readonly #members: Members;
  readonly #entries: readonly string[];

  constructor({ rule, path }: CheckedRule) {
    this.#members = variablesOf(rule);
    this.#entries = [...contextEntriesOf(rule, path).map(({ part }) => String(part.name)), ...attestationsOf(rule)];
  }

  /** The first step of a path that is not known; undefined where all is as it should be, as far as anybody can tell. */
  findUnknown(path: QueriedPath): UnknownVariable | undefined {
    const [root, ...steps] = path;
    // `""` is the member without a name; who writes it means the empty text.
    if (typeof root !== 'string' || root === '' || LOOP_VARIABLE.test(root)) return undefined;
    if (this.#entries.some((name) => name === root || name.startsWith(`${root}.`))) return undefined;
    const shape = Object.hasOwn(this.#members, root) ? this.#members[root] : undefined;
    if (shape) return findUnknownMember(root, shape, steps);
    const meant = didYouMean(root, [...this.#entries, ...Object.keys(this.#members), 'element', 'elementIndex']);
    return { name: root, parent: undefined, meant };
  }
}

/** In loops; outside of them they are refused. */
const LOOP_VARIABLE = /^element(?:Index)?\d*$/;

function findUnknownMember(parent: string, shape: Shape, steps: QueriedPath): UnknownVariable | undefined {
  const [step, ...rest] = steps;
  if (typeof step !== 'string' || shape.kind === 'anything') return undefined;
  if (shape.kind === 'each') return findUnknownMember(`${parent}.${step}`, shape.of, rest);
  const member = Object.hasOwn(shape.members, step) ? shape.members[step] : undefined;
  if (member) return findUnknownMember(`${parent}.${step}`, member, rest);
  const meant = didYouMean(step, Object.keys(shape.members));
  return shape.kind === 'open' && meant === undefined ? undefined : { name: step, parent, meant };
}

const ANYTHING: Shape = { kind: 'anything' };

function anythingIn(...names: readonly string[]): Members {
  return Object.fromEntries(names.map((name) => [name, ANYTHING]));
}

/** Kubernetes' ObjectMeta. */
const METADATA: Shape = {
  kind: 'members',
  members: anythingIn(
    'name',
    'generateName',
    'namespace',
    'labels',
    'annotations',
    'uid',
    'resourceVersion',
    'generation',
    'creationTimestamp',
    'deletionTimestamp',
    'deletionGracePeriodSeconds',
    'finalizers',
    'ownerReferences',
    'managedFields',
    'selfLink',
  ),
};

const OBJECT: Shape = { kind: 'open', members: { metadata: METADATA, spec: ANYTHING } };
const KIND: Shape = { kind: 'members', members: anythingIn('group', 'version', 'kind') };
const RESOURCE: Shape = { kind: 'members', members: anythingIn('group', 'version', 'resource') };

/** Kubernetes' AdmissionRequest, and what Kyverno adds to it. A suite may supply more. */
const REQUEST: Shape = {
  kind: 'open',
  members: {
    ...anythingIn('uid', 'subResource', 'requestSubResource', 'name', 'namespace', 'operation', 'dryRun', 'options'),
    ...anythingIn('roles', 'clusterRoles'),
    kind: KIND,
    requestKind: KIND,
    resource: RESOURCE,
    requestResource: RESOURCE,
    userInfo: { kind: 'members', members: anythingIn('username', 'uid', 'groups', 'extra') },
    object: OBJECT,
    oldObject: OBJECT,
  },
};

const IMAGES: Shape = {
  kind: 'each',
  of: {
    kind: 'members',
    members: anythingIn(
      'registry',
      'path',
      'name',
      'tag',
      'digest',
      'reference',
      'referenceWithTag',
      'jsonPointer',
      'jsonPath',
      'resolvedImage',
    ),
  },
};

function variablesOf(rule: JsonObject): Members {
  const { mutate, imageExtractors, verifyImages } = rule;
  const lists = ['containers', 'initContainers', 'ephemeralContainers', ...extractedLists(imageExtractors)];
  return {
    request: REQUEST,
    images: { kind: 'members', members: Object.fromEntries(lists.map((list) => [list, IMAGES])) },
    ...anythingIn('serviceAccountName', 'serviceAccountNamespace'),
    ...(isObject(mutate) && isFilledList(mutate.targets) ? { target: OBJECT } : {}),
    ...(isArray(verifyImages) ? anythingIn('image') : {}),
  };
}

function extractedLists(imageExtractors: JsonObject[string] | undefined): readonly string[] {
  if (!isObject(imageExtractors)) return [];
  return Object.values(imageExtractors).flatMap((list) =>
    partsOf(list, []).map(({ part }) => (typeof part.name === 'string' ? part.name : 'custom')),
  );
}

function attestationsOf({ verifyImages }: JsonObject): readonly string[] {
  return partsOf(verifyImages, []).flatMap((verification) =>
    partsOf(verification.part.attestations, []).flatMap(({ part }) =>
      typeof part.name === 'string' ? [part.name] : [],
    ),
  );
}
