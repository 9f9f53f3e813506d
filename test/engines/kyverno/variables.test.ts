import { describe, expect, test } from 'vitest';
import type { Verdict } from '../../../src/model/verdict.ts';
import { judge, objectOf, outcomes, ruleOf, type Surroundings } from './ask.ts';

const MATCH = 'match: { any: [{ resources: { kinds: [ConfigMap] } }] }';
const OBJECT = `apiVersion: v1
kind: ConfigMap
metadata:
  name: settings
  namespace: shop
  labels: { app: web, key: name }
  annotations: { nested: "{{ request.object.metadata.labels.app }}", self: "{{ request.object.metadata.annotations.self }}" }
data: { size: "3", list: "a,b" }`;

/** The message of a denial: what a text comes to. */
function messageOf(
  text: string,
  { context = '', object = OBJECT, ...surroundings }: Surroundings & { context?: string; object?: string } = {},
) {
  const rule = `${MATCH}\n${context}\nvalidate:\n  message: ${JSON.stringify(text)}\n  deny: {}`;
  const [verdict] = judge(ruleOf(rule), object, surroundings);
  return verdict?.outcome === 'fail' ? verdict.message : verdict;
}

/** The verdict of a denial with one condition. */
function denial(
  key: string,
  operator: string,
  value: string,
  surroundings: Surroundings & { context?: string } = {},
): Verdict | undefined {
  const rule = `${MATCH}\n${surroundings.context ?? ''}
validate:
  deny: { conditions: { any: [{ key: ${JSON.stringify(key)}, operator: ${operator}, value: ${value} }] } }`;
  // Who makes the request is known at admission only.
  return judge(ruleOf(rule, 'background: false'), OBJECT, surroundings)[0];
}

function errorOf(verdict: Verdict | undefined): string | undefined {
  return verdict?.outcome === 'error' ? verdict.error.message : undefined;
}

describe('substitution', () => {
  test('a text that is one variable has its type, elsewhere a value is written as JSON', () => {
    expect(denial('{{ request.object.data }}', 'Equals', '{ size: "3", list: "a,b" }')?.outcome).toBe('fail');
    expect(messageOf('data: {{ request.object.data }}')).toBe('data: {"list":"a,b","size":"3"}');
    expect(messageOf('{{ request.object.metadata.name }} in {{request.namespace}}')).toBe('settings in shop');
  });

  test('inner variables come before outer ones', () => {
    expect(messageOf('it is {{ request.object.metadata.{{ request.object.metadata.labels.key }} }}')).toBe(
      'it is settings',
    );
  });

  test('what a variable yields is searched for variables, unless it is shallow', () => {
    expect(messageOf('x {{ request.object.metadata.annotations.nested }}')).toBe('x web');
    expect(messageOf('x {{- request.object.metadata.annotations.nested }}')).toBe(
      'x {{ request.object.metadata.labels.app }}',
    );
  });

  // Kyverno returns the value of a variable alone, and walks on into lists and objects only (jsonutils/traverse.go).
  test('a text that a variable alone yields is not searched, a list or an object is, though it be shallow', () => {
    const nested = '{{ request.object.metadata.annotations.nested }}';
    expect(denial(nested, 'Equals', '"\\\\{{ request.object.metadata.labels.app }}"')?.outcome).toBe('fail');
    expect(denial('{{- request.object.metadata.annotations.nested }}', 'Equals', 'web')?.outcome).toBe('pass');
    for (const list of [
      '{{ [request.object.metadata.annotations.nested] }}',
      '{{- [request.object.metadata.annotations.nested] }}',
    ]) {
      expect(denial(list, 'Equals', '[web]')?.outcome).toBe('fail');
    }
  });

  test('an escaped variable is none', () => {
    expect(messageOf('write \\{{ x }}')).toBe('write {{ x }}');
    expect(messageOf('write \\{{')).toBe('write {{');
  });

  // substituteVariablesIfAny of its vars.go: a shallow one ends the search, and a variable needs a character before it that is left.
  test('a variable right behind a shallow one stays as it is written', () => {
    expect(messageOf('{{- request.namespace }}{{ request.namespace }}')).toBe('shop{{ request.namespace }}');
    expect(messageOf('{{ request.namespace }}{{ request.namespace }}')).toBe('shopshop');
  });

  test('where Kyverno crashes, or cannot read a variable, is an error', () => {
    expect(errorOf(denial('x {{- request.object.data }}', 'Equals', 'x'))).toContain('Kyverno crashes');
    expect(errorOf(denial('é{{ request.namespace }}', 'Equals', 'x'))).toContain('not ASCII');
  });

  test('`{{ @ }}` is the object, and further in the value at the place without its first two steps', () => {
    expect(denial('{{ @ }}', 'Equals', '{}')?.outcome).toBe('pass');
    expect(denial('x', 'Equals', '{ a: { b: { kind: "{{ @ }}" } } }')?.outcome).toBe('pass');
    const pattern = (text: string) => ruleOf(`${MATCH}\nvalidate: { pattern: ${text} }`);
    // request.object.kind, not request.object.spec.template.kind
    expect(outcomes(judge(pattern('{ =(spec): { =(template): { kind: "{{ @ }}" } } }'), OBJECT))).toEqual(['pass']);
    const verdict = judge(pattern('{ metadata: { labels: { app: "{{ @ }}" } } }'), OBJECT)[0];
    expect(errorOf(verdict)).toContain('Unknown key "app"');
  });

  test('a variable that yields itself ends as an error', () => {
    expect(errorOf(denial('x {{ request.object.metadata.annotations.self }}', 'Equals', 'x'))).toContain('too many');
  });
});

