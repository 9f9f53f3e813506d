import type { JsonObject, JsonValue } from '../base/json.ts';
import type { Path } from '../base/path.ts';
import type { TidewaiterError } from '../errors/tidewaiter-error.ts';
import type { Source } from '../text/source.ts';
import type { AdmissionRequest, Operation, UserInfo } from './admission-request.ts';
import type { Cluster } from './cluster.ts';
import type { GroupVersionKind, KubernetesObject } from './kubernetes-object.ts';
import type { Location } from './manifest.ts';
import type { Target } from './target.ts';
import type { Level, MutationResult, Verdict } from './verdict.ts';

/** A policy language. `compile` sees all documents at once: constraints, bindings, exceptions and parameters come in pairs. */
export interface Engine {
  readonly name: string;
  recognises(document: KubernetesObject): boolean;
  /**
   * Whether a document that it recognises is no policy, but goes with the policies of a cluster wherever it is written: an exception, the
   * settings of the engine's installation.
   */
  accompanies?(document: KubernetesObject): boolean;
  compile(documents: readonly PolicyDocument[], target: Target): Compilation;
}

/** A document that an engine recognised, and where its parts are written. */
export interface PolicyDocument {
  readonly object: KubernetesObject;
  readonly source: Source;
  locate(path: Path): Location;
}

export interface Compilation {
  readonly policies: readonly Policy[];
  /** What is wrong with the documents, each with its span. A document with a problem yields no policy. */
  readonly problems: readonly TidewaiterError[];
  /** What can hardly be meant as it is written, each with its span. The policy judges all the same. */
  readonly warnings: readonly TidewaiterError[];
  /** Warnings about what holds for a time: each is to be given from a moment on. */
  readonly expiring?: readonly { readonly at: Instant; readonly warning: TidewaiterError }[];
}

/** A compiled policy. Its functions are pure and synchronous; what they throw becomes an `error` verdict. */
export interface Policy {
  /** Unique in a run: `ClusterPolicy/require-ro-rootfs`, `Policy/shop/require-labels`. */
  readonly id: string;
  /** `metadata.name`. */
  readonly name: string;
  /** For people: the title annotation, else the name. */
  readonly title: string;
  readonly engine: string;
  /** The strictest level that its rules can have. */
  readonly level: Level;
  /** A page about the policy, where the policy names one. */
  readonly documentation?: string;
  readonly document: PolicyDocument;
  readonly kinds: readonly KindSelector[];
  readonly rules: readonly Rule[];
  /**
   * Why the engine, as it is installed, never sees a request, in words; undefined for one that it sees. The policy is not asked about the others,
   * and whoever asks names them.
   */
  overlooks?(request: AdmissionRequest, context: Context): string | undefined;
  mutate?(request: AdmissionRequest, context: Context): MutationResult;
  validate?(request: AdmissionRequest, context: Context): readonly Verdict[];
  generate?(request: AdmissionRequest, context: Context): GenerationResult;
  /**
   * The verdicts on a Pod that a controller will create, of those rules about Pods that say nothing about the controller itself.
   * @param request the creation of the Pod
   * @param controller the kind of the object whose template it is
   */
  validateCreatedPod?(request: AdmissionRequest, controller: GroupVersionKind, context: Context): readonly Verdict[];
  explain?(request: AdmissionRequest, context: Context): Trace;
}

/** One named part of a policy, as its author wrote it (without the variants that autogen adds). */
export interface Rule {
  readonly name: string;
  readonly level: Level;
  /** Where it stands in the policy's document. */
  readonly path: Path;
}

/** Which requests a policy could be about, so that the others never call it. `*` and `?` are wildcards. */
export interface KindSelector {
  readonly group: string;
  readonly version: string;
  readonly kind: string;
  readonly subResource: string;
  /** Left out: every operation. */
  readonly operations?: readonly Operation[];
}

/** What a policy may know beside the request. */
export interface Context {
  readonly cluster: Cluster;
  readonly target: Target;
  readonly now: Instant;
  /** From 0 to 1, seeded: the same run, the same answers. */
  readonly random: () => number;
  readonly values: Values;
}

/** Milliseconds since the epoch. */
export type Instant = number;

/** What a suite or a fixture supplies in place of a cluster. */
export interface Values {
  /** Variables of the JSON context for one policy, rule and object, by dotted name; the suite's own order of precedence applied. */
  variables?(question: { readonly policy: string; readonly rule?: string; readonly name: string }): {
    readonly [name: string]: JsonValue;
  };
  /** Labels of a namespace; undefined where the suite says nothing. */
  namespaceLabels?(namespace: string): { readonly [key: string]: string } | undefined;
  readonly userInfo?: UserInfo;
  /**
   * Whether entries of a rule's context may look things up in the Context's cluster; left out: they may. In a suite without
   * `clusterResources` they may not, as in Kyverno's CLI: it leaves such an entry out, and the variables stand in for it. Targets of
   * mutations and sources of clones are looked up all the same.
   */
  readonly looksUp?: boolean;
  /** What the API server or a service answers to a call, as it was recorded; undefined where nobody recorded that call. */
  apiCallAnswer?(call: { readonly method: 'GET' | 'POST'; readonly url: string }): ApiCallAnswer | undefined;
  /** The data of a GlobalContextEntry: an object of its projections where it has some. Undefined where nobody recorded it. */
  globalContext?(name: string): JsonValue | undefined;
  /** What a registry says about an image, as Kyverno's `imageRegistry` has it; undefined where nobody recorded it. */
  imageData?(image: string): JsonValue | undefined;
}

export interface ApiCallAnswer {
  /** To a rule's `apiCall`, whatever is not from 200 to 299 is an error. */
  readonly statusCode: number;
  readonly body: JsonObject;
}

/** What a policy's generating rules would make for a request. Sources of clones are looked up in the Context's cluster. */
export interface GenerationResult {
  readonly objects: readonly GeneratedObject[];
  /** One a rule that matched: `pass` where it applied, with objects or without, `skip`, `error` or `unknown`. */
  readonly verdicts: readonly Verdict[];
}

/** An object that a generating rule would make. */
export interface GeneratedObject {
  readonly rule: string;
  readonly object: JsonObject;
}

/** Why a policy answered as it did: steps, and steps within them. */
export interface Trace {
  readonly steps: readonly TraceStep[];
}

export interface TraceStep {
  readonly text: string;
  readonly outcome: 'yes' | 'no' | 'note';
  readonly steps?: readonly TraceStep[];
  /** The first step that decided the answer of its rule. */
  readonly decides?: true;
}
