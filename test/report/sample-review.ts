import type { Path } from '../../src/base/path.ts';
import { readWrittenObjects } from '../../src/manifests/written-objects.ts';
import type { Exemption } from '../../src/model/exemption.ts';
import type { Finding } from '../../src/model/finding.ts';
import type { Manifest } from '../../src/model/manifest.ts';
import type { Effect, OtherVerdict, Review } from '../../src/model/review.ts';
import type { Source } from '../../src/text/source.ts';

/** A manifest as loading gives it, from the n-th object of a text. */
export function manifestOf(file: string, text: string, index = 0, revision: Source['revision'] = 'head'): Manifest {
  const { objects } = readWrittenObjects({ file, revision, text });
  const written = objects[index];
  if (!written) throw new Error(`${file} has no object ${index}`);
  const { object, origin, locate } = written;
  const { namespace, name } = object.metadata;
  return {
    object,
    reference: {
      apiVersion: object.apiVersion,
      kind: object.kind,
      name: String(name),
      ...(typeof namespace === 'string' ? { namespace } : {}),
    },
    cluster: '',
    origin,
    locate,
  };
}

/** A finding at a path of a manifest; whatever the test is about is given, the rest is plain. */
export function findingOf(manifest: Manifest, path: Path, more: Partial<Finding> = {}): Finding {
  return {
    fingerprint: `${more.policy ?? 'disallow-privileged'}-${path.join('.')}`,
    status: 'new',
    level: 'enforce',
    outcome: 'fail',
    engine: 'kyverno',
    policy: 'disallow-privileged',
    policyId: 'ClusterPolicy/disallow-privileged',
    rule: 'privileged-containers',
    message: 'Privileged mode is disallowed.',
    object: manifest.reference,
    manifest,
    origin: manifest.origin,
    path,
    location: manifest.locate(path),
    remedy: { outcome: 'none', reason: 'more than one value is legal' },
    mending: { outcome: 'none', reason: 'more than one value is legal' },
    ...more,
  };
}

/** A verdict on a manifest that is no finding: a pass, unless told otherwise. */
export function verdictOf(manifest: Manifest, more: Partial<OtherVerdict> & { readonly policy: string }): OtherVerdict {
  return {
    engine: 'kyverno',
    policyId: `ClusterPolicy/${more.policy}`,
    rule: more.policy,
    object: manifest.reference,
    file: manifest.origin.source.file,
    outcome: 'pass',
    reason: '',
    ...more,
  };
}

/** A NetworkPolicy that is generated for a Namespace, unless told otherwise. */
export function effectOf(more: Partial<Effect> = {}): Effect {
  return {
    kind: 'generates',
    engine: 'kyverno',
    policy: 'add-networkpolicy',
    rule: 'default-deny',
    object: { apiVersion: 'networking.k8s.io/v1', kind: 'NetworkPolicy', namespace: 'shop', name: 'default-deny' },
    trigger: { apiVersion: 'v1', kind: 'Namespace', name: 'shop' },
    file: 'namespaces/shop.yaml',
    line: 4,
    ...more,
  };
}

/** An exemption of everything, but for what is given. */
export function exemptionOf(more: Partial<Exemption> = {}): Exemption {
  const source = { file: '.github/tidewaiter/exemptions.yml', revision: 'base', text: '- policy: "*"\n' } as const;
  return {
    policy: '*',
    kinds: [],
    namespaces: [],
    names: [],
    reason: 'the image writes to /tmp',
    until: '2027-03-31',
    span: { source, start: 0, end: 13 },
    ...more,
  };
}

/** A suggestion that replaces one piece of a manifest's file by another. */
export function mendingOf(manifest: Manifest, before: string, after: string): Finding['mending'] {
  const { source } = manifest.origin;
  const start = source.text.indexOf(before);
  if (start < 0) throw new Error(`${source.file} has no ${JSON.stringify(before)}`);
  return {
    outcome: 'suggestion',
    suggestion: {
      source,
      edits: [{ start, end: start + before.length, replacement: after }],
      proof: { gone: 1, added: 0, policiesRun: 12, idempotent: true },
    },
  };
}

