import { expect, test } from 'vitest';
import { formatImage, parseImage } from '../../src/kubernetes/images.ts';

const DIGEST = 'sha256:128c6e3534b842a2eec139999b8ce8aa9a2af9907e2b9269550809d18cd832a3';

// The grammar of https://github.com/distribution/reference; Kyverno adds the default registry and no `library/`.
test.each([
  ['nginx', 'docker.io nginx nginx latest ', 'docker.io/nginx:latest'],
  ['nginx:1.25', 'docker.io nginx nginx 1.25 ', 'docker.io/nginx:1.25'],
  ['kyverno/kyverno', 'docker.io kyverno/kyverno kyverno latest ', 'docker.io/kyverno/kyverno:latest'],
  ['ghcr.io/a/b/c:v1', 'ghcr.io a/b/c c v1 ', 'ghcr.io/a/b/c:v1'],
  ['localhost/x', 'localhost x x latest ', 'localhost/x:latest'],
  ['localhost:4443/test/image', 'localhost:4443 test/image image latest ', 'localhost:4443/test/image:latest'],
  [`nginx@${DIGEST}`, `docker.io nginx nginx  ${DIGEST}`, `docker.io/nginx@${DIGEST}`],
  [`quay.io/n:1@${DIGEST}`, `quay.io n n 1 ${DIGEST}`, `quay.io/n@${DIGEST}`],
])('%s', (text, parts, formatted) => {
  const image = parseImage(text);
  expect(image && `${image.registry} ${image.path} ${image.name} ${image.tag} ${image.digest}`).toBe(parts);
  expect(image && formatImage(image)).toBe(formatted);
});

test.each([
  '',
  'Nginx',
  'nginx:',
  'nginx:a b',
  'a//b',
  'nginx@sha256:12',
  '{{ image }}',
  'a'.repeat(2000),
  `nginx@sha256:${'a'.repeat(63)}`,
  `nginx@sha256:${'A'.repeat(64)}`,
  `nginx@md5:${'a'.repeat(32)}`,
])('no image: %s', (text) => {
  expect(parseImage(text)).toBeUndefined();
});

test('another default registry', () => {
  expect(parseImage('nginx', 'registry.example.com')?.registry).toBe('registry.example.com');
});
