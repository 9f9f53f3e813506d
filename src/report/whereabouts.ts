import type { Revision } from '../text/source.ts';

/** Where the reader of a report can look at files, and run the same judgement. A report on a terminal knows of neither. */
export interface Whereabouts {
  /** The address of a line of a file; undefined where there is none. */
  linkTo(file: string, line: number, revision: Revision): string | undefined;
  /** The revision to compare with in the reader's own clone, such as `origin/main`; undefined where everything was judged. */
  readonly base: string | undefined;
}

export const NOWHERE: Whereabouts = { linkTo: () => undefined, base: undefined };

/** The addresses of files at GitHub, at fixed commits: a branch would show other lines tomorrow. */
export function addressesAtGitHub(repository: {
  /** `https://github.com/acme/shop`. */
  readonly url: string;
  readonly base: string | undefined;
  readonly head: string;
  /** Where the bundled policies are: `https://github.com/tidewaiter/tidewaiter/blob/v0.1.0/policies`. */
  readonly bundle?: string | undefined;
  /** The repository in which the owner keeps what holds for all of theirs: `acme/.github`, `https://github.com/acme/.github`. */
  readonly owner?: { readonly name: string; readonly url: string; readonly commit: string } | undefined;
}): Whereabouts['linkTo'] {
  const { owner } = repository;
  const at = (commit: string | undefined) => (commit === undefined ? undefined : `${repository.url}/blob/${commit}`);
  const folders = {
    base: at(repository.base),
    head: at(repository.head),
    owner: owner && `${owner.url}/blob/${owner.commit}`,
    bundle: repository.bundle,
    disk: undefined,
  };
  return (file, line, revision) => {
    const folder = folders[revision];
    if (folder === undefined) return undefined;
    // Files of the owner are told with their repository's name.
    const path = revision === 'owner' && owner ? file.slice(owner.name.length + 1) : file;
    return `${folder}/${path.split('/').map(encodeSegment).join('/')}?plain=1#L${line}`;
  };
}

/** Whatever could end a Markdown link is encoded, too. */
function encodeSegment(segment: string): string {
  return encodeURIComponent(segment.toWellFormed()).replace(
    /[!'()*~]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

/** The command that judges some files again: what anybody can run who has a clone. */
export function reproduction(files: readonly string[], { base }: Whereabouts): string {
  const paths = [...new Set(files)];
  const dashes = paths.some((path) => path.startsWith('-')) ? ['--'] : [];
  const against = base === undefined ? [] : ['--base', quoteForShell(base)];
  return ['npx tidewaiter check', ...against, ...dashes, ...paths.map(quoteForShell)].join(' ');
}

/** The command that writes all proven fixes into the files of a clone. */
export function mendingCommand({ base }: Whereabouts): string {
  return `npx tidewaiter fix${base === undefined ? '' : ` --base ${quoteForShell(base)}`}`;
}

function quoteForShell(text: string): string {
  return /^[\w./@%+=:,-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}
