import { describe, expect, it } from 'vitest';
import { kyvernoEngine } from '../../../../src/engines/kyverno/engine.ts';
import { readWrittenObjects } from '../../../../src/manifests/written-objects.ts';
import type { AdmissionRequest } from '../../../../src/model/admission-request.ts';
import type { Profile, ResourceFilters } from '../../../../src/model/target.ts';
import { contextOf, objectOf, requestOf, ruleOf } from '../ask.ts';

const POLICY = ruleOf(
  'match: { any: [{ resources: { kinds: ["*"] } }] }\nvalidate: { message: refused, deny: {} }',
  'background: false',
);

interface Asked {
  readonly resourceFilters?: ResourceFilters;
  readonly profile?: Profile;
  /** Beside the policy. */
  readonly documents?: string;
  /** Manifests that can be looked up. */
  readonly cluster?: string;
  readonly change?: Partial<AdmissionRequest>;
}

function compileWith({ resourceFilters, profile = 'cluster', documents = '' }: Asked) {
  const text = `${POLICY}---\n${documents}`;
  const { objects } = readWrittenObjects({ file: 'policy.yaml', revision: 'base', text });
  const kyverno = { version: '1.18', ...(resourceFilters && { resourceFilters }) };
  const compilation = kyvernoEngine.compile(objects, { kubernetes: '1.34', profile, kyverno });
  expect(compilation.problems).toEqual([]);
  return compilation;
}

/** Why the engine never sees an object; undefined where it sees it. */
function unseen(object: string, asked: Asked = {}): string | undefined {
  const [policy] = compileWith(asked).policies;
  const request = requestOf(objectOf(object), asked.change);
  return policy?.overlooks?.(request, contextOf({ cluster: asked.cluster ?? '' }));
}

const object = (kind: string, namespace = 'shop', apiVersion = 'v1', labels = '{}') =>
  `apiVersion: ${apiVersion}\nkind: ${kind}\nmetadata: { name: web, namespace: ${namespace}, labels: ${labels} }\n`;
const POD = object('Pod');
const namespace = (name: string, labels = '{}') =>
  `apiVersion: v1\nkind: Namespace\nmetadata: { name: ${name}, labels: ${labels} }\n`;

function configMap(...data: readonly string[]): string {
  return `apiVersion: v1
kind: ConfigMap
metadata: { name: kyverno, namespace: kyverno }
data:
${data.map((line) => `  ${line}`).join('\n')}
`;
}

describe("what Kyverno's chart keeps from it", () => {
  it.each([
    ['what is in the namespaces of Kubernetes', object('Pod', 'kube-system'), '[*/*,kube-system,*]'],
    ['what is in its own namespace', object('Pod', 'kyverno'), '[*/*,kyverno,*]'],
    ['such a Namespace itself', namespace('kube-public'), '[*/*,kube-public,*]'],
    ['ReplicaSets', object('ReplicaSet', 'shop', 'apps/v1'), '[ReplicaSet,*,*]'],
    ['Events', object('Event', 'shop', 'events.k8s.io/v1'), '[Event,*,*]'],
    ['Nodes', 'apiVersion: v1\nkind: Node\nmetadata: { name: a }\n', '[Node,*,*]'],
    [
      'its own roles',
      'apiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRole\nmetadata: { name: "kyverno:reports-controller:core" }\n',
      '[ClusterRole,*,kyverno:reports-controller:core]',
    ],
  ])('is %s, with the filter that does', (_, text, filter) => {
    expect(unseen(text)).toMatch(`: its resourceFilters hold ${filter}`);
  });

  it.each([
    ['a Pod', POD],
    ['another Namespace', namespace('kube')],
    [
      'a ClusterRole of somebody else',
      'apiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRole\nmetadata: { name: admin }\n',
    ],
  ])('is not %s', (_, text) => {
    expect(unseen(text)).toBeUndefined();
  });

  it('is what nodes do, and what Kyverno writes for itself', () => {
    const node = { username: 'system:node:a', groups: ['system:nodes'] };
    expect(unseen(POD, { change: { userInfo: node } })).toMatch('its settings exclude the user system:node:a');
    expect(unseen(object('UpdateRequest', 'shop', 'kyverno.io/v2'))).toMatch('it is a kind of its own');
  });

  it('is nothing in its CLI, which has no webhooks', () => {
    expect(unseen(object('Pod', 'kube-system'), { profile: 'kyverno-cli' })).toBeUndefined();
  });

  it('has the words of the object that it is about', () => {
    expect(unseen(object('Pod', 'kube-system'))).toBe(
      'Kyverno never sees Pod kube-system/web: its resourceFilters hold [*/*,kube-system,*]',
    );
    const unnamed = object('Pod', 'kube-system').replace('name: web', 'generateName: web-');
    expect(unseen(unnamed)).toMatch('Pod kube-system/web-*: ');
  });
});

