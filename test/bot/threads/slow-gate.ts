/** A variable that is twice as long after each step: as long as one may become. */
const LONG = Array.from({ length: 18 }, () => '[@, @][]').join(' | ');

function slowRule(name: string): string {
  return `    - name: ${name}
      match:
        any:
          - resources:
              kinds: [Pod]
      context:
        - name: list
          variable:
            value: [1]
            jmesPath: '@ | ${LONG}'
      validate:
        message: The list is never empty.
        deny:
          conditions:
            all:
              - key: '{{ length(list) }}'
                operator: Equals
                value: 0
`;
}

/** Each rule keeps to every limit, and to ask all of them about every Pod takes a quarter of an hour. */
export const SLOW_POLICY = `apiVersion: kyverno.io/v1
kind: ClusterPolicy
metadata:
  name: slow
spec:
  validationFailureAction: Enforce
  rules:
${Array.from({ length: 50 }, (_, index) => slowRule(`slow-${index}`)).join('')}`;

export const MANY_PODS = Array.from(
  { length: 2000 },
  (_, index) =>
    `apiVersion: v1\nkind: Pod\nmetadata:\n  name: web-${index}\nspec:\n  containers:\n    - name: app\n      image: nginx\n`,
).join('---\n');
