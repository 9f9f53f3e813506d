import { describe, it } from 'vitest';
import { gitRepository } from '../repository/git-fixture.ts';
import { expectError, expectExit, judgeCommittedPullRequest, POLICY, pod, type Texts } from './pull-request.ts';

/** A policy that denies where an expression is true. */
function denying(expression: string, context = ''): string {
  return `apiVersion: kyverno.io/v1
kind: ClusterPolicy
metadata:
  name: weapon
spec:
  validationFailureAction: Enforce
  rules:
    - name: weapon
      match:
        any:
          - resources:
              kinds: [Pod]
${context}      validate:
        message: Denied.
        deny:
          conditions:
            any:
              - key: ${JSON.stringify(`{{ ${expression} }}`)}
                operator: Equals
                value: true
`;
}

async function judgeWith(policy: string, files: Texts = { 'new.yaml': pod('new') }) {
  await using repository = gitRepository();
  return judgeCommittedPullRequest(repository, { files, policies: { 'policies/weapon.yaml': policy } });
}

describe('a policy that is a weapon', { timeout: 120_000 }, () => {
  it('denies and passes where it is none: the ground of the tests below', async () => {
    expectExit(await judgeWith(denying("request.object.metadata.name == 'new'")), 1);
    expectExit(await judgeWith(denying("request.object.metadata.name == 'other'")), 0);
  });

  it('an exploding regular expression takes linear time', async () => {
    const files = { 'long.yaml': pod('long', `  annotations:\n    a: ${'a'.repeat(50_000)}!\n`) };
    const value = "request.object.metadata.annotations.a || 'b'";
    expectExit(await judgeWith(denying(`regex_match('^(a+)+$', ${value})`), files), 0);
    expectExit(await judgeWith(denying(`regex_match('^(a+)+!$', ${value})`), files), 1);
  });

  it.each(['((((a{0,1000}){0,1000}){0,1000}){0,1000})', '(unclosed', '(?=lookahead)a', '(a)\\1', 'a{1001}'])(
    'the regular expression %j is an error',
    async (pattern) => {
      expectError(await judgeWith(denying(`regex_match('${pattern}', 'aaaa')`)), /regex/);
    },
  );

  it.each(['length(v44) > `10`', "length(v44 || '') > `10`", "contains(v44 || '', 'y')"])(
    'variables that double one another end in an error, whatever %s makes of a missing one',
    async (expression) => {
      const variables = Array.from({ length: 45 }, (_, level) => {
        const value = level === 0 ? 'x'.repeat(16) : `{{ v${level - 1} }}{{ v${level - 1} }}`;
        return `        - name: v${level}\n          variable:\n            value: ${JSON.stringify(value)}\n`;
      });
      expectError(
        await judgeWith(denying(expression, `      context:\n${variables.join('')}`)),
        /too (?:much|many|large|long|deep)/,
      );
    },
  );

  it('lists that multiply one another end in an error', async () => {
    const ten = `[${Array(10).fill('@').join(', ')}]`;
    const expression = `length(${[ten, ...Array(9).fill(`[].${ten}`)].join('')}[]) > \`0\``;
    expectError(await judgeWith(denying(expression)), /too (?:much|many|large|long|deep)/);
  });

  it('texts that multiply one another end in an error', async () => {
    const join = (inner: string) => `join(${inner}, [${inner}, ${inner}, ${inner}])`;
    const expression = Array.from({ length: 8 }).reduce<string>((inner) => `${join('@')} | ${inner}`, join('@'));
    expectError(
      await judgeWith(denying(`length('xxxxxxxxxx' | ${expression}) > \`0\``)),
      /too (?:much|many|large|long|deep)/,
    );
  });

  it('expressions nested 10,000 deep are an error', async () => {
    for (const [open, close] of [
      ['not_null(', ')'],
      ['(', ')'],
      ['[', ']'],
      ['!', ''],
    ]) {
      expectExit(await judgeWith(denying(`${open?.repeat(10_000)}'a'${close?.repeat(10_000)}`)), 2);
    }
  });

  it('a pattern of many wildcards takes bounded time', async () => {
    const policy = POLICY.replace(
      '=(hostNetwork): false',
      `containers:\n              - image: "${'*a'.repeat(2_000)}b"`,
    );
    const files = { 'long.yaml': pod('long').replace('image: web:1', `image: ${'a'.repeat(100_000)}`) };
    expectExit(await judgeWith(policy, files), 1);
  });

  it('a pattern as deep as a document may be is judged, and a deeper one is refused', async () => {
    const deep = (levels: number) =>
      POLICY.replace('=(hostNetwork): false', `a: ${'{a: '.repeat(levels)}x${'}'.repeat(levels)}`);
    expectExit(await judgeWith(deep(60)), 1);
    expectExit(await judgeWith(deep(10_000)), 2);
  });
});
