import { parseGoTime, RFC3339 } from '../../../base/go-time.ts';
import { isObject } from '../../../base/json.ts';
import { PolicyError } from '../../../errors/tidewaiter-error.ts';
import { parseApiVersion } from '../../../kubernetes/group-version-kind.ts';
import type { PolicyDocument } from '../../../model/engine.ts';
import type { Target } from '../../../model/target.ts';
import { checkFields } from '../format/check-fields.ts';
import { checkFilters, filtersOf } from '../format/check-match.ts';
import { checkExclusion } from '../format/check-validate.ts';
import { isFilledList, isSet, partsOf } from '../format/parts-of.ts';
import { Remarks } from '../format/remarks.ts';
import { EXCEPTION, EXPIRING_EXCEPTION } from './exception-fields.ts';

/**
 * What Kyverno would refuse in a PolicyException; one with a problem excuses nothing.
 * Semantics: kyverno/kyverno api/kyverno/v2/policy_exception_types.go, `Validate`.
 */
export function checkException(document: PolicyDocument, target: Target): readonly PolicyError[] {
  const { apiVersion, metadata } = document.object;
  const { version } = parseApiVersion(apiVersion);
  if (!SERVED.includes(version)) {
    return [
      new PolicyError(`PolicyException "${String(metadata.name)}" is of ${apiVersion}, which Kyverno does not serve`, {
        code: 'policy/unsupported',
        span: document.locate(['apiVersion']).span,
        remedy: `It serves ${SERVED.map((known) => `kyverno.io/${known}`).join(' and ')}.`,
      }),
    ];
  }
  const { problems: wrongFields } = checkFields(document, expires(target) ? EXPIRING_EXCEPTION : EXCEPTION);
  return wrongFields.length > 0 ? wrongFields : checkMeaning(document);
}

const SERVED = ['v2', 'v2beta1'];

function expires({ kyverno }: Target): boolean {
  return Number(kyverno.version.split('.')[1]) >= 20;
}

function checkMeaning(document: PolicyDocument): readonly PolicyError[] {
  const remarks = new Remarks(document);
  const spec = isObject(document.object.spec) ? document.object.spec : {};
  for (const { part, path } of partsOf(spec.exceptions, ['spec', 'exceptions'])) {
    if (isSet(part.policyName)) continue;
    const message = 'an exception has to name a policy';
    remarks.refuse({ code: 'policy/missing-field', message, path: [...path, 'policyName'] });
  }
  const match = ['spec', 'match'];
  if (isObject(spec.match)) checkFilters(spec.match, match, { namespace: undefined }, remarks);
  if (spec.background !== false) {
    for (const { part, path } of filtersOf(spec.match, match)) {
      const field = ['roles', 'clusterRoles', 'subjects'].find((name) => isFilledList(part[name]));
      if (field === undefined) continue;
      const message = `${field} asks who makes the request, and a background scan has no request`;
      const remedy = 'Set `spec.background: false`.';
      remarks.refuse({ code: 'policy/invalid-value', message, remedy, path: [...path, field], at: 'key' });
    }
  }
  for (const exclusion of partsOf(spec.podSecurity, ['spec', 'podSecurity'])) {
    checkExclusion(exclusion, undefined, remarks);
  }
  const { expiresAt } = spec;
  if (typeof expiresAt === 'string' && parseGoTime(RFC3339, expiresAt).outcome === 'invalid') {
    const message = `"${expiresAt}" is no time`;
    const remedy = 'Write it as 2027-03-31T00:00:00Z.';
    remarks.refuse({ code: 'policy/invalid-value', message, remedy, path: ['spec', 'expiresAt'] });
  }
  return remarks.problems;
}
