import { describe, expect, test } from 'vitest';
import { ruleOf } from '../ask.ts';
import { DENY, MATCH, remarksOf } from './remarks.ts';

const problems = (match: string, spec = '') => remarksOf(ruleOf(`${match}\n${DENY}`, spec)).problems;

// What Kyverno refuses: kyverno/kyverno 1.19, pkg/validation/policy/validate.go and api/kyverno/v1.
describe('match', () => {
  test('has any, all, or the deprecated form', () => {
    const pods = '[{ resources: { kinds: [Pod] } }]';
    expect(problems(`match: { any: ${pods}, all: ${pods} }`)).toEqual([
      'all | match has any and all; only one is allowed',
    ]);
    expect(problems(`match: { any: ${pods}, resources: { kinds: [Pod] } }`)).toEqual([
      'resources | match has resources beside any',
    ]);
    expect(problems('match: { resources: { kinds: [Pod] } }')).toEqual([]);
  });

  test('names kinds in every filter', () => {
    expect(problems('match: { any: [{ resources: { namespaces: [a] } }] }')).toEqual([
      '{ namespaces: [a] } | a filter of match has to name kinds',
    ]);
    expect(problems('match: { all: [{ resources: { kinds: [] } }] }')).toHaveLength(1);
    expect(problems('match: {}')).toHaveLength(1);
    expect(problems(`${MATCH}\nexclude: { any: [{ resources: { namespaces: [a] } }] }`)).toEqual([]);
  });

  test('names kinds that could be some', () => {
    const kinds = (kind: string) =>
      remarksOf(ruleOf(`match: { any: [{ resources: { kinds: ["${kind}"] } }] }\n${DENY}`));
    for (const kind of ['Pod', 'v1/Pod', 'apps/v1/Deployment', '*.example.com/*/Thing', 'apps/*/Deploy*']) {
      expect(kinds(kind), kind).toMatchObject({ problems: [], warnings: [] });
    }
    for (const kind of ['', 'apps/v1/', 'a/b/c/d/e', 'Pod s', 'apps/v1/Deploy-ment']) {
      expect(kinds(kind).problems, kind).toEqual([expect.stringContaining('names no kind')]);
    }
    expect(kinds('pod')).toMatchObject({
      judges: 1,
      warnings: ['"pod" | "pod" matches nothing: kinds begin with a capital'],
    });
  });

  test('about every kind looks at metadata only, and not in the background', () => {
    const every = 'match: { any: [{ resources: { kinds: ["*"] } }] }';
    const judged = (validate: string, spec = 'background: false') =>
      remarksOf(ruleOf(`${every}\n${validate}`, spec)).problems.map((problem) => problem.split(' | ')[1]);
    expect(judged('validate: { pattern: { metadata: { name: a } } }')).toEqual([]);
    expect(judged('validate: { pattern: { spec: { name: a } } }')).toEqual([
      'a rule about every kind can only look at metadata, and this one looks at "spec"',
    ]);
    expect(judged(DENY, '')).toEqual(['a rule about every kind is not for background scans']);
    expect(judged('validate: { foreach: [{ list: request.object.a, deny: {} }] }')).toHaveLength(1);
    expect(problems('match: { any: [{ resources: { kinds: ["*", Pod] } }] }', 'background: false')).toEqual([
      '"*" | "*" stands for every kind: no other can be beside it',
    ]);
  });

  test('has a name or names', () => {
    expect(problems('match: { any: [{ resources: { kinds: [Pod], name: a, names: [b] } }] }')).toEqual([
      'names | resources has name and names; only one is allowed',
    ]);
  });

  test('has selectors that select', () => {
    const selector = (text: string) => problems(`match: { any: [{ resources: { kinds: [Pod], selector: ${text} } }] }`);
    expect(selector('{ matchLabels: { a: b } }')).toEqual([]);
    expect(selector('{ matchLabels: { "*": "?*" } }')).toEqual([]);
    expect(selector('{}')).toEqual(['{} | the selector asks for nothing']);
    expect(selector('{ matchExpressions: [{ key: a, operator: Inn, values: [b] }] }')).toEqual([
      expect.stringContaining('cannot be "Inn"'),
    ]);
    expect(selector('{ matchExpressions: [{ key: a, operator: In }] }')).toHaveLength(1);
    expect(selector('{ matchExpressions: [{ key: a, operator: Exists, values: [b] }] }')).toEqual([
      '[b] | Exists in a selector takes no values',
    ]);
  });

  test('has subjects and roles that are some', () => {
    const filter = (more: string) =>
      problems(`match: { any: [{ resources: { kinds: [Pod] }, ${more} }] }`, 'background: false');
    expect(filter('subjects: [{ kind: Usr, name: me }]')).toEqual(['Usr | a subject cannot be of kind "Usr"']);
    expect(filter('subjects: [{ kind: User, name: "" }]')).toHaveLength(1);
    expect(filter('subjects: [{ kind: ServiceAccount, name: me }]')).toEqual([
      '{ kind: ServiceAccount, name: me } | a ServiceAccount among the subjects has to have a namespace',
    ]);
    expect(filter('roles: [admin]')).toEqual(['admin | "admin" is no role']);
    expect(filter('roles: ["shop:admin"], clusterRoles: [admin]')).toEqual([]);
  });

  test('of a Policy does not choose among namespaces', () => {
    const yaml = ruleOf(`match: { any: [{ resources: { kinds: [Pod], namespaces: [a] } }] }\n${DENY}`);
    expect(remarksOf(yaml.replace('ClusterPolicy', 'Policy')).problems).toHaveLength(1);
  });

  test('holds no variables', () => {
    expect(problems('match: { any: [{ resources: { kinds: [Pod], names: ["{{ request.name }}"] } }] }')).toEqual([
      '"{{ request.name }}" | "{{ request.name }}" holds a variable, and match may hold none',
    ]);
  });

  test('is not undone by exclude', () => {
    expect(problems(`${MATCH}\nexclude: { any: [{ resources: { kinds: [Pod] } }] }`)).toEqual([
      '{ resources: { kinds: [Pod] } } | rule "r" excludes all that one of its filters matches',
    ]);
  });
});
