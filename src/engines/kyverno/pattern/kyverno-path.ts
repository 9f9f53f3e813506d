import type { Path } from '../../../base/path.ts';

/** A path as Kyverno writes it in its messages: `/spec/containers/0/image/`, without any escaping; the root is `/`. */
export function formatKyvernoPath(path: Path): string {
  return path.length === 0 ? '/' : `/${path.join('/')}/`;
}
