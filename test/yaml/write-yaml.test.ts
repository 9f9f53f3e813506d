import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import type { JsonValue } from '../../src/base/json.ts';
import { parseYaml } from '../../src/yaml/parse-yaml.ts';
import { writeYaml } from '../../src/yaml/write-yaml.ts';

describe('writeYaml', () => {
  it('writes blocks, and what would be read otherwise in quotes', () => {
    const value = {
      kind: 'Pod',
      metadata: { labels: { on: 'yes', 'a b': '1' } },
      list: [{ a: 1, b: [] }, null],
      text: 'x\ny\n',
    };
    expect(writeYaml(value)).toBe(`kind: Pod
metadata:
  labels:
    "on": "yes"
    a b: "1"
list:
  - a: 1
    b: []
  - null
text: |
  x
  y
`);
  });

  it('is read back to the same value, by Kubernetes’ YAML 1.1 and by YAML 1.2', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 4 }), (any) => {
        // JSON knows one zero, and keys called `__proto__` are no matter of ours.
        const value: JsonValue = JSON.parse(JSON.stringify(any));
        const text = writeYaml(value);
        expect(parse(text)).toEqual(value);
        expect(parseYaml({ file: 'a.yaml', revision: 'disk', text }).documents[0]?.value).toEqual(value);
      }),
      { seed: 1 },
    );
  });
});
