import { isArray, isObject, type JsonObject, type JsonValue } from '../../src/base/json.ts';
import { EngineError } from '../../src/errors/tidewaiter-error.ts';
import type { AdmissionRequest } from '../../src/model/admission-request.ts';
import type { Context, Engine, GenerationResult, Policy, PolicyDocument } from '../../src/model/engine.ts';
import type { KubernetesObject } from '../../src/model/kubernetes-object.ts';
import type { MutationResult, TargetMutation, Verdict } from '../../src/model/verdict.ts';

/** What a policy was asked. */
export interface Asked {
  readonly policy: string;
  readonly request: AdmissionRequest;
  readonly context: Context;
}

/**
 * An engine whose policies say what their documents tell them to say, so that what suites make of answers can be tested alone:
 * `validate` and `mutate` hold, by the object's name, an outcome for each rule; `labels` are what mutation adds; `failsWithoutLabel`
 * passes for objects that have the label; `echo` passes, and says which document it is. `targets` are ConfigMaps that mutation gives the
 * labels, too. `generate` holds outcomes as the others do; `makes` are ConfigMaps that each passing rule makes, `clones` are looked up.
 */
export function spokenEngine(asked: Asked[] = []): Engine {
  return {
    name: 'spoken',
    recognises: ({ apiVersion }) => apiVersion.includes('kyverno.io/'),
    compile: (documents) => ({
      policies: documents.map((document) => compile(document, asked)),
      problems: [],
      warnings: [],
    }),
  };
}

function compile(document: PolicyDocument, asked: Asked[]): Policy {
  const { kind, metadata, spec } = document.object;
  const name = String(metadata.name);
  const says = isObject(spec) ? spec : {};
  const note = (request: AdmissionRequest, context: Context) => asked.push({ policy: name, request, context });
  return {
    id: `${kind}/${name}`,
    name,
    title: name,
    engine: 'spoken',
    level: 'enforce',
    document,
    kinds: [],
    rules: isArray(says.rules) ? says.rules.map((rule) => ({ name: String(rule), level: 'enforce', path: [] })) : [],
    ...(says.mutate === undefined
      ? {}
      : {
          mutate: (request: AdmissionRequest, context: Context) => {
            note(request, context);
            return { ...mutate(request, says.mutate, says.labels), targets: targetsOf(says, context) };
          },
        }),
    ...(says.generate === undefined
      ? {}
      : { generate: (request: AdmissionRequest, context: Context) => generate(request, says, context) }),
    ...(says.mutate !== undefined || says.generate !== undefined
      ? {}
      : {
          validate: (request: AdmissionRequest, context: Context) => {
            note(request, context);
            if (says.echo === true) return [{ outcome: 'pass', rule: 'said' }];
            if (says.failsWithoutLabel !== undefined) return [labelled(request.object, String(says.failsWithoutLabel))];
            return verdictsOf(says.validate, request.object);
          },
        }),
  };
}

function mutate(
  { object }: AdmissionRequest,
  says: JsonValue | undefined,
  labels: JsonValue | undefined,
): MutationResult {
  if (object === null) throw new Error('there is nothing to mutate');
  const verdicts = verdictsOf(says, object);
  const applies = verdicts.some(({ outcome }) => outcome === 'pass') && isObject(labels);
  const own = isObject(object.metadata.labels) ? object.metadata.labels : {};
  const changed = applies ? { ...object, metadata: { ...object.metadata, labels: { ...own, ...labels } } } : object;
  return { object: changed, mutations: [], verdicts };
}

function targetsOf({ targets, labels }: JsonObject, { cluster }: Context): readonly TargetMutation[] {
  const names = isArray(targets) ? targets.map(String) : [];
  return names.flatMap((name) => {
    const found = cluster.get({ group: '', kind: 'ConfigMap', namespace: 'default', name });
    if (found.outcome !== 'found' || !isObject(labels)) return [];
    const { metadata } = found.object;
    return { rule: 'target', object: { ...found.object, metadata: { ...metadata, labels } }, patch: [] };
  });
}

function generate({ object }: AdmissionRequest, says: JsonObject, { cluster }: Context): GenerationResult {
  const verdicts = verdictsOf(says.generate, object);
  const namesOf = (list: JsonValue | undefined) => (isArray(list) ? list.map(String) : []);
  const made = namesOf(says.makes).map((name) => configMap(name));
  const cloned = namesOf(says.clones).flatMap((name) => {
    const found = cluster.get({ group: '', kind: 'ConfigMap', namespace: 'default', name });
    return found.outcome === 'found' ? [{ ...configMap(`${name}-clone`), data: found.object.data ?? null }] : [];
  });
  const passing = verdicts.filter(({ outcome }) => outcome === 'pass');
  return {
    verdicts,
    objects: passing.flatMap(({ rule }) => [...made, ...cloned].map((each) => ({ rule, object: each }))),
  };
}

function configMap(name: string): JsonObject {
  return { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name, namespace: 'default' } };
}

function labelled(object: KubernetesObject | null, label: string): Verdict {
  const labels = object?.metadata.labels;
  return verdict('labelled', isObject(labels) && labels[label] !== undefined ? 'pass' : 'fail');
}

function verdictsOf(says: JsonValue | undefined, object: KubernetesObject | null): readonly Verdict[] {
  const rules = isObject(says) ? says[String(object?.metadata.name)] : undefined;
  return isObject(rules) ? Object.entries(rules).map(([rule, outcome]) => verdict(rule, String(outcome))) : [];
}

function verdict(rule: string, outcome: string): Verdict {
  switch (outcome) {
    case 'pass':
      return { outcome, rule };
    case 'skip':
      return { outcome, rule, reason: 'said so' };
    case 'fail':
      return { outcome, rule, message: 'said so', failures: [{ path: [], message: 'said so' }] };
    case 'unknown':
      return { outcome, rule, needs: 'a cluster' };
    case 'crash':
      throw new TypeError('said so');
    default:
      return { outcome: 'error', rule, error: new EngineError('said so', { code: 'policy/expression' }) };
  }
}
