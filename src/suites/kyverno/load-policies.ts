import { PolicyError, type TidewaiterError } from '../../errors/tidewaiter-error.ts';
import type { Engine, Policy, PolicyDocument } from '../../model/engine.ts';
import type { KubernetesObject } from '../../model/kubernetes-object.ts';
import type { Target } from '../../model/target.ts';
import { lineOf } from '../places.ts';
import { nameOf } from './kubernetes-object.ts';
import { type PolicyKind, policyKindOf } from './policy-kinds.ts';
import type { KyvernoSuite } from './suite.ts';
import type { LoadedDocument, SuiteReader } from './suite-reader.ts';

/** A policy of a suite: compiled, or with the reason why it is not. */
export type SuitePolicy = {
  readonly name: string;
  readonly kind: PolicyKind;
  readonly object: KubernetesObject;
} & ({ readonly policy: Policy } | { readonly gap: string });

/** The policies of a suite, compiled with its exceptions and parameters, in the order of their documents. */
export function loadSuitePolicies(
  suite: KyvernoSuite,
  reader: SuiteReader,
  engines: readonly Engine[],
  target: Target,
): readonly SuitePolicy[] {
  const exceptions = reader.policies(suite.exceptions, 'file of exceptions');
  const documents = reader.policies(suite.policies, 'policy file').map(inDefaultNamespace);
  refuseExceptionsBesideAdmissionPolicies(suite, exceptions, documents);
  const together = [...documents, ...exceptions];
  const compiled = new Map<KubernetesObject, Policy>();
  const problems = new Map<KubernetesObject, string>();
  const recognised = new Set<KubernetesObject>();
  for (const engine of engines) {
    const own = together.filter(({ object }) => engine.recognises(object));
    if (own.length === 0) continue;
    for (const { object } of own) recognised.add(object);
    const compilation = engine.compile(own.map(asPolicyDocument), target);
    for (const policy of compilation.policies) compiled.set(policy.document.object, policy);
    for (const problem of compilation.problems) noteProblem(problem, own, problems);
    reader.notes.push(...compilation.warnings.map(describeWarning));
  }
  const unreadExceptions = exceptions.filter(({ object }) => !recognised.has(object) || problems.has(object));
  return documents.flatMap(({ object, document }): readonly SuitePolicy[] => {
    const kind = policyKindOf(object);
    if (kind === undefined) {
      if (!recognised.has(object)) {
        reader.notes.push(`${document.source.file}: ${object.kind} ${nameOf(object)} is no policy, and was left out`);
      }
      return [];
    }
    const base = { name: nameOf(object), kind, object };
    const exception = unreadExceptions.find((each) => excuses(each.object, base.name));
    if (exception) return [{ ...base, gap: `needs: ${exception.object.apiVersion} ${exception.object.kind}` }];
    const policy = compiled.get(object);
    if (policy) return [{ ...base, policy }];
    const reason = problems.get(object);
    return [{ ...base, gap: reason ?? `needs: ${object.apiVersion} ${object.kind}` }];
  });
}

/** As Kyverno's CLI does: its exceptions are of its own policies. */
function refuseExceptionsBesideAdmissionPolicies(
  suite: KyvernoSuite,
  exceptions: readonly LoadedDocument[],
  documents: readonly LoadedDocument[],
): void {
  if (exceptions.length === 0 || documents.every(({ object }) => object.kind !== 'ValidatingAdmissionPolicy')) return;
  const { span } = suite.document.locate(['exceptions']);
  const remedy = 'Test them in suites of their own.';
  const message = 'exceptions beside a ValidatingAdmissionPolicy are not supported';
  throw new PolicyError(message, { code: 'policy/invalid-value', span, remedy });
}

function describeWarning({ message, span, remedy }: TidewaiterError): string {
  const place = span === undefined ? '' : `${lineOf(span)}: `;
  return `${place}${message}${remedy === undefined ? '' : ` (${remedy})`}`;
}

/** A problem belongs to the document that its span lies in. */
function noteProblem(
  problem: TidewaiterError,
  documents: readonly LoadedDocument[],
  problems: Map<KubernetesObject, string>,
): void {
  const { span, code, message } = problem;
  const owner = documents.find(
    ({ document }) =>
      span && span.source.file === document.source.file && span.start >= document.start && span.start <= document.end,
  );
  if (!owner) throw problem instanceof PolicyError ? problem : new PolicyError(message, { code, span, cause: problem });
  const what = code === 'policy/unsupported' ? 'needs' : 'invalid';
  if (!problems.has(owner.object)) problems.set(owner.object, `${what}: ${message}`);
}

function asPolicyDocument({ object, document }: LoadedDocument): PolicyDocument {
  return { object, source: document.source, locate: (path) => document.locate(path) };
}

/** A namespaced policy without a namespace is in `default`. */
function inDefaultNamespace(loaded: LoadedDocument): LoadedDocument {
  const { object } = loaded;
  const namespaced = object.kind === 'Policy' || object.kind.startsWith('Namespaced');
  if (!namespaced || object.metadata.namespace || policyKindOf(object) === undefined) return loaded;
  return { ...loaded, object: { ...object, metadata: { ...object.metadata, namespace: 'default' } } };
}

/** Whether an exception names a policy, in either of its forms. */
function excuses(exception: KubernetesObject, policy: string): boolean {
  const text = JSON.stringify(exception.spec ?? null);
  return text.includes(`"${policy}"`) || text.includes(`/${policy}"`);
}
