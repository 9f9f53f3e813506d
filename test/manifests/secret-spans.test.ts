import { describe, expect, it } from 'vitest';
import { secretSpans } from '../../src/manifests/secret-spans.ts';

function shown(text: string): string {
  const source = { file: 'a.yaml', revision: 'head' as const, text };
  return secretSpans(source).reduceRight((rest, { start, end }) => `${rest.slice(0, start)}█${rest.slice(end)}`, text);
}

const TOKEN = `ghp_${'q7Xk2LmP9vRt4WzB8nYc'.repeat(2).slice(0, 36)}`;

describe('secretSpans', () => {
  it('are where the data of a Secret is written', () => {
    const text =
      'apiVersion: v1\nkind: Secret\nmetadata: {name: a}\nstringData:\n  user: root # as ever\n  key: |\n    one\n    two\n';
    expect(shown(text)).toMatch(/stringData:\n {2}user: █ # as ever\n {2}key: █\n?$/);
  });

  it('are where environment variables and keys hold credentials', () => {
    const text = `apiVersion: v1
kind: ConfigMap
metadata: {name: a}
data:
  password: >-
    hunter2
  host: db
`;
    expect(shown(text)).toContain('  password: █\n  host: db\n');
  });

  it('are where a comment, an address or a text within a text holds one', () => {
    const text = `# token: ${TOKEN}
apiVersion: v1
kind: ConfigMap
metadata: {name: a}
data:
  url: postgres://shop:hunter2@db/shop
  config.json: '{"clientSecret": "hunter3", "port": 1}'
`;
    expect(shown(text)).toBe(`# token: █
apiVersion: v1
kind: ConfigMap
metadata: {name: a}
data:
  url: postgres://shop:█@db/shop
  config.json: '{"clientSecret": "█", "port": 1}'
`);
  });

  it('are found in a file that cannot be parsed', () => {
    expect(shown('kind: ConfigMap\ndata:\n  password: hunter2\n\tx: [\n')).toContain('password: █\n');
  });

  it('are none where Secrets are only named', () => {
    const text =
      'apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec:\n  volumes: [{name: a, secret: {secretName: web-tls}}]\n';
    expect(shown(text)).toBe(text);
  });
});
