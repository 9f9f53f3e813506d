import { expect, test } from 'vitest';
import { compileLabelSelector } from '../../src/kubernetes/label-selector.ts';

const labels = { app: 'web', tier: 'front' };

// https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/#label-selectors
test.each([
  [{}, true],
  [null, false],
  [undefined, false],
  [{ matchLabels: { app: 'web' } }, true],
  [{ matchLabels: { app: 'web', tier: 'back' } }, false],
  [{ matchExpressions: [{ key: 'app', operator: 'In', values: ['web', 'api'] }] }, true],
  [{ matchExpressions: [{ key: 'none', operator: 'In', values: ['web'] }] }, false],
  [{ matchExpressions: [{ key: 'app', operator: 'NotIn', values: ['web'] }] }, false],
  [{ matchExpressions: [{ key: 'none', operator: 'NotIn', values: ['web'] }] }, true],
  [{ matchExpressions: [{ key: 'app', operator: 'Exists' }] }, true],
  [{ matchExpressions: [{ key: 'app', operator: 'DoesNotExist' }] }, false],
  [{ matchExpressions: [{ key: 'toString', operator: 'Exists' }] }, false],
  // Kubernetes refuses these (apimachinery, labels.NewRequirement): they select nothing.
  [{ matchExpressions: [{ key: 'app', operator: 'Gt', values: ['1'] }] }, false],
  [{ matchExpressions: [{ key: 'none', operator: 'NotIn', values: [] }] }, false],
  [{ matchExpressions: [{ key: 'none', operator: 'DoesNotExist', values: ['x'] }] }, false],
  [{ matchExpressions: [{ key: 'app', operator: 'In', values: ['web', 'w*'] }] }, false],
  [{ matchExpressions: [{ key: 'none*', operator: 'DoesNotExist' }] }, false],
  [{ matchExpressions: [{ key: 'a/b/c', operator: 'DoesNotExist' }] }, false],
  [{ matchExpressions: [{ key: 'example.com/a_b', operator: 'DoesNotExist' }] }, true],
  [{ matchLabels: { app: 'web' }, matchExpressions: [{ key: 'tier', operator: 'In', values: ['back'] }] }, false],
])('%j', (selector, expected) => {
  expect(compileLabelSelector(selector)(labels)).toBe(expected);
});
