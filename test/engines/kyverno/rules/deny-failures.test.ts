import { describe, expect, test } from 'vitest';
import { formatPath } from '../../../../src/base/path.ts';
import { judge, ruleOf } from '../ask.ts';

const POD = `apiVersion: v1
kind: Pod
metadata: { name: web, namespace: shop }
spec:
  volumes: [{ name: data, hostPath: { path: /data } }]
  containers:
    - { name: a, image: "nginx:1.27", volumeMounts: [{ name: data, mountPath: /d, readOnly: false }] }`;

function placesOf(validate: string, surroundings: Parameters<typeof judge>[2] = {}): readonly string[] {
  const rule = ruleOf(`match: { any: [{ resources: { kinds: [Pod] } }] }\nvalidate:\n  message: Bad\n  ${validate}`);
  const [verdict] = judge(rule, POD, surroundings);
  return verdict?.outcome === 'fail' ? verdict.failures.map(({ path }) => formatPath(path)) : [];
}

describe('a denial of an element points', () => {
  test('to what an expression reads that is only known once other variables have their values', () => {
    const mounts = "request.object.spec.[initContainers, containers][].volumeMounts[?name == '{{element.name}}'][]";
    expect(
      placesOf(`foreach:
    - list: request.object.spec.volumes
      deny:
        conditions:
          any:
            - key: "{{ ${mounts} | length(@) }}"
              operator: NotEquals
              value: 0`),
    ).toEqual(['spec.containers[0].volumeMounts']);
  });

  test('to the name of the image that a registry was asked about', () => {
    const imageData = () => ({ configData: { config: { User: 'root' } } });
    expect(
      placesOf(
        `foreach:
    - list: request.object.spec.containers
      context:
        - name: imageData
          imageRegistry: { reference: "{{ element.image }}" }
      deny:
        conditions:
          any:
            - key: "{{ imageData.configData.config.User }}"
              operator: Equals
              value: root`,
        { values: { imageData } },
      ),
    ).toEqual(['spec.containers[0].image']);
  });
});
