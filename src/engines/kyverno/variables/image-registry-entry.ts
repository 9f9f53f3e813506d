import type { JsonObject } from '../../../base/json.ts';
import { transform } from './api-call-entry.ts';
import { NeedsCluster } from './needs-cluster.ts';
import type { ContextEntry } from './query-context.ts';
import { compileTemplate, substitute } from './template.ts';

/**
 * A context entry with what a registry says about an image: its manifest and its configuration. Only a record of it can be known here. Kyverno's
 * CLI without a registry leaves it out, and a suite's values stand in for it.
 * Semantics: kyverno/kyverno pkg/engine/context/loaders/imagedata.go.
 */
export function compileImageRegistry(entry: string, { reference, jmesPath }: JsonObject): ContextEntry {
  const referenceTemplate = compileTemplate(reference ?? '');
  const path = compileTemplate(typeof jmesPath === 'string' ? jmesPath : '');
  return {
    name: entry,
    load(context) {
      const { values, target } = context.run;
      const isCli = target.profile === 'kyverno-cli';
      if (isCli && !values.imageData) return undefined;
      const image = String(substitute(referenceTemplate, context));
      const data = values.imageData?.(image);
      if (data !== undefined) return transform(entry, data, substitute(path, context), context);
      if (context.has(entry) || isCli) return undefined;
      throw new NeedsCluster(`the registry’s data of image ${image}`);
    },
  };
}
