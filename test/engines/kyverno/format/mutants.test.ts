import { describe, expect, test } from 'vitest';
import { seededRandom } from '../../../../src/base/seeded-random.ts';
import { parseApiVersion } from '../../../../src/kubernetes/group-version-kind.ts';
import type { WrittenObject } from '../../../../src/manifests/written-objects.ts';
import { notRun } from '../../../corpora.ts';
import { compilePolicies, corpusPolicies, policiesOf, told } from './corpus-policies.ts';
import { readCrdFields } from './crd-fields.ts';
import { type Breakage, breakAt, findSites, type Mutant, type Site } from './mutants.ts';

const policies = corpusPolicies();
const FIELDS = { v1: readCrdFields('fields.tsv', 'v1'), v2beta1: readCrdFields('fields.tsv', 'v2beta1') };
const EACH = 100;

/** What can be broken in a policy, by what it is. */
const sites = policies.flatMap((policy) => {
  const { version } = parseApiVersion(policy.object.apiVersion);
  return findSites(policy, version === 'v1' ? FIELDS.v1 : FIELDS.v2beta1).map((site) => ({ policy, site }));
});

describe.skipIf(policies.length === 0)(`${3 * EACH} policies, each with one thing broken`, () => {
  test.each(['name', 'type', 'operator'] as const)('each is told at its line: %s', (breakage) => {
    const missed = mutantsOf(breakage).filter(({ line, text }) => {
      const { problems } = compilePolicies(policiesOf('mutant.yaml', text));
      return !told(problems).some((problem) => problem.startsWith(`${line}: `));
    });
    expect(missed.map(({ what }) => what)).toEqual([]);
  });
});

function mutantsOf(breakage: Breakage): readonly Mutant[] {
  const random = seededRandom(breakage.length);
  const candidates = sites.filter(({ site }) => site.breakage === breakage);
  const mutants: Mutant[] = [];
  while (mutants.length < EACH) {
    const { policy, site } = candidates[Math.floor(random() * candidates.length)] ?? never();
    const mutant = breakAt(policy, site, random);
    if (isBroken(policy, site, mutant)) mutants.push(mutant);
  }
  return mutants;
}

/** Not where a misspelt name is by chance another one that the definition knows. */
function isBroken({ source }: WrittenObject, { breakage, field }: Site, { text }: Mutant): boolean {
  if (text === source.text) return false;
  const parent = field.path.slice(0, field.path.lastIndexOf('.'));
  return breakage !== 'name' || !FIELDS.v1.has(`${parent}.${nameIn(text, source.text)}`);
}

/** The word in which a text differs from another one. */
function nameIn(text: string, original: string): string {
  let at = 0;
  while (text[at] === original[at]) at++;
  const start = text.slice(0, at).search(/\w*$/);
  return /^\w*/.exec(text.slice(start))?.[0] ?? '';
}

function never(): never {
  throw new Error('nothing can be broken so');
}

test.skipIf(policies.length > 0)(notRun(3 * EACH, 'mutated policies'), () => {});
