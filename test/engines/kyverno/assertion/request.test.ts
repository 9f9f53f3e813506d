import { describe, expect, it } from 'vitest';
import { compile, judge, objectOf, policyOf, ruleOf } from '../ask.ts';
import { ask, askRule, POD, pathsOf } from './ask-tree.ts';

describe('what a tree sees of the request', () => {
  it('has the labels of the namespace, for fields and not for expressions', () => {
    const values = { namespaceLabels: () => ({ team: 'a' }) };
    expect(ask('namespaceLabels: { team: a }\n(namespaceLabels.team): null', { values }).outcome).toBe('pass');
  });

  it('needs the labels of a namespace that nobody described', () => {
    expect(ask('namespaceLabels: { team: a }')).toMatchObject({
      outcome: 'unknown',
      needs: 'labels of Namespace shop',
    });
  });

  it('needs the user, where nobody says who that is', () => {
    expect(ask('(admissionInfo.roles): []')).toMatchObject({ outcome: 'unknown' });
    const userInfo = { username: 'jane', groups: ['dev'] };
    expect(ask('(admissionInfo.admissionUserInfo.username): jane', {}, { userInfo }).outcome).toBe('pass');
  });

  it("reads numbers as floats in Kyverno's CLI", () => {
    expect(ask('object: { spec: { (priority == `7`): true } }', { profile: 'kyverno-cli' }).outcome).toBe('pass');
  });

  it('binds the entries of the context, each when it is read', () => {
    const context = `context:
  - { name: wanted, variable: { jmesPath: request.object.metadata.labels.app } }
  - { name: broken, variable: { jmesPath: request.object.nothing } }`;
    expect(askRule(context, 'object: { metadata: { labels: { app: ($wanted) } } }').outcome).toBe('pass');
    const verdict = askRule(context, 'object: { ($broken): 1 }');
    expect(verdict.outcome).toBe('error');
  });
});

describe('an update', () => {
  const before = (priority: string) => ({
    operation: 'UPDATE' as const,
    oldObject: objectOf(POD.replace('priority: 7', `priority: ${priority}`)),
  });

  it.each([
    ['excuses what the old object violates too', '6', 'skip'],
    ['excuses nothing that is new', '8', 'fail'],
    // Kyverno answers "failed to validate old object", and lets it pass.
    ['excuses where the old object breaks the tree', 'high', 'skip'],
  ])('%s', (_, priority, outcome) => {
    expect(ask('object: { spec: { priority: 8 } }', {}, before(priority)).outcome).toBe(outcome);
  });
});

describe('the place of a failure', () => {
  it.each<[string, string, readonly (string | number)[]]>([
    ['a field', 'object: { spec: { priority: 8 } }', ['spec', 'priority']],
    ['a missing field', 'object: { spec: { x: { y: z } } }', ['spec', 'x']],
    ['a missing field that is bound', 'object: { spec->s: { x->y: {} } }', ['spec', 'x']],
    ['an item of a loop', 'object: { spec: { ~.containers: { image: redis } } }', ['spec', 'containers', 0, 'image']],
    ['an item of a list', 'object: { spec: { containers: [{}, { name: c }] } }', ['spec', 'containers', 1, 'name']],
    ['a label', 'object: { metadata: { ~.labels: shop } }', ['metadata', 'labels', 'tier']],
    ['an expression that is a path', 'object: { (spec.priority): 8 }', ['spec', 'priority']],
    ['what a function reads', 'object: { spec: { (length(containers)): 3 } }', ['spec', 'containers']],
    ['a loop over what an expression made', "object: { '~.(spec.containers[].name)': a }", ['spec', 'containers']],
    ['two readings', 'object: { spec: { (priority > length(containers)): false } }', ['spec']],
    ['the object as a whole', "object: { (length('x')): 2 }", ['metadata', 'name']],
    ['no object', '(admissionOperation): false', ['metadata', 'name']],
  ])('is that of %s', (_, tree, path) => {
    expect(pathsOf(ask(tree))).toEqual([path]);
  });

  it('has no remedy for a list that is missing, or for what is not the object itself', () => {
    const verdict = ask("object: { '~.x': 1, (metadata.annotations): { a: b }, '(length(kind))': 4 }");
    expect(verdict).toMatchObject({
      failures: [{ path: ['x'] }, { path: ['metadata', 'annotations'] }, { path: ['kind'] }],
    });
    expect(JSON.stringify(verdict)).not.toContain('remedy');
  });

  it('has a remedy where the tree names the one value', () => {
    const failures = ask('object: { kind: Job, spec: { x: 1, priority: (`8`) } }');
    expect(failures).toMatchObject({
      failures: [
        { remedy: [{ op: 'replace', path: ['kind'], value: 'Job' }] },
        { remedy: [{ op: 'add', path: ['spec', 'x'], value: 1 }] },
        { path: ['spec', 'priority'] },
      ],
    });
    expect(failures).not.toHaveProperty('failures.2.remedy');
  });
});

describe('autogen', () => {
  const policy = ruleOf(
    `match: { any: [{ resources: { kinds: [Pod] } }] }
validate:
  assert:
    object: { spec: { ~.containers: { "(contains(image, ':'))": true } } }`,
  );

  it.each([
    ['apps/v1', 'Deployment', 'autogen-r', ['spec', 'template', 'spec', 'containers', 0, 'image']],
    [
      'batch/v1',
      'CronJob',
      'autogen-cronjob-r',
      ['spec', 'jobTemplate', 'spec', 'template', 'spec', 'containers', 0, 'image'],
    ],
  ])('leads the objects of the tree to the Pod: %s %s', (apiVersion, kind, rule, path) => {
    const template = 'template: { spec: { containers: [{ name: a, image: nginx }] } }';
    const spec = kind === 'CronJob' ? `jobTemplate: { spec: { ${template} } }` : template;
    const object = `apiVersion: ${apiVersion}\nkind: ${kind}\nmetadata: { name: w, namespace: d }\nspec: { ${spec} }`;
    const verdicts = judge(policy, object, { version: '1.18' });
    expect(verdicts).toMatchObject([{ outcome: 'fail', rule, failures: [{ path }] }]);
  });
});

describe('Kyverno 1.19', () => {
  const policy = ruleOf(
    'match: { any: [{ resources: { kinds: [Pod] } }] }\nvalidate: { assert: { object: { kind: Job } } }',
  );

  it('says nothing, and is told of', () => {
    expect(judge(policy, POD)).toEqual([]);
    expect(compile(policy).warnings).toMatchObject([
      { message: expect.stringContaining('no effect since Kyverno 1.19') },
    ]);
    expect(policyOf(policy, 'cluster', '1.18')).toBeDefined();
    expect(compile(policy, 'cluster', '1.18').warnings).toEqual([]);
  });
});

describe('a hostile tree', () => {
  it('comes to an end', () => {
    let tree = 'x: 1';
    for (let depth = 0; depth < 12; depth++)
      tree = `{ '~.(\`[0,1,2,3,4,5,6,7,8,9]\`)': { '(\`{}\`)': ${tree.startsWith('{') ? tree : `{ ${tree} }`} } }`;
    const verdict = ask(`object: ${tree}`);
    expect(verdict.outcome).toBe('error');
    if (verdict.outcome === 'error') expect(verdict.error.message).toContain('yield too much');
  });
});
