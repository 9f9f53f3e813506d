import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { kyvernoEngine } from '../../../../src/engines/kyverno/engine.ts';
import { parseApiVersion } from '../../../../src/kubernetes/group-version-kind.ts';
import { readWrittenObjects, type WrittenObject } from '../../../../src/manifests/written-objects.ts';
import type { Compilation } from '../../../../src/model/engine.ts';
import { startOf } from '../../../../src/text/position.ts';
import { corporaFolder } from '../../../corpora.ts';

/** Every ClusterPolicy and Policy of the public suites; none where there are no corpora. */
export function corpusPolicies(): readonly WrittenObject[] {
  const root = corporaFolder();
  if (root === undefined) return [];
  return ['kyverno-policies', 'kyverno-cli']
    .flatMap((corpus) => globSync(`${corpus}/**/*.yaml`, { cwd: root }).toSorted())
    .map((file) => ({ file, text: readFileSync(join(root, file), 'utf8') }))
    .filter(({ text }) => /^apiVersion: kyverno\.io\/v/m.test(text))
    .flatMap(({ file, text }) => policiesOf(file, text));
}

export function policiesOf(file: string, text: string): readonly WrittenObject[] {
  const { objects } = readWrittenObjects({ file, revision: 'base', text });
  return objects.filter(
    ({ object: { apiVersion, kind } }) =>
      parseApiVersion(apiVersion).group === 'kyverno.io' && (kind === 'ClusterPolicy' || kind === 'Policy'),
  );
}

export function compilePolicies(policies: readonly WrittenObject[]): Compilation {
  return kyvernoEngine.compile(policies, { kubernetes: '1.34', profile: 'cluster', kyverno: { version: '1.19' } });
}

/** Lines and messages of what was found. */
export function told(found: Compilation['problems']): readonly string[] {
  return found.map(({ span, message }) => `${span ? startOf(span).line : 0}: ${message}`);
}
