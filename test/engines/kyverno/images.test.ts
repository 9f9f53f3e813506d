import { describe, expect, test } from 'vitest';
import { formatPath } from '../../../src/base/path.ts';
import { judge, objectOf, outcomes, ruleOf } from './ask.ts';

const DIGEST = `sha256:${'0123456789abcdef'.repeat(4)}`;
const pod = (image: string, metadata = '') => `apiVersion: v1
kind: Pod
metadata: { name: web, namespace: shop${metadata} }
spec: { containers: [{ name: a, image: "ghcr.io/team/good@${DIGEST}" }, { name: b, image: "${image}" }] }`;
const TAGGED = pod('ghcr.io/team/app:1');
const PINNED = pod(`ghcr.io/team/app@${DIGEST}`);

function rule(entry: string, more = ''): string {
  return ruleOf(
    `match: { any: [{ resources: { kinds: [Pod, Task] } }] }\n${more}\nverifyImages: [${entry}]`,
    'validationFailureAction: Enforce',
  );
}

const ATTESTOR = 'attestors: [{ entries: [{ keys: { publicKeys: k8s://a/b } }] }]';

describe('an image has to have a digest', () => {
  const required = rule('{ imageReferences: ["ghcr.io/*"], mutateDigest: false, required: false }');

  test('where one is required and nobody looks it up; at the place of the image', () => {
    const [verdict] = judge(required, TAGGED);
    expect(verdict).toMatchObject({ outcome: 'fail', message: 'missing digest for ghcr.io/team/app:1' });
    expect(verdict?.outcome === 'fail' && verdict.failures.map(({ path }) => formatPath(path))).toEqual([
      'spec.containers[1].image',
    ]);
    expect(outcomes(judge(required, PINNED))).toEqual(['pass']);
  });

  test('which Kyverno looks up, where it is to: only the registry knows it', () => {
    expect(judge(rule('{ imageReferences: ["ghcr.io/*"], required: false }'), TAGGED)).toMatchObject([
      { outcome: 'unknown', needs: 'the digest of image ghcr.io/team/app:1 in its registry' },
    ]);
  });

  test('but not an image that the rule does not name, or skips', () => {
    expect(outcomes(judge(rule('{ imageReferences: ["quay.io/*"], mutateDigest: false }'), TAGGED))).toEqual([]);
    const skipping =
      '{ imageReferences: ["*"], skipImageReferences: ["ghcr.io/*"], mutateDigest: false, required: false }';
    expect(outcomes(judge(rule(skipping), TAGGED))).toEqual(['skip']);
  });
});

describe('an image has to be verified', () => {
  test('which nothing does without attestors', () => {
    const unverified = rule('{ imageReferences: ["*"], mutateDigest: false, verifyDigest: false }');
    expect(judge(unverified, TAGGED)[0]).toMatchObject({
      outcome: 'fail',
      message: `unverified image ghcr.io/team/good@${DIGEST}`,
    });
    const noted = pod('ghcr.io/team/app:1', ', annotations: { other: x }');
    expect(judge(unverified, noted)[0]).toMatchObject({ outcome: 'fail', message: 'image is not verified' });
  });

  test('by signatures that only a registry has', () => {
    expect(judge(rule(`{ imageReferences: ["*/app*"], ${ATTESTOR} }`), PINNED)).toMatchObject([
      { outcome: 'unknown', needs: `the signatures of image ghcr.io/team/app@${DIGEST} in its registry` },
    ]);
  });

  test('once: an image that an update leaves as it is is not verified again', () => {
    const signed = rule(`{ imageReferences: ["*"], ${ATTESTOR} }`);
    const change = { operation: 'UPDATE', oldObject: objectOf(PINNED) } as const;
    expect(outcomes(judge(signed, PINNED, {}, change))).toEqual(['pass']);
    expect(outcomes(judge(signed, pod(`ghcr.io/team/other@${DIGEST}`), {}, change))).toEqual(['unknown']);
  });

  test('and on DELETE there is nothing to verify', () => {
    const change = { operation: 'DELETE', object: null, oldObject: objectOf(TAGGED) } as const;
    expect(outcomes(judge(rule('{ imageReferences: ["*"], mutateDigest: false }'), TAGGED, {}, change))).toEqual([]);
  });
});

test('of a container without a name Kyverno sees no image, nor any other of its Pod', () => {
  const unnamed = TAGGED.replace('name: b, ', '');
  expect(outcomes(judge(rule('{ imageReferences: ["*"], mutateDigest: false }'), unnamed))).toEqual([]);
});

test('images of other kinds are where the extractors of the rule say', () => {
  const task = `apiVersion: tekton.dev/v1
kind: Task
metadata: { name: t, namespace: shop }
spec: { steps: [{ name: one, ref: "docker://ghcr.io/team/app:1" }] }`;
  const extractors =
    'imageExtractors: { Task: [{ path: /spec/steps/*, value: ref, key: name, jmesPath: "trim_prefix(@, \'docker://\')" }] }';
  const [verdict] = judge(
    rule('{ imageReferences: ["ghcr.io/*"], mutateDigest: false, required: false }', extractors),
    task,
  );
  expect(verdict).toMatchObject({ outcome: 'fail', failures: [{ path: ['spec', 'steps', 0, 'ref'] }] });
});
