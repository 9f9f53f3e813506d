import { compareText } from '../base/compare-text.ts';
import { didYouMean } from '../base/did-you-mean.ts';
import { ConfigError } from '../errors/tidewaiter-error.ts';
import type { Files } from '../model/files.ts';
import type { Span } from '../text/span.ts';

/** The bundle that judges where a repository has no policies of its own. */
export const STARTER_BUNDLE = 'starter';

/**
 * The files of a bundle: `policies/<bundle>/<policy>/policy.yaml` of the package, one folder a policy.
 * Throws a ConfigError that names the bundles there are.
 * @param library the package's folder `policies`
 */
export async function listBundle(library: Files, name: string, span?: Span): Promise<readonly string[]> {
  const paths = (await library.list()).filter((entry) => entry.kind === 'file').map((entry) => entry.path);
  const files = paths.filter((path) => path.startsWith(`${name}/`) && /^[^/]+\/[^/]+\/policy\.yaml$/.test(path));
  if (files.length > 0) return files.toSorted(compareText);
  const known = [...new Set(paths.flatMap((path) => /^([^/]+)\/[^/]+\/policy\.yaml$/.exec(path)?.[1] ?? []))].toSorted(
    compareText,
  );
  const meant = didYouMean(name, known);
  throw new ConfigError(`there is no bundle "${name}"`, {
    code: 'config/unknown-bundle',
    span,
    remedy: `${meant === undefined ? '' : `Did you mean "${meant}"? `}Bundles: ${known.join(', ') || 'none came with this installation'}.`,
  });
}
