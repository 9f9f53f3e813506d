import type { AdmissionRequest } from '../../../model/admission-request.ts';
import type { Context } from '../../../model/engine.ts';
import type { KubernetesObject } from '../../../model/kubernetes-object.ts';
import { type MatchSubject, matchSubject } from '../match/match-subject.ts';
import type { ContextData } from '../variables/json-context.ts';
import { requestData } from '../variables/request-data.ts';

/** A request as Kyverno sees it, with what all rules ask of it computed once. */
export class RequestView {
  readonly request: AdmissionRequest;
  readonly context: Context;
  /** Undefined for a request without any object. */
  readonly subject: MatchSubject | undefined;
  /** Whether it is the old object that is judged, as if it were created now. */
  readonly isOfOldObject: boolean;
  /** Whether the object as written has no namespace, so that the API server fills it in. */
  readonly fillsNamespace: boolean;
  #data: ContextData | undefined;

  constructor(request: AdmissionRequest, context: Context, { isOfOldObject = false } = {}) {
    this.isOfOldObject = isOfOldObject;
    this.request = asAdmitted(request);
    this.fillsNamespace = this.request.object !== request.object;
    this.context = context;
    this.subject = matchSubject(this.request, context);
  }

  get data(): ContextData {
    this.#data ??= requestData(this.request, this.context);
    return this.#data;
  }

  /** The old object as if it were created now. */
  ofOldObject(): RequestView {
    return new RequestView(
      { ...this.request, operation: 'CREATE', object: this.request.oldObject, oldObject: null },
      this.context,
      { isOfOldObject: true },
    );
  }

  withRequest(request: AdmissionRequest): RequestView {
    return new RequestView(request, this.context, { isOfOldObject: this.isOfOldObject });
  }
}

/** The API server writes the request's namespace into an object that has none, before any webhook sees it. */
function asAdmitted(request: AdmissionRequest): AdmissionRequest {
  const object = withNamespace(request.object, request.namespace);
  const oldObject = withNamespace(request.oldObject, request.namespace);
  return object === request.object && oldObject === request.oldObject ? request : { ...request, object, oldObject };
}

function withNamespace(object: KubernetesObject | null, namespace: string): KubernetesObject | null {
  if (object === null || namespace === '' || object.metadata.namespace !== undefined) return object;
  return { ...object, metadata: { ...object.metadata, namespace } };
}
