import { expect, it } from 'vitest';
import type { Exemption } from '../../src/model/exemption.ts';
import { describeExemption } from '../../src/policy/describe-exemption.ts';
import { exemptionOf } from './exemption.ts';

it.each<[Partial<Exemption>, string]>([
  [{ kinds: ['Deployment'], namespaces: ['shop-*'], names: ['legacy-*'] }, 'Deployment shop-*/legacy-*'],
  [{}, 'everything'],
  [{ kinds: ['Deployment', 'Job'] }, '{Deployment,Job}'],
  [{ namespaces: ['shop'] }, 'objects shop/*'],
  [{ kinds: ['Job'], names: ['a', 'b'] }, 'Job */{a,b}'],
])('says what %j is about', (scope, words) => {
  expect(describeExemption(exemptionOf(scope))).toBe(`policy for ${words} until 2026-11-01`);
});