describe('missing keys', () => {
  test('are an error of the rule, with the key and the place in the policy', () => {
    const verdict = denial('{{ request.object.spec.nothing }}', 'Equals', 'x');
    expect(errorOf(verdict)).toContain('Unknown key "spec" in path');
    expect(verdict?.outcome === 'error' && verdict.error.code).toBe('policy/expression');
    expect(verdict?.outcome === 'error' && verdict.error.span?.source.file).toBe('policy.yaml');
  });

  test('are null behind ||, a pipe and in a function', () => {
    expect(denial("{{ request.object.spec.nothing || 'x' }}", 'Equals', 'x')?.outcome).toBe('fail');
    expect(denial('{{ request.object.spec | @ }}', 'Equals', 'x')?.outcome).toBe('pass');
  });

  test('in a message leave it as it is written', () => {
    expect(messageOf('no {{ request.object.spec }}')).toBe('no {{ request.object.spec }}');
  });

  test('in the preconditions are an error too', () => {
    const rule = `${MATCH}
preconditions: { all: [{ key: "{{ request.object.spec }}", operator: Equals, value: x }] }
validate: { deny: {} }`;
    expect(outcomes(judge(ruleOf(rule), OBJECT))).toEqual(['error']);
  });
});

describe('the request', () => {
  test('is whole in a cluster; what only the API server knows is unknown', () => {
    expect(
      messageOf('{{ request.kind.kind }} {{ request.name }} {{ request.resource.resource }} {{ request.operation }}'),
    ).toBe('ConfigMap settings configmaps CREATE');
    expect(denial('{{ request.oldObject.spec.x || `null` }}', 'Equals', 'x')?.outcome).toBe('pass');
    expect(denial('{{ request.uid }}', 'Equals', 'x')).toMatchObject({
      outcome: 'unknown',
      needs: 'the uid of the request',
    });
    expect(denial('{{ serviceAccountName }}', 'Equals', 'x')?.outcome).toBe('unknown');
  });

  test('is objects, namespace and operation for the CLI', () => {
    expect(errorOf(denial('{{ request.name }}', 'Equals', 'x', { profile: 'kyverno-cli' }))).toContain(
      'Unknown key "name"',
    );
    expect(errorOf(denial('{{ request.userInfo.username }}', 'Equals', 'x', { profile: 'kyverno-cli' }))).toContain(
      'Unknown key "userInfo"',
    );
    const values = { userInfo: { username: 'system:serviceaccount:flux:apply', groups: [] } };
    expect(
      denial('{{ serviceAccountNamespace }}/{{ serviceAccountName }}', 'Equals', 'flux/apply', {
        profile: 'kyverno-cli',
        values,
      })?.outcome,
    ).toBe('fail');
  });

  test('on DELETE, request.object is the old object, and patterns say nothing', () => {
    const rule = (validate: string) => ruleOf(`${MATCH}\nvalidate: ${validate}`);
    const change = { operation: 'DELETE' as const, object: null, oldObject: objectOf(OBJECT) };
    const deny = '{ message: "{{ request.object.metadata.name }}", deny: {} }';
    expect(judge(rule(deny), OBJECT, {}, change)).toMatchObject([{ outcome: 'fail', message: 'settings' }]);
    expect(judge(rule('{ pattern: { data: { size: "9" } } }'), OBJECT, {}, change)).toEqual([]);
  });

  test('images, by list and container', () => {
    const pod =
      'apiVersion: v1\nkind: Pod\nmetadata: { name: p }\nspec: { containers: [{ name: web, image: nginx }, { name: log, image: "ghcr.io/a/b@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef" }] }';
    const message =
      '{{ images.containers.web.reference }} {{ images.containers.log.registry }} {{ images.containers.log.digest }} {{ images.containers.web.jsonPointer }}';
    const rule = `match: { any: [{ resources: { kinds: [Pod] } }] }\nvalidate: { message: "${message}", deny: {} }`;
    expect(judge(ruleOf(rule), pod)).toMatchObject([
      {
        message:
          'docker.io/nginx:latest ghcr.io sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef /spec/containers/0/image',
      },
    ]);
  });
});

