import type { YamlDocument } from '../../yaml/yaml-stream.ts';
import { decodeDocument, object, suiteError } from '../decode.ts';

/**
 * What every file of the CLI's own kinds must begin with; without it, it is of the schema that Kyverno 1.12 gave up. Which kind it says
 * makes no difference: the CLI does not look (its own suites hold a `kind: Value`).
 */
export function requireKind(document: YamlDocument, kind: string): void {
  const head = decodeDocument(document, object);
  const old =
    ['apiVersion', 'kind'].find((field) => typeof head[field] !== 'string') ??
    (Object.hasOwn(head, 'name') ? 'name' : undefined);
  if (old !== undefined) {
    const remedy = `Since Kyverno 1.12 the file begins with "apiVersion: cli.kyverno.io/v1alpha1" and "kind: ${kind}", and its name is in metadata.`;
    const what = old === 'name' ? 'has "name" at its top' : `has no ${old}`;
    throw suiteError(
      document,
      old === 'name' ? ['name'] : [],
      'policy/missing-field',
      `the file ${what}: it is of the old schema`,
      remedy,
    );
  }
}
