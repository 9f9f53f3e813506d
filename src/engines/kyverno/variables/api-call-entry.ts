import { posix } from 'node:path';
import { isObject, type JsonObject, type JsonValue } from '../../../base/json.ts';
import { kindOfResource } from '../../../kubernetes/api-knowledge.ts';
import type { Cluster } from '../../../model/cluster.ts';
import { failureMessage, isLimit } from './failure-message.ts';
import { NeedsCluster } from './needs-cluster.ts';
import type { ContextEntry, QueryContext } from './query-context.ts';
import { SubstitutionError } from './substitution-error.ts';
import { compileTemplate, substitute } from './template.ts';

/**
 * A context entry with the answer of the API server or of a service to a call. A recorded answer stands in for both; one object of the cluster
 * is read from the inventory. What else a cluster would answer nobody here knows: a list of the inventory need not be all that there is. Where
 * the call fails, the entry's `default` is its value. A Policy may ask for nothing but what is in its own namespace.
 * Semantics: kyverno/kyverno pkg/engine/apicall.
 */
export function compileApiCall(name: string, apiCall: JsonObject, policyNamespace: string | undefined): ContextEntry {
  const { default: fallback, jmesPath, ...call } = apiCall;
  const callTemplate = compileTemplate(call);
  const path = compileTemplate(typeof jmesPath === 'string' ? jmesPath : '');
  return {
    name,
    load(context) {
      const asked = readCall(substitute(callTemplate, context));
      // The CLI refuses nothing that it leaves out.
      const isCluster = context.run.target.profile === 'cluster';
      if (isCluster) requireOwnNamespace(asked, policyNamespace);
      const answer = ask(asked, name, context);
      if (answer.outcome === 'left out') return undefined;
      if (!isCluster) requireOwnNamespace(asked, policyNamespace);
      switch (answer.outcome) {
        case 'failed':
          if (fallback !== undefined && fallback !== null) return fallback;
          throw new SubstitutionError(`failed to fetch data for APICall: ${answer.message}`);
        case 'answered':
          return transform(name, answer.body, substitute(path, context), context);
      }
    },
  };
}

/** What a query on an entry's data yields; all of it without one. */
export function transform(name: string, data: JsonValue, path: JsonValue, context: QueryContext): JsonValue {
  const query = typeof path === 'string' ? path.trim() : '';
  if (query === '') return data;
  try {
    return context.evaluateOn(query, data);
  } catch (thrown) {
    const reason = failureMessage(thrown);
    if (reason === undefined || isLimit(thrown)) throw thrown;
    throw new SubstitutionError(`failed to apply JMESPath ${query} for context entry ${name}: ${reason}`);
  }
}

interface Call {
  readonly method: 'GET' | 'POST';
  /** On the API server; else the address of a service. */
  readonly urlPath: string;
  readonly url: string;
}

function readCall(call: JsonValue): Call {
  const { method, urlPath, service } = isObject(call) ? call : {};
  const url = isObject(service) && typeof service.url === 'string' ? service.url : '';
  return { method: method === 'POST' ? 'POST' : 'GET', urlPath: typeof urlPath === 'string' ? urlPath : '', url };
}

function requireOwnNamespace({ urlPath }: Call, policyNamespace: string | undefined): void {
  if (policyNamespace === undefined) return;
  const path = posix.normalize(urlPath).replace(/(?<=.)\/$/, '');
  const [, namespace] = /^\/apis?\/.*?\/namespaces\/([^/]+)/.exec(path) ?? [];
  if (namespace === policyNamespace) return;
  throw new SubstitutionError(
    namespace === undefined
      ? `path ${path} does not contain a namespace segment, which is required for namespaced policies`
      : `path ${path} refers to namespace ${namespace}, which is different from the policy namespace ${policyNamespace}`,
  );
}

type Answer =
  | { readonly outcome: 'answered'; readonly body: JsonValue }
  | { readonly outcome: 'failed'; readonly message: string }
  /** Kyverno's CLI leaves the entry out, and a suite's values stand in for it. */
  | { readonly outcome: 'left out' };

function ask({ method, urlPath, url }: Call, name: string, context: QueryContext): Answer {
  const { values, target, cluster } = context.run;
  const address = urlPath === '' ? url : urlPath;
  const recorded = values.apiCallAnswer?.({ method, url: address });
  if (recorded) {
    if (recorded.statusCode >= 200 && recorded.statusCode < 300) return { outcome: 'answered', body: recorded.body };
    return { outcome: 'failed', message: `HTTP ${recorded.statusCode}: ${JSON.stringify(recorded.body)}` };
  }
  const isCli = target.profile === 'kyverno-cli';
  if (method === 'GET' && urlPath !== '' && (values.looksUp ?? !isCli)) {
    const found = lookUp(urlPath, cluster, isCli);
    if (found) return found;
  }
  if (context.has(name) || isCli) return { outcome: 'left out' };
  const what = urlPath === '' ? 'the answer of the service' : `the cluster’s answer to ${method}`;
  throw new NeedsCluster(`${what} ${address}`);
}

/** `/api/v1/namespaces/NAMESPACE/RESOURCE/NAME`, `/apis/GROUP/VERSION/RESOURCE`, … ; a `*` and more parts belong to subresources. */
const API_PATH = /^\/api(?:s\/([^/]+))?\/(v[^/]+)(?:\/namespaces\/([^/]+)(?=\/))?\/([^/]+)(?:\/([^/]+))?\/?$/;

/** @param isWhole whether the cluster holds all that there is: then lists are answered, and what is absent is not there */
function lookUp(urlPath: string, cluster: Cluster, isWhole: boolean): Answer | undefined {
  const [path = '', parameters] = urlPath.split('?');
  const [, group = '', version = '', namespace = '', resource = '', name] = API_PATH.exec(path) ?? [];
  const kind = kindOfResource(group, version, resource) ?? customKind(group, resource, cluster);
  if (kind === undefined || parameters !== undefined) return undefined;
  if (name !== undefined) {
    const found = cluster.get({ group, kind, namespace, name });
    if (found.outcome === 'found') return { outcome: 'answered', body: found.object };
    return isWhole ? { outcome: 'failed', message: `${resource} "${name}" not found` } : undefined;
  }
  if (!isWhole) return undefined;
  const items = cluster.list({ group, kind, ...(namespace !== '' && { namespace }) });
  const apiVersion = group === '' ? version : `${group}/${version}`;
  return { outcome: 'answered', body: { apiVersion, kind: `${kind}List`, metadata: {}, items } };
}

function customKind(group: string, resource: string, cluster: Cluster): string | undefined {
  if (group === '') return undefined;
  for (const { spec } of cluster.list({ group: 'apiextensions.k8s.io', kind: 'CustomResourceDefinition' })) {
    if (!isObject(spec) || spec.group !== group || !isObject(spec.names)) continue;
    const { plural, kind } = spec.names;
    if (plural === resource && typeof kind === 'string') return kind;
  }
  return undefined;
}