describe('filters of a configuration', () => {
  const filtered = (resourceFilters: readonly string[], text: string) =>
    unseen(text, { resourceFilters }) !== undefined;

  it.each([
    ['[Pod,shop,web]', true],
    ['[Pod,shop,other]', false],
    ['[Pod,sh?p,w*]', true],
    ['[v1/Pod,*,*]', true],
    ['[apps/v1/Pod,*,*]', false],
    ['[Pod/exec,*,*]', false],
    ['[*/*,shop,*]', true],
    ['[*,shop,*]', true],
    // Two parts are a kind and a namespace; the name is the empty one.
    ['[Pod,shop]', false],
  ])('%s: %s', (filter, expected) => {
    expect(filtered([filter], POD)).toBe(expected);
  });

  it('stand in place of those of the chart, whose webhooks keep what they keep', () => {
    expect(filtered(['[Event,*,*]'], object('ReplicaSet', 'shop', 'apps/v1'))).toBe(false);
    expect(unseen(object('Pod', 'kube-system'), { resourceFilters: [] })).toMatch(
      'the namespaceSelector of its webhooks',
    );
    expect(unseen(namespace('kyverno'), { resourceFilters: [] })).toMatch('the namespaceSelector of its webhooks');
    expect(unseen('apiVersion: v1\nkind: Node\nmetadata: { name: a }\n', { resourceFilters: [] })).toBeUndefined();
  });

  it('go before a ConfigMap, as does the word for those of the chart', () => {
    const documents = configMap("resourceFilters: '[Pod,*,*]'");
    expect(unseen(POD, { documents })).toBeDefined();
    expect(unseen(POD, { documents, resourceFilters: 'default' })).toBeUndefined();
    expect(unseen(POD, { documents, resourceFilters: [] })).toBeUndefined();
  });
});

describe("Kyverno's ConfigMap", () => {
  it('says all, also by what it leaves out', () => {
    const documents = configMap("resourceFilters: '[Event,*,*] [Pod,test,*]'");
    expect(unseen(object('Pod', 'kube-system'), { documents })).toBeUndefined();
    expect(unseen(object('Pod', 'test'), { documents })).toMatch('[Pod,test,*]');
  });

  it('is the one in the namespace of Kyverno', () => {
    const documents = configMap("resourceFilters: '[Pod,*,*]'").replace('namespace: kyverno', 'namespace: shop');
    const { objects } = readWrittenObjects({ file: 'a.yaml', revision: 'base', text: documents });
    expect(objects.map(({ object }) => kyvernoEngine.recognises(object))).toEqual([false]);
  });

  it.each([
    ['excludeUsernames: "ci-*"', true],
    ['excludeGroups: "x, dev"', true],
    ['excludeRoles: "shop:edit"', true],
    ['excludeClusterRoles: "admin"', true],
    ['excludeUsernames: "other"', false],
    ['excludeUsernames: "ci-*,!ci-bot"', false],
    ['excludeGroups: "dev"\n  excludeUsernames: "! ci-bot"', false],
  ])('excludes users by %s: %s', (line, expected) => {
    const userInfo = { username: 'ci-bot', groups: ['dev'], roles: ['shop:edit'], clusterRoles: ['admin'] };
    expect(unseen(POD, { documents: configMap(line), change: { userInfo } }) !== undefined).toBe(expected);
    // Nobody knows who asks.
    expect(unseen(POD, { documents: configMap(line) })).toBeUndefined();
  });

  const webhooks = (selectors: object) => configMap(`webhooks: '${JSON.stringify(selectors)}'`);
  const byLabel = webhooks({ namespaceSelector: { matchLabels: { watched: 'yes' } } });

  it('selects namespaces by their labels, where those are known', () => {
    const [watched, other] = [namespace('shop', '{ watched: "yes" }'), namespace('shop')];
    expect(unseen(POD, { documents: byLabel, cluster: watched })).toBeUndefined();
    expect(unseen(POD, { documents: byLabel, cluster: other })).toMatch('namespaceSelector');
    expect(unseen(POD, { documents: byLabel })).toBeUndefined();
    expect(unseen(watched, { documents: byLabel })).toBeUndefined();
    expect(unseen(other, { documents: byLabel })).toMatch('namespaceSelector');
  });

  it('selects objects by their labels, the old one or the new one', () => {
    const documents = webhooks({ objectSelector: { matchExpressions: [{ key: 'skip', operator: 'DoesNotExist' }] } });
    const skipped = object('Pod', 'shop', 'v1', '{ skip: "" }');
    expect(unseen(skipped, { documents })).toMatch('objectSelector');
    expect(unseen(skipped, { documents, change: { operation: 'UPDATE', oldObject: objectOf(POD) } })).toBeUndefined();
  });

  it.each([
    ['webhooks that are no JSON', "webhooks: 'namespaceSelector: {}'", /`webhooks` is no mapping/],
    ['webhooks that are a list', "webhooks: '[]'", /`webhooks` is no mapping/],
    ['conditions in CEL', 'matchConditions: \'[{"name":"a","expression":"true"}]\'', /`matchConditions` are CEL/],
  ])('is warned of for %s', (_, line, message) => {
    expect(compileWith({ documents: configMap(line) }).warnings.map((each) => each.message)).toEqual([
      expect.stringMatching(message),
    ]);
  });

  it('counts for nothing where there are two', () => {
    const documents = `${configMap("resourceFilters: '[Pod,*,*]'")}---\n${configMap("resourceFilters: ''")}`;
    expect(unseen(POD, { documents })).toBeUndefined();
    expect(unseen(object('Pod', 'kube-system'), { documents })).toBeDefined();
    expect(compileWith({ documents }).warnings).toMatchObject([{ code: 'policy/duplicate' }]);
  });
});

it('a trace says why nothing is asked', () => {
  const [policy] = compileWith({}).policies;
  const request = requestOf(objectOf(object('Pod', 'kube-system')));
  expect(policy?.explain?.(request, contextOf()).steps).toEqual([
    { text: expect.stringContaining('[*/*,kube-system,*]'), outcome: 'no' },
  ]);
});
