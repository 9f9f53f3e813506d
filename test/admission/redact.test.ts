import { describe, expect, it } from 'vitest';
import { judgeChange } from '../../src/admission/judge-change.ts';
import { redactSecrets } from '../../src/admission/redact.ts';
import type { KubernetesObject } from '../../src/model/kubernetes-object.ts';
import type { Verdict } from '../../src/model/verdict.ts';
import { changeSetOf } from '../change-set.ts';
import { openCourt, policyOf } from './court.ts';

const TOKEN = `ghp_${'q7Xk2LmP9vRt4WzB8nYc'.repeat(2).slice(0, 36)}`;

const secret: KubernetesObject = {
  apiVersion: 'v1',
  kind: 'Secret',
  metadata: { name: 'a' },
  data: {
    password: Buffer.from('hunter2').toString('base64'),
    key: Buffer.from('first line\nsecond line').toString('base64'),
  },
};
const configMap: KubernetesObject = {
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name: 'a' },
  data: {
    DB_PASSWORD: 'hunter3',
    'a.properties': 'user=shop\npassword=hunter4',
    host: 'db.example.com',
    pin_secret: 'abc',
  },
};

describe('redactSecrets', () => {
  it.each([
    [
      'the data of a Secret, as it is written and as it is meant',
      'aHVudGVyMg== is hunter2',
      '[redacted] is [redacted]',
      secret,
    ],
    ['a line of it', 'it begins with: first line', 'it begins with: [redacted]', secret],
    ['what a name makes a credential', 'hunter3 is too short', '[redacted] is too short', configMap],
    ['what a text assigns', 'password hunter4 is too short', 'password [redacted] is too short', configMap],
    ['a token that no object holds', `found ${TOKEN}.`.replace('.', ' '), 'found [redacted] ', configMap],
    ['nothing else', 'db.example.com is no host of shop', 'db.example.com is no host of shop', configMap],
    ['nothing that is everywhere', 'abc', 'abc', configMap],
  ])('takes out %s', (_, message, redacted, object) => {
    expect(redactSecrets(message, object)).toBe(redacted);
  });

  it('takes the longest first, so that nothing of it is left over', () => {
    const object = { ...configMap, data: { a_token: 'hunter', b_token: 'hunter5678' } };
    expect(redactSecrets('hunter5678', object)).toBe('[redacted]');
    expect(redactSecrets('hunter5678', { ...configMap, data: { a_token: 'hunter' } }, object)).toBe('[redacted]');
  });
});

describe('a finding', () => {
  it('quotes no credential of any object that the policy saw', async () => {
    const pod = (password: string) =>
      `apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec: {containers: [{name: a, env: [{name: PASSWORD, value: ${password}}]}]}\n`;
    const tells = policyOf('tells', {
      validate: ({ object, oldObject }): readonly Verdict[] => {
        const message = JSON.stringify([object?.spec, oldObject?.spec]);
        return [{ outcome: 'fail', rule: 'rule', message, failures: [{ path: ['spec'], message }] }];
      },
    });
    const change = changeSetOf({ base: { 'a.yaml': pod('hunter-old') }, head: { 'a.yaml': pod('hunter-new') } });
    const { court, changes } = await openCourt(change, [tells]);
    const messages = changes.flatMap((each) => judgeChange(each, court).findings.map(({ message }) => message));
    expect(messages).toHaveLength(1);
    expect(messages.join()).toContain('[redacted]');
    expect(messages.join()).not.toContain('hunter');
  });
});

describe('a crash', () => {
  it('quotes no credential, for it becomes a problem of the run', async () => {
    const crashes = policyOf('crashes', {
      validate: ({ object }) => {
        throw new TypeError(`cannot read ${JSON.stringify(object)}`);
      },
    });
    const change = changeSetOf({ base: {}, head: { 'a.yaml': `${JSON.stringify(configMap)}\n` } });
    const { court, changes } = await openCourt(change, [crashes]);
    const [verdict] = changes.flatMap((each) =>
      judgeChange(each, court).admission.verdicts.map((entry) => entry.verdict),
    );
    const message = verdict?.outcome === 'error' ? verdict.error.message : '';
    expect(message).toContain('cannot read {"apiVersion":"v1","kind":"ConfigMap"');
    expect(message).not.toMatch(/hunter/);
  });
});
