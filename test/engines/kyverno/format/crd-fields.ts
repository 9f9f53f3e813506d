import { readFileSync } from 'node:fs';

/** A field of ClusterPolicy or PolicyException as the definition that Kyverno installs has it: `spec.rules[].match.any[].resources.kinds[]`. */
export interface CrdField {
  readonly path: string;
  readonly type: 'object' | 'map' | 'array' | 'string' | 'boolean' | 'integer' | 'free';
  readonly allowed: readonly string[] | undefined;
  readonly required: readonly string[];
  /** `minimum=1`, `maxLength=63`. */
  readonly limits: readonly string[];
}

/** The fields of one version by their paths, as `scripts/extract-kyverno-fields.ts` found them. */
export function readCrdFields(
  file: 'fields.tsv' | 'exception-fields.tsv',
  version: 'v1' | 'v2' | 'v2beta1',
): ReadonlyMap<string, CrdField> {
  const lines = readFileSync(new URL(`inputs/${file}`, import.meta.url), 'utf8')
    .trim()
    .split('\n')
    .slice(1);
  const fields = lines.filter((line) => line.split('\t')[0]?.split(',').includes(version)).map(readField);
  return new Map(fields.map((field) => [field.path, field]));
}

function readField(line: string): CrdField {
  const [, path = '', type, ...limits] = line.split('\t');
  const listed = (name: string) =>
    limits
      .find((limit) => limit.startsWith(`${name}=`))
      ?.slice(name.length + 1)
      .split('|');
  return {
    path,
    type: type as CrdField['type'],
    allowed: listed('enum'),
    required: listed('required') ?? [],
    limits: limits.filter((limit) => !/^(?:enum|required)=/.test(limit)),
  };
}
