/** Where something is inside a value: keys of objects and indices of lists, outermost first. */
export type Path = readonly (string | number)[];

const PLAIN_KEY = /^[A-Za-z_$][\w$-]*$/;

/** A path as people write it: `spec.containers[0].image`, `metadata.labels["app.kubernetes.io/name"]`; the empty path is `""`. */
export function formatPath(path: Path): string {
  let text = '';
  for (const step of path) {
    if (typeof step === 'number') text += `[${step}]`;
    else if (PLAIN_KEY.test(step)) text += text === '' ? step : `.${step}`;
    else text += `[${JSON.stringify(step)}]`;
  }
  return text;
}

/** A path as RFC 6901 writes it: `/spec/containers/0/image`. */
export function formatPointer(path: Path): string {
  return path.map((step) => `/${String(step).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}

export function startsWithPath(path: Path, prefix: Path): boolean {
  return prefix.length <= path.length && prefix.every((step, index) => path[index] === step);
}

export function equalPaths(left: Path, right: Path): boolean {
  return left.length === right.length && startsWithPath(left, right);
}
