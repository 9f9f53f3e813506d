import { isObject, type JsonObject } from '../../../base/json.ts';
import type { Path } from '../../../base/path.ts';
import { valueAt } from '../../../base/value-at.ts';
import { matchesWildcard } from '../../../base/wildcard.ts';
import type { KubernetesObject } from '../../../model/kubernetes-object.ts';
import type { Failure, Verdict } from '../../../model/verdict.ts';
import { extractImages } from '../variables/extract-images.ts';
import { SubstitutionError } from '../variables/substitution-error.ts';
import type { CompiledRule } from './compiled-rule.ts';
import { errorVerdict, levelIfOther, type PolicyRun, unknown } from './evaluate-rule.ts';
import type { ImageVerification, VerifyImagesAction } from './rule-action.ts';
import type { Scope } from './scope.ts';

/**
 * What a rule about images says as far as it can be said without the registries: whether an image has to have a digest and has none, and whether it
 * has to be verified and nothing verifies it. Signatures, attestations and digests that would be looked up are unknown.
 * Semantics: kyverno/kyverno pkg/engine/internal/imageverifier.go, `Verify`, and handlers/validation/validate_image.go.
 */
export function judgeImages(
  run: PolicyRun,
  rule: CompiledRule,
  action: VerifyImagesAction,
  scope: Scope,
): Verdict | undefined {
  const { object, oldObject, operation } = scope.view.request;
  if (object === null || operation === 'DELETE') return undefined;
  let images: readonly Image[];
  try {
    images = imagesOf(object, action.extractors, scope);
  } catch (thrown) {
    if (!(thrown instanceof SubstitutionError)) throw thrown;
    // Kyverno itself sees no images then, unless the rule says where they are.
    if (!action.extractors) return undefined;
    return errorVerdict(run, rule, `failed to instantiate handler: ${thrown.message}`, scope.subject);
  }
  const matching = images.filter((image) => action.verifications.some((entry) => isAbout(entry, image)));
  if (matching.length === 0) return undefined;
  const failures: Failure[] = [];
  const needs: string[] = [];
  const skipped: string[] = [];
  for (const entry of action.verifications) {
    for (const image of matching.filter((each) => isAbout(entry, each))) {
      const answer = judgeImage(entry, image, object, oldObject);
      if (answer.outcome === 'fail') failures.push({ path: image.path, message: answer.message });
      else if (answer.outcome === 'unknown') needs.push(answer.needs);
      else if (answer.outcome === 'skip') skipped.push(image.reference);
    }
  }
  const [first] = failures;
  if (first) {
    const level = levelIfOther(rule, rule.level.of(scope.subject));
    return { outcome: 'fail', rule: rule.name, message: first.message, failures, ...level };
  }
  if (needs.length > 0) return unknown(rule, [...new Set(needs)].join(', '), scope.subject);
  if (skipped.length > 0 && skipped.length === matching.length) {
    return { outcome: 'skip', rule: rule.name, reason: `image skipped, skipped images: ${skipped.join(' ')}` };
  }
  return { outcome: 'pass', rule: rule.name };
}

export interface Image {
  /** As Kyverno writes it: with registry, and with tag or digest. */
  readonly reference: string;
  readonly hasDigest: boolean;
  readonly path: Path;
}

type ImageAnswer =
  | { readonly outcome: 'pass' | 'skip' }
  | { readonly outcome: 'fail'; readonly message: string }
  | { readonly outcome: 'unknown'; readonly needs: string };

export function judgeImage(
  entry: ImageVerification,
  { reference, hasDigest, path }: Image,
  object: KubernetesObject,
  oldObject: KubernetesObject | null,
): ImageAnswer {
  if (entry.skipped.some((pattern) => matchesWildcard(pattern, reference))) return { outcome: 'skip' };
  const isUnchanged = oldObject !== null && valueAt(oldObject, path) === valueAt(object, path);
  if (entry.requiresDigest && !hasDigest) {
    // Kyverno looks the digest up and writes it into the object before it asks for it.
    return entry.addsDigest && !isUnchanged
      ? { outcome: 'unknown', needs: `the digest of image ${reference} in its registry` }
      : { outcome: 'fail', message: `missing digest for ${reference}` };
  }
  if (entry.verifiesSignatures && !isUnchanged) {
    return { outcome: 'unknown', needs: `the signatures of image ${reference} in its registry` };
  }
  // What passed before is taken as verified; where nothing verifies, nothing is.
  if (entry.requiresVerification && !entry.verifiesSignatures) return verificationOf(object, reference);
  return { outcome: 'pass' };
}

const ANNOTATION = 'kyverno.io/verify-images';

/** What Kyverno wrote into the object when it verified its images; whoever commits it there has not verified them. */
function verificationOf({ metadata }: KubernetesObject, reference: string): ImageAnswer {
  const annotations = isObject(metadata.annotations) ? metadata.annotations : {};
  if (Object.keys(annotations).length === 0) return { outcome: 'fail', message: `unverified image ${reference}` };
  const data = annotations[ANNOTATION];
  if (typeof data !== 'string') return { outcome: 'fail', message: 'image is not verified' };
  const status = readMetadata(data)?.[reference];
  if (status === 'pass' || status === true) return { outcome: 'pass' };
  if (status === 'skip') return { outcome: 'skip' };
  return { outcome: 'fail', message: `unverified image ${reference}` };
}

function readMetadata(text: string): JsonObject | undefined {
  try {
    const value = JSON.parse(text);
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

export function isAbout({ references }: ImageVerification, { reference }: Image): boolean {
  return references.some((pattern) => matchesWildcard(pattern, reference));
}

export function imagesOf(object: KubernetesObject, extractors: JsonObject | undefined, scope: Scope): readonly Image[] {
  const extracted = extractImages(object, extractors, (expression, data) => scope.context.evaluateOn(expression, data));
  return Object.values(extracted).flatMap((named) =>
    Object.values(isObject(named) ? named : {}).flatMap((image) =>
      isObject(image)
        ? [
            {
              reference: String(image.reference),
              hasDigest: image.digest !== undefined,
              path: parsePointer(String(image.jsonPointer)),
            },
          ]
        : [],
    ),
  );
}

/** Kyverno's pointers have no escapes; steps that are whole numbers are indices. */
function parsePointer(pointer: string): Path {
  return pointer
    .split('/')
    .slice(1)
    .map((step) => (/^\d+$/.test(step) ? Number(step) : step));
}
