import type { AdmissionRequest } from '../../../model/admission-request.ts';
import type { Context } from '../../../model/engine.ts';
import { RequestView } from './request-view.ts';

/** The views of requests: all policies are asked about one request after the other, so the last one is kept. */
export class RequestViews {
  #request: AdmissionRequest | undefined;
  #last: RequestView | undefined;

  of(request: AdmissionRequest, context: Context): RequestView {
    if (this.#last && this.#request === request && this.#last.context === context) return this.#last;
    this.#request = request;
    this.#last = new RequestView(request, context);
    return this.#last;
  }
}
