import { didYouMean } from '../../../base/did-you-mean.ts';
import type { Path } from '../../../base/path.ts';
import { matchesWildcard } from '../../../base/wildcard.ts';
import { PolicyError } from '../../../errors/tidewaiter-error.ts';
import { parseApiVersion } from '../../../kubernetes/group-version-kind.ts';
import type { Instant, PolicyDocument } from '../../../model/engine.ts';
import type { KubernetesObject } from '../../../model/kubernetes-object.ts';
import type { KyvernoTarget, Target } from '../../../model/target.ts';
import { checkException } from './check-exception.ts';
import { type CompiledException, compileException } from './compile-exception.ts';

export function isException({ apiVersion, kind }: KubernetesObject): boolean {
  return kind === 'PolicyException' && parseApiVersion(apiVersion).group === 'kyverno.io';
}

/** The exceptions of a run: rules ask for those that name them, and what nobody asked for excuses nothing. */
export class Exceptions {
  readonly problems: PolicyError[] = [];
  readonly #warnings: PolicyError[] = [];
  readonly #counting: CompiledException[] = [];
  /** The rules that there are, by the names of their policies; undefined for a policy that cannot be read. */
  readonly #rules = new Map<string, Set<string> | undefined>();

  constructor(documents: readonly PolicyDocument[], target: Target) {
    for (const document of documents) {
      const reason = reasonNotToCount(document, target.kyverno);
      if (reason) {
        this.#warnings.push(warning(document, NAME, 'policy/exception-off', reason));
        continue;
      }
      const problems = checkException(document, target);
      this.problems.push(...problems);
      if (problems.length === 0) this.#counting.push(compileException(document));
    }
  }

  /**
   * Those that name a rule of a policy.
   * @param policy `name`, or `namespace/name` of a Policy
   */
  of(policy: string, rule: string): readonly CompiledException[] {
    const rules = this.#rules.get(policy) ?? new Set();
    this.#rules.set(policy, rules.add(rule));
    return this.#counting.filter(({ excused }) =>
      excused.some((entry) => entry.policy === policy && entry.rules.some((name) => matchesWildcard(name, rule))),
    );
  }

  /** Notes that there is a policy, though it cannot be read: nobody knows its rules. */
  addUnreadable(policy: string): void {
    this.#rules.set(policy, undefined);
  }

  /** Once all rules have asked: the exceptions that do not count, and those that excuse from nothing. */
  warnings(): readonly PolicyError[] {
    return [...this.#warnings, ...this.#counting.flatMap((exception) => this.#idleParts(exception))];
  }

  /** What is to be said once a moment has come. */
  expiring(): readonly { readonly at: Instant; readonly warning: PolicyError }[] {
    return this.#counting.flatMap(({ expiresAt, document }) => {
      if (expiresAt === undefined) return [];
      const remedy = 'Take it out, or agree on another day.';
      const message = 'it has expired, and excuses nothing any more';
      return [{ at: expiresAt, warning: warning(document, EXPIRY, 'policy/exception-expired', { message, remedy }) }];
    });
  }

  #idleParts({ document, excused }: CompiledException): readonly PolicyError[] {
    return excused.flatMap(({ policy, rules, path }): readonly PolicyError[] => {
      const warn = (field: Path, message: string, remedy: string) =>
        warning(document, [...path, ...field], 'policy/exception-idle', { message, remedy });
      if (!this.#rules.has(policy)) {
        const meant = didYouMean(policy, this.#rules.keys());
        const remedy =
          meant === undefined
            ? 'A ClusterPolicy is named `name`, a Policy `namespace/name`.'
            : `Did you mean "${meant}"?`;
        return [
          warn(['policyName'], `it excuses from the policy "${policy}", which is not among those that judge`, remedy),
        ];
      }
      const known = [...(this.#rules.get(policy) ?? rules)];
      return rules.flatMap((pattern, index) => {
        if (known.some((rule) => matchesWildcard(pattern, rule))) return [];
        const message = `it excuses from the rule "${pattern}", which the policy "${policy}" does not have`;
        return [warn(['ruleNames', index], message, `It has: ${known.join(', ')}.`)];
      });
    });
  }
}

const NAME: Path = ['metadata', 'name'];
const EXPIRY: Path = ['spec', 'expiresAt'];

interface Said {
  readonly message: string;
  readonly remedy: string;
}

/** In the CLI all count; in a cluster those that its installation lets count. */
function reasonNotToCount({ object }: PolicyDocument, { exceptions }: KyvernoTarget): Said | undefined {
  const namespace = String(object.metadata.namespace ?? 'default');
  if (exceptions?.enabled !== true) {
    const asThisOne = `engines.kyverno.exceptions: { enabled: true, namespace: ${namespace} }`;
    return {
      message: 'it does not count, for Kyverno’s exceptions are off',
      remedy: `Where the cluster has them on (enablePolicyException), say so: \`${asThisOne}\`.`,
    };
  }
  if (exceptions.namespace === '') {
    return {
      message: 'it does not count, for no namespace of exceptions is set, and without one Kyverno takes none',
      remedy: `Set \`engines.kyverno.exceptions.namespace\` to the cluster’s exceptionNamespace: "${namespace}", or "*" for all.`,
    };
  }
  if (exceptions.namespace === '*' || exceptions.namespace === namespace) return undefined;
  return {
    message: `it does not count, for only those in the namespace "${exceptions.namespace}" do`,
    remedy: 'Move it there.',
  };
}

function warning(
  document: PolicyDocument,
  path: Path,
  code: 'policy/exception-off' | 'policy/exception-expired' | 'policy/exception-idle',
  { message, remedy }: Said,
): PolicyError {
  const name = String(document.object.metadata.name);
  return new PolicyError(`PolicyException "${name}": ${message}`, { code, span: document.locate(path).span, remedy });
}
