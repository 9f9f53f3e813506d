import type { AdmissionRequest } from '../../../model/admission-request.ts';
import type { Context } from '../../../model/engine.ts';
import { RequestView } from './request-view.ts';

/**
 * The views of requests. All policies are asked about one request after the other, so the last view is kept; a request that was copied
 * because a mutating policy was asked is the same as long as its objects are.
 */
export class RequestViews {
  #request: AdmissionRequest | undefined;
  #last: RequestView | undefined;

  of(request: AdmissionRequest, context: Context): RequestView {
    if (this.#last && this.#last.context === context && this.#request && isSame(this.#request, request))
      return this.#last;
    this.#request = request;
    this.#last = new RequestView(request, context);
    return this.#last;
  }
}

function isSame(left: AdmissionRequest, right: AdmissionRequest): boolean {
  return (
    left === right ||
    (left.object === right.object &&
      left.oldObject === right.oldObject &&
      left.operation === right.operation &&
      left.namespace === right.namespace &&
      left.subResource === right.subResource &&
      left.kind === right.kind &&
      left.resource === right.resource &&
      left.name === right.name &&
      left.userInfo === right.userInfo)
  );
}