/** A review that found nothing, but for what is given. */
export function reviewOf(more: Partial<Review> = {}): Review {
  return {
    decision: 'pass',
    reasons: ['nothing to object to'],
    blocking: 0,
    base: '1111111111111111111111111111111111111111',
    head: '2222222222222222222222222222222222222222',
    findings: [],
    hidden: { new: 0, existing: 0, fixed: 0 },
    problems: [],
    notJudged: [],
    notes: [],
    refused: [],
    gateChanges: [],
    exemptions: [],
    unusedExemptions: [],
    effects: [],
    otherVerdicts: [],
    counts: {
      files: 3,
      objects: 5,
      policies: 12,
      evaluations: 41,
      pass: 30,
      fail: 2,
      skip: 9,
      error: 0,
      unknown: 0,
      wouldGenerate: 0,
      wouldChange: 0,
    },
    durationMs: 38.4,
    ...more,
  };
}

export const DEPLOYMENT = `apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
  namespace: shop
spec:
  template:
    spec:
      containers:
        - name: web
          image: nginx
          securityContext:
            privileged: true
        - name: log
          image: busybox:1.36
`;

/** One of everything. */
export function fullReview(): Review {
  const web = manifestOf('deploy/web.yaml', DEPLOYMENT);
  const before = manifestOf('deploy/old.yaml', DEPLOYMENT, 0, 'base');
  const template: Path = ['spec', 'template', 'spec'];
  const privileged: Path = [...template, 'containers', 0, 'securityContext', 'privileged'];
  const mending = mendingOf(web, 'privileged: true', 'privileged: false');
  return reviewOf({
    decision: 'block',
    reasons: ['2 new enforce findings', '1 new warn finding'],
    findings: [
      findingOf(web, privileged, {
        mending,
        policySpan: {
          source: { file: 'policies/p.yaml', revision: 'base', text: 'a: 1\nrules:\n  - x\n' },
          start: 14,
          end: 17,
        },
        documentation: 'https://kyverno.io/policies/pod-security/disallow-privileged-containers/',
      }),
      findingOf(web, [...template, 'containers', 1, 'securityContext'], {
        policy: 'require-non-root',
        rule: 'run-as-non-root',
        message:
          'Running as root is not allowed. Either the field spec.securityContext.runAsNonRoot must be set to `true`, or the fields spec.containers[*].securityContext.runAsNonRoot must be set to `true`.',
        mending: {
          outcome: 'none',
          reason: 'more than one value is legal, and the policy does not say which one is meant',
        },
      }),
      findingOf(web, privileged, { policy: 'baseline', rule: 'privileged', level: 'warn', mending }),
      findingOf(web, [...template, 'containers', 0, 'image'], {
        policy: 'add-tag',
        rule: 'add-tag',
        outcome: 'mutate',
        level: 'warn',
        status: 'existing',
        message: 'Admission sets image to "nginx:1.27".',
        mending: mendingOf(web, 'image: nginx\n', 'image: nginx:1.27\n'),
      }),
      findingOf(before, privileged, { status: 'fixed' }),
    ],
    hidden: { new: 0, existing: 4, fixed: 0 },
    notJudged: [
      {
        file: 'charts/web/templates/a.yaml',
        line: 1,
        code: 'manifest/helm-template',
        reason: 'it belongs to the Helm chart charts/web/, and charts are not rendered yet',
      },
      {
        file: 'charts/web/templates/b.yaml',
        line: 1,
        code: 'manifest/helm-template',
        reason: 'it belongs to the Helm chart charts/web/, and charts are not rendered yet',
      },
    ],
    notes: ['The policies were read from the disk (-p), not from the base branch.'],
    otherVerdicts: [
      verdictOf(web, { policy: 'disallow-host-path', rule: 'host-path' }),
      verdictOf(web, {
        policy: 'batch',
        rule: 'deadline',
        outcome: 'skip',
        reason: 'precondition 1 is not met: "web" is not "job"',
      }),
    ],
  });
}