describe('context entries', () => {
  const entry = (text: string) => `context: [${text}]`;

  test('are variables: a value, a path on it or on the context, a default', () => {
    expect(
      messageOf('{{ x }}!', { context: entry('{ name: x, variable: { value: { a: [1, 2] }, jmesPath: "a[1]" } }') }),
    ).toBe('2!');
    expect(
      messageOf('{{ x }}!', { context: entry('{ name: x, variable: { jmesPath: request.object.metadata.name } }') }),
    ).toBe('settings!');
    expect(
      messageOf('{{ x }}!', {
        context: entry('{ name: x, variable: { jmesPath: request.object.spec.y, default: d } }'),
      }),
    ).toBe('d!');
    expect(
      messageOf('{{ x }}!', {
        context: entry('{ name: x, variable: { jmesPath: "request.object.data.*", default: d } }'),
      }),
    ).toBe('["3","a,b"]!');
  });

  test('see those before them, and are loaded only when they are named', () => {
    const context = entry(
      '{ name: a, variable: { value: one } }, { name: b, variable: { value: "{{ a }} two" } }, { name: broken, variable: { jmesPath: request.object.spec.y } }',
    );
    expect(messageOf('{{ b }}!', { context })).toBe('one two!');
    expect(errorOf(denial('{{ broken }}', 'Equals', 'x', { context }))).toContain('Unknown key "broken"');
    expect(errorOf(denial('{{ broken }}', 'Equals', 'x', { context }))).toContain(
      'failed to apply jmespath request.object.spec.y',
    );
  });

  test('are ConfigMaps of the repository; one that it does not hold is unknown and named', () => {
    const context = entry('{ name: cm, configMap: { name: limits, namespace: shop } }');
    const cluster = 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: limits, namespace: shop }\ndata: { max: "7" }';
    expect(messageOf('{{ cm.data.max }}!', { context, cluster })).toBe('7!');
    expect(denial('{{ cm.data.max }}', 'Equals', 'x', { context })).toMatchObject({
      outcome: 'unknown',
      needs: 'ConfigMap shop/limits',
    });
    expect(errorOf(denial('{{ cm.data.max }}', 'Equals', 'x', { context, profile: 'kyverno-cli' }))).toContain(
      'Unknown key "cm"',
    );
  });

  test('that need a cluster, a registry or a network are unknown and named, unless a suite supplies them', () => {
    const context = entry(
      '{ name: pods, apiCall: { urlPath: "/api/v1/namespaces/{{ request.namespace }}/pods", jmesPath: "items | length(@)" } }',
    );
    expect(denial('{{ pods }}', 'GreaterThan', '1', { context })).toMatchObject({
      outcome: 'unknown',
      needs: 'the cluster’s answer to GET /api/v1/namespaces/shop/pods',
    });
    const values = { variables: () => ({ pods: 3 }) };
    expect(denial('{{ pods }}', 'GreaterThan', '1', { context, values, profile: 'kyverno-cli' })?.outcome).toBe('fail');
    const image = entry('{ name: image, imageRegistry: { reference: "nginx:1" } }');
    expect(denial('{{ image.configData }}', 'Equals', 'x', { context: image })?.outcome).toBe('unknown');
  });

  test('that are unknown do not matter where the other conditions decide', () => {
    const context = entry('{ name: cm, configMap: { name: limits, namespace: shop } }');
    const unknown = '{ key: "{{ cm.data.max }}", operator: Equals, value: x }';
    const yes = '{ key: a, operator: Equals, value: a }';
    const no = '{ key: a, operator: Equals, value: b }';
    const outcomeOf = (conditions: string) =>
      judge(ruleOf(`${MATCH}\n${context}\nvalidate: { deny: { conditions: ${conditions} } }`), OBJECT)[0]?.outcome;
    expect(outcomeOf(`{ any: [${unknown}, ${yes}] }`)).toBe('fail');
    expect(outcomeOf(`{ any: [${unknown}, ${no}] }`)).toBe('unknown');
    expect(outcomeOf(`{ any: [${unknown}, ${unknown}] }`)).toBe('unknown');
    expect(outcomeOf(`{ all: [${unknown}, ${no}] }`)).toBe('pass');
    expect(outcomeOf(`{ all: [${unknown}, ${yes}] }`)).toBe('unknown');
    expect(outcomeOf(`{ any: [${unknown}], all: [${no}] }`)).toBe('pass');
    expect(outcomeOf(`{ any: [${yes}], all: [${unknown}] }`)).toBe('unknown');
    expect(outcomeOf(`{ any: [${no}], all: [${unknown}] }`)).toBe('pass');
  });

  test('override what a suite supplies', () => {
    const context = entry('{ name: x, variable: { value: own } }');
    expect(messageOf('{{ x }}!', { context, values: { variables: () => ({ x: 'supplied' }) } })).toBe('own!');
  });
});

