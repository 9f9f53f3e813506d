import { formatPath } from '../../../base/path.ts';
import type { KubernetesObject } from '../../../model/kubernetes-object.ts';
import { branch, firstOf, leaf, type Step } from './explain-step.ts';
import type { Show } from './explain-value.ts';
import { type Image, imagesOf, isAbout, judgeImage } from './judge-images.ts';
import type { ImageVerification, VerifyImagesAction } from './rule-action.ts';
import type { Scope } from './scope.ts';

/** What each entry of `verifyImages` says about each image of the object. */
export function explainImages({ verifications, extractors }: VerifyImagesAction, scope: Scope, show: Show): Step {
  const { object, operation } = scope.view.request;
  if (object === null || operation === 'DELETE') return leaf('verifyImages: there are no images to look at', 'note');
  const images = imagesOf(object, extractors, scope);
  const steps = verifications.map((entry) => explainEntry(entry, images, { object, scope, show }));
  const [only] = steps;
  if (only && steps.length === 1) return only;
  const deciding = firstOf(steps, 'no', 'open', 'yes');
  return branch(`verifyImages: ${steps.length} entries`, deciding?.outcome ?? 'note', steps, deciding);
}

interface Looking {
  readonly object: KubernetesObject;
  readonly scope: Scope;
  readonly show: Show;
}

function explainEntry(entry: ImageVerification, images: readonly Image[], looking: Looking): Step {
  const steps = images.map((image) => explainImage(entry, image, looking));
  const deciding = firstOf(steps, 'no', 'open');
  const outcome = deciding?.outcome ?? (firstOf(steps, 'yes') ? 'yes' : 'note');
  return branch(`verifyImages of ${entry.references.join(', ')}`, outcome, steps, deciding);
}

function explainImage(entry: ImageVerification, image: Image, { object, scope, show }: Looking): Step {
  const text = `${formatPath(image.path)} = ${show(image.reference)}`;
  if (!isAbout(entry, image)) return leaf(`${text}: it is not about this image`, 'note');
  const answer = judgeImage(entry, image, object, scope.view.request.oldObject);
  switch (answer.outcome) {
    case 'pass':
      return leaf(text, 'yes');
    case 'skip':
      return leaf(`${text}: skipped`, 'note');
    case 'fail':
      return leaf(`${text}: ${answer.message}`, 'no');
    case 'unknown':
      return leaf(`${text}: it needs ${answer.needs}`, 'open');
  }
}
