import { didYouMean } from '../base/did-you-mean.ts';
import { isArray, isObject, type JsonObject } from '../base/json.ts';
import { PolicyError } from '../errors/tidewaiter-error.ts';
import { parseApiVersion } from '../kubernetes/group-version-kind.ts';
import type { WrittenObjects } from '../manifests/written-objects.ts';
import type { PolicyDocument } from '../model/engine.ts';
import type { Source } from '../text/source.ts';
import { parseYaml, type YamlDocument, type YamlLimits } from '../yaml/parse-yaml.ts';
import { isKyvernoGroup, meantKind } from './policy-kinds.ts';

/**
 * The documents of a file that would be Kyverno's policies if their heads were in order: a misspelt `apiVersion`, `kind` or `metadata` makes
 * a policy something that nobody asks, and that nobody would miss.
 */
export function findLostPolicies(
  source: Source,
  { objects, notJudged }: WrittenObjects,
  limits: Partial<YamlLimits>,
): readonly PolicyError[] {
  const misnamed = objects.flatMap((object) => problemOfHead(object) ?? []);
  const isWhole = notJudged.length === 0 && countLines(source, /^apiVersion:/gm) === countLines(source, /^kind:/gm);
  if (isWhole) return misnamed;
  return [...misnamed, ...parseYaml(source, limits).documents.flatMap(problemsOfDocument)];
}

function countLines({ text }: Source, pattern: RegExp): number {
  return text.match(pattern)?.length ?? 0;
}

/** What is wrong with the kind or the group of an object that was meant to be a policy of Kyverno's. */
export function problemOfHead({ object, locate }: PolicyDocument): PolicyError | undefined {
  const { apiVersion, kind } = object;
  const meant = meantKind(object);
  if (meant !== undefined) {
    return new PolicyError(`Kyverno has no kind "${kind}"`, {
      code: 'policy/unsupported',
      span: locate(['kind']).span,
      remedy: `Did you mean "${meant}"?`,
    });
  }
  const { group } = parseApiVersion(apiVersion);
  if (isKyvernoGroup(group) || !isPolicyOfRules(object) || didYouMean(group, ['kyverno.io']) === undefined)
    return undefined;
  return new PolicyError(`the ${kind} "${String(object.metadata.name)}" is of the group "${group}", which nobody has`, {
    code: 'policy/unsupported',
    span: locate(['apiVersion']).span,
    remedy: 'Did you mean "kyverno.io"?',
  });
}

function isPolicyOfRules({ kind, spec }: JsonObject): boolean {
  return (kind === 'ClusterPolicy' || kind === 'Policy') && isObject(spec) && isArray(spec.rules);
}

const HEAD = ['apiVersion', 'kind', 'metadata'] as const;
const FIELDS: readonly string[] = [...HEAD, 'spec', 'status'];

function problemsOfDocument(document: YamlDocument): readonly PolicyError[] {
  const { value } = document;
  if (!isObject(value) || !wantsToBePolicy(value)) return [];
  return HEAD.flatMap((field) => {
    const present = value[field];
    if (field === 'metadata' ? isObject(present) : typeof present === 'string' && present !== '') return [];
    if (present !== undefined) {
      const message = `${field} of a policy has to be ${field === 'metadata' ? 'a mapping' : 'text'}`;
      return [new PolicyError(message, { code: 'policy/wrong-type', span: document.locate([field]).span })];
    }
    const misspelt = Object.keys(value).find((key) => !FIELDS.includes(key) && didYouMean(key, [field]) !== undefined);
    if (misspelt === undefined) {
      const { span } = document.locate([]);
      return [
        new PolicyError(`a policy has no ${field}`, {
          code: 'policy/missing-field',
          span,
          remedy: `Add \`${field}\`.`,
        }),
      ];
    }
    const { span, keySpan } = document.locate([misspelt]);
    const remedy = `Did you mean "${field}"?`;
    return [
      new PolicyError(`a policy has no field "${misspelt}"`, {
        code: 'policy/unknown-field',
        span: keySpan ?? span,
        remedy,
      }),
    ];
  });
}

function wantsToBePolicy(value: JsonObject): boolean {
  const { apiVersion } = value;
  if (typeof apiVersion === 'string') return isKyvernoGroup(parseApiVersion(apiVersion).group);
  return isPolicyOfRules(value);
}