describe('values of a suite', () => {
  test('are paths; a part with dots stands in quotes', () => {
    const values = { variables: () => ({ 'request.operation': 'CONNECT', 'a."b.c/d".e': 'deep' }) };
    expect(messageOf('{{ request.operation }} {{ a."b.c/d".e }}', { values, profile: 'kyverno-cli' })).toBe(
      'CONNECT deep',
    );
  });

  test('of a rule add to those of its policy', () => {
    const values = {
      variables: ({ rule }: { rule?: string }) => (rule === undefined ? { a: '1', b: '1' } : { a: '1', b: '2' }),
    };
    expect(messageOf('{{ a }}{{ b }}', { values, profile: 'kyverno-cli' })).toBe('12');
  });
});

describe('an object that was written to harm', () => {
  test('cannot make variables multiply: the rule ends as an error, at once', () => {
    const object = `apiVersion: v1
kind: ConfigMap
metadata: { name: bomb, annotations: { a: "{{ request.object }}", b: "{{ request.object }}", c: "x {{ request.object }}" } }`;
    const rule = `${MATCH}
validate:
  deny: { conditions: { any: [{ key: "{{ request.object.metadata.annotations }}", operator: Equals, value: x }] } }`;
    const [verdict] = judge(ruleOf(rule), object);
    expect(errorOf(verdict)).toMatch(/too much|too many/);
  });

  test('cannot make a rule evaluate expressions without end', () => {
    const text = '{{ length(request.object.data) }} '.repeat(5_000);
    const object = `apiVersion: v1\nkind: ConfigMap\nmetadata: { name: bomb }\ndata: { text: "${text}" }`;
    const rule = `${MATCH}
validate: { deny: { conditions: { any: [{ key: "x {{ request.object.data.text }}", operator: Equals, value: x }] } } }`;
    expect(errorOf(judge(ruleOf(rule), object)[0])).toContain('yield too much');
  });
});
