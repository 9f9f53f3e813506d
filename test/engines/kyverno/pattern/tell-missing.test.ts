import { describe, expect, test } from 'vitest';
import type { JsonValue } from '../../../../src/base/json.ts';
import { compilePattern } from '../../../../src/engines/kyverno/pattern/compile-pattern.ts';

function toldOf(pattern: JsonValue, value: JsonValue): readonly (string | undefined)[] {
  const result = compilePattern(pattern).evaluate(value);
  return result.outcome === 'fail' ? result.failures.map(({ whyNoRemedy }) => whyNoRemedy) : [];
}

const WHY = 'missing, and the rule does not say what exactly would be legal';

describe('what is missing and has many legal values', () => {
  const labels = { metadata: { labels: { app: '?*', 'example.com/owner': '?*', tier: '?*' } } };

  test('is told of all labels at once, at each of them', () => {
    const both = `labels.app and labels["example.com/owner"] are ${WHY}`;
    expect(toldOf(labels, { metadata: { labels: { tier: 'web' } } })).toEqual([both, both]);
    expect(toldOf(labels, { metadata: {} })).toEqual([
      `metadata.labels.app, metadata.labels["example.com/owner"] and metadata.labels.tier are ${WHY}`,
    ]);
  });

  test('leaves alone a label that has one legal value, or another value', () => {
    const pattern = { metadata: { labels: { app: '?*', managed: 'true', tier: 'a|b' } } };
    expect(toldOf(pattern, { metadata: { labels: { tier: 'c' } } })).toEqual([
      `labels.app is ${WHY}`,
      undefined,
      undefined,
    ]);
  });

  test('is told of each object on its own, without what may be absent', () => {
    const pattern = {
      spec: { containers: [{ resources: { limits: { memory: '?*' }, '=(claims)': [{ name: '?*' }] } }] },
    };
    expect(toldOf(pattern, { spec: { containers: [{}, { resources: { limits: {} } }] } })).toEqual([
      `resources.limits.memory is ${WHY}`,
      `limits.memory is ${WHY}`,
    ]);
  });
});
