import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isObject, type JsonObject } from '../../src/base/json.ts';
import { parseYaml } from '../../src/yaml/parse-yaml.ts';

/** Real manifests as files, one object a file, and the same objects as JSON. */
export interface ManifestSet {
  readonly name: string;
  readonly yamlFolder: string;
  readonly jsonFolder: string;
  readonly files: number;
  readonly bytes: number;
}

interface Specimen {
  readonly text: string;
  readonly object: JsonObject;
  readonly name: string;
  /** Where the name is written in the text. */
  readonly start: number;
  readonly end: number;
}

/** Below this size there are mostly Services and ServiceAccounts, which would make the mean smaller than that of real repositories. */
const SMALLEST = 700;

/** How many objects the largest set has; smaller ones are samples of it, spread evenly. */
export const LARGEST_SET = 2000;

/**
 * The recipe: every object of the repositories among the corpora that is written out (no Helm template) and is not tiny; each
 * CustomResourceDefinition once, the others over and over with a number after their name, up to the count. In the largest set a file has
 * 5 to 6 kB on average.
 */
export function makeManifests(corpora: string, folder: string, counts: readonly number[]): readonly ManifestSet[] {
  const specimens = readSpecimens(join(corpora, 'repos'));
  const largest = arrange(
    specimens.filter(isDefinition),
    specimens.filter((each) => !isDefinition(each)),
  );
  return counts.map((count) => write(join(folder, String(count)), sample(largest, count)));
}

/** So many of the largest set; where it is one, a Deployment as large as a file is on average. */
function sample(largest: readonly Specimen[], count: number): readonly Specimen[] {
  if (count > 1) return largest.filter((_, index) => index % (LARGEST_SET / count) === 0);
  const mean = largest.reduce((sum, { text }) => sum + text.length, 0) / largest.length;
  const deployments = largest.filter(({ object }) => object.kind === 'Deployment');
  return nearest(deployments, mean).slice(0, 1);
}

function nearest(specimens: readonly Specimen[], size: number): readonly Specimen[] {
  const distance = ({ text }: Specimen) => Math.abs(text.length - size);
  return specimens.toSorted((one, other) => distance(one) - distance(other));
}

/** The definitions stand at even distances, that one first whose size is nearest to their mean: samples have it, too. */
function arrange(definitions: readonly Specimen[], others: readonly Specimen[]): readonly Specimen[] {
  const mean = definitions.reduce((sum, { text }) => sum + text.length, 0) / definitions.length;
  const inOrder = nearest(definitions, mean);
  const gap = Math.floor(LARGEST_SET / definitions.length);
  const result: Specimen[] = [];
  for (let index = 0; result.length < LARGEST_SET; index++) {
    const definition = result.length % (gap + 1) === 0 ? inOrder[result.length / (gap + 1)] : undefined;
    if (definition) result.push(definition);
    const other = others[index % others.length];
    if (other && result.length < LARGEST_SET) result.push(renamed(other, index));
  }
  return result;
}

function isDefinition({ object }: Specimen): boolean {
  return object.kind === 'CustomResourceDefinition';
}

function renamed(specimen: Specimen, copy: number): Specimen {
  const name = `${specimen.name}-${copy}`;
  const { text, object, start, end } = specimen;
  return {
    ...specimen,
    name,
    text: text.slice(0, start) + name + text.slice(end),
    object: { ...object, metadata: { ...(isObject(object.metadata) ? object.metadata : {}), name } },
  };
}

function readSpecimens(folder: string): readonly Specimen[] {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => /\.ya?ml$/.test(path) && !/(^|\/)templates\//.test(path))
    .toSorted();
  return files.flatMap((file) => {
    const source = { file, revision: 'disk', text: readFileSync(join(folder, file), 'utf8') } as const;
    return parseYaml(source).documents.flatMap((document): Specimen[] => {
      const { value, start, end } = document;
      if (value === undefined || !isObject(value) || end - start < SMALLEST) return [];
      const name = isObject(value.metadata) ? value.metadata.name : undefined;
      if (typeof value.apiVersion !== 'string' || typeof value.kind !== 'string' || typeof name !== 'string') return [];
      const { span, exact } = document.locate(['metadata', 'name']);
      if (!exact) return [];
      const text = source.text.slice(start, end);
      return [{ text, object: value, name, start: span.start - start, end: span.end - start }];
    });
  });
}

function write(folder: string, specimens: readonly Specimen[]): ManifestSet {
  const [yamlFolder, jsonFolder] = [join(folder, 'yaml'), join(folder, 'json')];
  rmSync(folder, { recursive: true, force: true });
  for (const each of [yamlFolder, jsonFolder]) mkdirSync(each, { recursive: true });
  let bytes = 0;
  for (const [index, { text, object }] of specimens.entries()) {
    writeFileSync(join(yamlFolder, `${index}.yaml`), text);
    writeFileSync(join(jsonFolder, `${index}.json`), JSON.stringify(object));
    bytes += Buffer.byteLength(text);
  }
  return { name: `${specimens.length}`, yamlFolder, jsonFolder, files: specimens.length, bytes };
}
