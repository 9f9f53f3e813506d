/** The parts of a reference to a container image. */
export interface ImageReference {
  /** `""` where neither the reference nor the default names one. */
  readonly registry: string;
  /** The repository in its registry: `library/nginx`, `kyverno/kyverno`. */
  readonly path: string;
  /** The last part of the path. */
  readonly name: string;
  /** `latest` where there is neither tag nor digest; `""` where there is only a digest. */
  readonly tag: string;
  readonly digest: string;
}

const DOMAIN_PART = '(?:[a-zA-Z0-9]|[a-zA-Z0-9][a-zA-Z0-9-]*[a-zA-Z0-9])';
const IP_V6 = '\\[(?:[a-fA-F0-9:]+)\\]';
const PATH_PART = '[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*';
// The grammar of github.com/distribution/reference; every part is bounded by the next one's first character.
const REFERENCE = new RegExp(
  `^((?:(?:${DOMAIN_PART}(?:\\.${DOMAIN_PART})*)|${IP_V6})(?::[0-9]+)?)/(${PATH_PART}(?:/${PATH_PART})*)` +
    '(?::([\\w][\\w.-]{0,127}))?(?:@([A-Za-z][A-Za-z0-9]*(?:[-_+.][A-Za-z][A-Za-z0-9]*)*:[0-9a-fA-F]{32,}))?$',
);

/** The algorithms that github.com/opencontainers/go-digest knows. */
const DIGEST = /^(?:sha256:[a-f0-9]{64}|sha384:[a-f0-9]{96}|sha512:[a-f0-9]{128})$/;

/** Docker's own limit is 255 characters for the name, 128 for the tag; nothing longer is a reference. */
const MAX_LENGTH = 1024;

/**
 * Reads an image reference as container runtimes do; a reference without a registry gets `defaultRegistry`. Undefined for a text that is none.
 * Semantics: github.com/distribution/reference, and kyverno/kyverno pkg/utils/image: no `library/` is added to a short path.
 */
export function parseImage(text: string, defaultRegistry = 'docker.io'): ImageReference | undefined {
  if (text.length > MAX_LENGTH) return undefined;
  const [, registry, path, tag, digest] = REFERENCE.exec(withRegistry(text, defaultRegistry)) ?? [];
  if (registry === undefined || path === undefined) return undefined;
  if (digest !== undefined && !DIGEST.test(digest)) return undefined;
  return {
    registry,
    path,
    name: path.slice(path.lastIndexOf('/') + 1),
    tag: tag ?? (digest === undefined ? 'latest' : ''),
    digest: digest ?? '',
  };
}

/** `registry/path:tag`, or `registry/path@digest` where there is a digest. */
export function formatImage({ registry, path, tag, digest }: ImageReference): string {
  const repository = registry === '' ? path : `${registry}/${path}`;
  return digest === '' ? `${repository}:${tag}` : `${repository}@${digest}`;
}

/** The first part is a registry where it looks like a host: it holds a `.` or `:`, is `localhost`, or has capitals. */
function withRegistry(text: string, defaultRegistry: string): string {
  const slash = text.indexOf('/');
  const first = text.slice(0, Math.max(0, slash));
  const isHost = slash >= 0 && (/[.:]/.test(first) || first === 'localhost' || first.toLowerCase() !== first);
  return isHost ? text : `${defaultRegistry}/${text}`;
}
