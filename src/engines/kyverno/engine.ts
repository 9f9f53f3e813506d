import { PolicyError } from '../../errors/tidewaiter-error.ts';
import { parseApiVersion } from '../../kubernetes/group-version-kind.ts';
import type { Compilation, Engine, Policy, PolicyDocument } from '../../model/engine.ts';
import type { KubernetesObject } from '../../model/kubernetes-object.ts';
import type { Target } from '../../model/target.ts';
import { compileCelPolicy, isCelPolicy } from './cel-policy.ts';
import { type CompileInput, compilePolicy, policyKey } from './compile-policy.ts';
import { Exceptions, isException } from './exceptions/exceptions.ts';
import { checkFields } from './format/check-fields.ts';
import { checkPolicy } from './format/check-policy.ts';
import type { FieldType } from './format/field-type.ts';
import { POLICY_V1, POLICY_V2 } from './format/policy-fields.ts';
import { kyvernoFunctions } from './functions/table.ts';
import type { Installation } from './installation/installation.ts';
import { isConfigMap, readInstallation } from './installation/read-installation.ts';
import { compileInstallation } from './installation/why-unseen.ts';
import { RequestViews } from './rules/request-views.ts';
import { Expressions } from './variables/expressions.ts';

/**
 * Kyverno's policies: ClusterPolicy and Policy of kyverno.io. Its kinds in CEL are recognised, and every verdict of theirs is `unknown`.
 * With them come their exceptions and the settings of the installation. Clean-up and what Kyverno writes for itself are no policies that
 * judge a request: they are left to whoever lists what is not run.
 */
export const kyvernoEngine: Engine = {
  name: 'kyverno',
  recognises: (document) => isPatternPolicy(document) || isCelPolicy(document) || accompanies(document),
  accompanies,
  compile,
};

function compile(documents: readonly PolicyDocument[], target: Target): Compilation {
  const { installation, warnings: installationWarnings } = readInstallation(
    documents.filter(({ object }) => isConfigMap(object)),
    target,
  );
  const exceptions = new Exceptions(
    documents.filter(({ object }) => isException(object)),
    target,
  );
  const input: CompileInput = {
    target,
    expressions: new Expressions(kyvernoFunctions()),
    views: new RequestViews(),
    exceptions,
  };
  const policies: Policy[] = [];
  const problems: PolicyError[] = [...exceptions.problems];
  const warnings: PolicyError[] = [];
  for (const document of documents) {
    if (accompanies(document.object)) continue;
    if (isCelPolicy(document.object)) {
      policies.push(compileCelPolicy(document));
      continue;
    }
    const remarks = checkDocument(document, input);
    problems.push(...remarks.problems);
    warnings.push(...remarks.warnings);
    if (remarks.problems.length === 0) policies.push(compilePolicy(document, input));
    else exceptions.addUnreadable(policyKey(document.object));
  }
  return {
    // The CLI asks no webhook.
    policies: target.profile === 'cluster' ? seenThrough(installation, policies) : policies,
    problems,
    warnings: [...warnings, ...exceptions.warnings(), ...installationWarnings],
    expiring: exceptions.expiring(),
  };
}

function accompanies(document: KubernetesObject): boolean {
  return isException(document) || isConfigMap(document);
}

/** The policies as an installation lets them see requests. */
function seenThrough(installation: Installation, policies: readonly Policy[]): readonly Policy[] {
  const overlooks = compileInstallation(installation);
  return policies.map(({ explain, ...policy }) => ({
    ...policy,
    overlooks,
    ...(explain && {
      explain(request, context) {
        const reason = overlooks(request, context);
        return reason === undefined ? explain(request, context) : { steps: [{ text: reason, outcome: 'no' }] };
      },
    }),
  }));
}

function isPatternPolicy({ apiVersion, kind }: KubernetesObject): boolean {
  return parseApiVersion(apiVersion).group === 'kyverno.io' && (kind === 'ClusterPolicy' || kind === 'Policy');
}

/** The versions of the format that Kyverno serves. */
const FORMATS: { readonly [version: string]: FieldType } = { v1: POLICY_V1, v2beta1: POLICY_V2 };

function checkDocument(
  document: PolicyDocument,
  { expressions, target }: CompileInput,
): Pick<Compilation, 'problems' | 'warnings'> {
  const { apiVersion, kind, metadata } = document.object;
  const { version } = parseApiVersion(apiVersion);
  const format = Object.hasOwn(FORMATS, version) ? FORMATS[version] : undefined;
  if (!format) {
    const problem = new PolicyError(
      `${kind} "${String(metadata.name)}" is of ${apiVersion}, which Kyverno does not serve`,
      {
        code: 'policy/unsupported',
        span: document.locate(['apiVersion']).span,
        remedy: `It serves ${Object.keys(FORMATS)
          .map((known) => `kyverno.io/${known}`)
          .join(' and ')}.`,
      },
    );
    return { problems: [problem], warnings: [] };
  }
  const fields = checkFields(document, format);
  // Only a policy whose fields are of their types can be read any further.
  return fields.problems.length > 0 ? fields : checkPolicy(document, expressions, target);
}
