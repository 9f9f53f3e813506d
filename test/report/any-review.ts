import fc from 'fast-check';
import type { Path } from '../../src/base/path.ts';
import { ManifestError, PolicyError } from '../../src/errors/tidewaiter-error.ts';
import type { Finding } from '../../src/model/finding.ts';
import type { Manifest } from '../../src/model/manifest.ts';
import type { Review } from '../../src/model/review.ts';
import { effectOf, exemptionOf, findingOf, manifestOf, mendingOf, reviewOf, verdictOf } from './sample-review.ts';

/** What Markdown, HTML, a log and a shell make something of, in pieces of which an order can make more. */
const PIECES: readonly string[] = [
  ...'` `` ``` ~~~ * ** _ ~~ # #1 ## [ ] ( ) ! ![ ]( < > <!-- --> <img <br> </details> & &lt; &#64; \\ | \\| @ @octocat'.split(
    ' ',
  ),
  ...'GH-1 : :: :+1: ::error:: ##[ ##[error] www. https:// a@b.c - + 1. = === $ $$ {{ }} % %0A " \' a'.split(' '),
  ...[' ', '    ', '\n', '\n\n', '\r', '\t', '\u202e', '\u200b', '\u2028', '\u00ad', '\u001b[31m'],
];

/** Text as nobody should write it: controls, halves of surrogate pairs, what is no character, and what formats have signs for. */
export const anyText = fc.oneof(
  fc.string(),
  fc.array(fc.constantFrom(...PIECES), { maxLength: 12 }).map((pieces) => pieces.join('')),
  fc.array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 12 }).map((codes) => String.fromCharCode(...codes)),
  fc.constantFrom(
    ']]>',
    '<!--',
    '{0} {x}',
    '[a](1)',
    '::error::x',
    '%0A',
    'a\nb\r\n',
    '- a: b',
    '|\n  x',
    '\ufeff',
    'é😀',
    'yes',
    '1e3',
  ),
);

const anyWord = anyText.map((text) => text || 'x');

const TEXT = `apiVersion: v1
kind: Pod
metadata:
  name: web # é😀
  namespace: shop
spec:
  containers:
    - name: "é😀"
      image: nginx
`;

const PATHS: readonly Path[] = [[], ['metadata', 'name'], ['spec', 'containers', 0, 'image'], ['spec', 'volumes', 0]];

const anyManifest: fc.Arbitrary<Manifest> = fc
  .record({
    file: anyWord,
    revision: fc.constantFrom('head', 'base', 'disk'),
    name: anyText,
    namespace: fc.option(fc.oneof(anyText, fc.constantFrom('shop', 'default')), { nil: undefined }),
  })
  .map(({ file, revision, name, namespace }) => {
    const manifest = manifestOf(file, TEXT, 0, revision);
    const { apiVersion, kind } = manifest.reference;
    return { ...manifest, reference: { apiVersion, kind, name, ...(namespace === undefined ? {} : { namespace }) } };
  });

const anyFinding: fc.Arbitrary<Finding> = fc
  .record({
    manifest: anyManifest,
    path: fc.constantFrom(...PATHS),
    fingerprint: fc.uuid(),
    status: fc.constantFrom('new', 'existing', 'fixed'),
    level: fc.constantFrom('enforce', 'warn', 'audit'),
    outcome: fc.constantFrom('fail', 'mutate', 'error', 'unknown'),
    policy: anyWord,
    rule: anyText,
    message: anyText,
    documentation: fc.option(fc.oneof(anyWord, fc.webUrl()), { nil: undefined }),
    mended: fc.boolean(),
    reason: anyWord,
    exempted: fc.constantFrom('no', 'active', 'expired'),
  })
  .map(({ manifest, path, mended, reason, exempted, ...more }) =>
    findingOf(manifest, path, {
      ...more,
      policyId: `ClusterPolicy/${more.policy}`,
      mending: mended ? mendingOf(manifest, 'image: nginx', `image: ${reason}`) : { outcome: 'none', reason },
      ...(exempted === 'no' ? {} : { exemption: { state: exempted, exemption: exemptionOf({ reason }) } }),
    }),
  );

const anyProblem = fc
  .record({ manifest: anyManifest, message: anyWord, remedy: anyWord, placed: fc.boolean() })
  .map(({ manifest, message, remedy, placed }) =>
    placed
      ? new ManifestError(message, { code: 'yaml/syntax', remedy, span: manifest.locate(['spec']).span })
      : new PolicyError(message, { code: 'file/missing' }),
  );

const anyEffect = fc
  .record({
    kind: fc.constantFrom('generates', 'changes'),
    manifest: anyManifest,
    policy: anyWord,
    rule: anyText,
    file: anyWord,
  })
  .map(({ manifest, ...more }) => effectOf({ ...more, object: manifest.reference, trigger: manifest.reference }));

/** A review with anything in it, hostile text above all. */
export const anyReview: fc.Arbitrary<Review> = fc
  .record({
    decision: fc.constantFrom('pass', 'warn', 'block'),
    compared: fc.boolean(),
    findings: fc.array(anyFinding, { maxLength: 6 }),
    problems: fc.array(anyProblem, { maxLength: 2 }),
    notJudged: fc.array(fc.record({ file: anyWord, line: fc.integer({ min: 1, max: 9 }), reason: anyWord }), {
      maxLength: 3,
    }),
    notes: fc.array(anyText, { maxLength: 2 }),
    effects: fc.array(anyEffect, { maxLength: 3 }),
    others: fc.array(
      fc.record({
        manifest: anyManifest,
        policy: anyText,
        outcome: fc.constantFrom('pass', 'skip'),
        reason: anyText,
      }),
      { maxLength: 3 },
    ),
  })
  .map(({ compared, notJudged, others, ...more }) => {
    const { base = '', ...review } = reviewOf({
      ...more,
      notJudged: notJudged.map((each) => ({ ...each, code: 'manifest/helm-template' })),
      otherVerdicts: others.map(({ manifest, ...verdict }) => verdictOf(manifest, verdict)),
    });
    return compared ? { ...review, base } : review;
  });
