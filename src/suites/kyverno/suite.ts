import type { JsonObject, JsonValue } from '../../base/json.ts';
import type { Operation, UserInfo } from '../../model/admission-request.ts';
import type { ApiCallAnswer } from '../../model/engine.ts';
import type { YamlDocument } from '../../yaml/yaml-stream.ts';

/** One document of a `kyverno-test.yaml` (cli.kyverno.io/v1alpha1 Test). Paths are as written, relative to the file's folder. */
export interface KyvernoSuite {
  readonly document: YamlDocument;
  readonly file: string;
  readonly folder: string;
  readonly name: string;
  readonly policies: readonly string[];
  readonly resources: readonly string[];
  readonly targetResources: readonly string[];
  readonly paramResources: readonly string[];
  readonly exceptions: readonly string[];
  readonly clusterResources: readonly string[];
  readonly jsonPayloads: readonly string[];
  readonly apiCalls: readonly RecordedApiCall[];
  readonly globalContext: readonly RecordedGlobalContext[];
  /** Fields that are used and that nothing here evaluates yet. */
  readonly unsupported: readonly string[];
  readonly userInfo: string | undefined;
  /** The file of values; `values` within the suite wins over it. */
  readonly variables: string | undefined;
  readonly values: ValuesSpec | undefined;
  readonly results: readonly SuiteRow[];
}

/** One entry of `results`: what is wanted of one rule (or of all rules of a policy) about some objects. */
export interface SuiteRow {
  readonly index: number;
  /** The name, without a namespace: only the last segment is compared. */
  readonly policy: string;
  /** What stands before the name; it chooses sources of clones, and nothing else. */
  readonly policyNamespace: string;
  readonly rule: string;
  /** `name` or `namespace/name`. */
  readonly resources: readonly string[] | undefined;
  /** Read only where there are `resources`, too, be they none. */
  readonly resourceSpecs: readonly ResourceSpec[];
  readonly want: string;
  readonly operation: Operation | undefined;
  readonly patchedResources: string | undefined;
  readonly generatedResource: string | undefined;
  readonly generatedResources: readonly string[];
  readonly cloneSourceResource: string | undefined;
  readonly failOnMissingResources: boolean;
}

export interface ResourceSpec {
  readonly group?: string;
  readonly version?: string;
  readonly kind?: string;
  readonly namespace?: string;
  readonly subresource?: string;
  readonly name?: string;
}

/** An entry of `apiCallResponses`. Without a method it answers to each. */
export interface RecordedApiCall extends ApiCallAnswer {
  readonly method: 'GET' | 'POST' | undefined;
  /** A URL, or an absolute path. */
  readonly url: string;
}

/** An entry of `globalContextEntries`. The expressions are JMESPath: the root of the data, and what is named of it. */
export interface RecordedGlobalContext {
  readonly name: string;
  readonly data:
    | { readonly from: 'value'; readonly value: JsonValue }
    | { readonly from: 'files'; readonly files: readonly string[] };
  readonly fieldPath: string | undefined;
  readonly projections: readonly { readonly name: string; readonly path: string }[];
}

/** A Values file (cli.kyverno.io/v1alpha1 Values), or the same within a suite. Names of variables are dotted. */
export interface ValuesSpec {
  readonly globalValues?: JsonObject;
  readonly policies?: readonly PolicyValues[];
  readonly namespaceSelector?: readonly {
    readonly name?: string;
    readonly labels?: { readonly [key: string]: string };
  }[];
  readonly namespaces?: readonly JsonObject[];
  readonly subresources?: readonly {
    readonly subresource?: ApiResourceName;
    readonly parentResource?: ApiResourceName;
  }[];
}

export interface PolicyValues {
  readonly name?: string;
  readonly resources?: readonly { readonly name?: string; readonly values?: JsonObject }[];
  readonly rules?: readonly {
    readonly name?: string;
    readonly values?: JsonObject;
    readonly foreachValues?: { readonly [name: string]: readonly JsonValue[] };
  }[];
}

/** metav1.APIResource, as far as it is read. */
export interface ApiResourceName {
  readonly name?: string;
  readonly group?: string;
  readonly version?: string;
  readonly kind?: string;
}

/** Who asks, in a suite's `userinfo` file. */
export type SuiteUserInfo = UserInfo;
