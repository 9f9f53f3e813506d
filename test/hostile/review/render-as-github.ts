import { micromark } from 'micromark';
import { gfm, gfmHtml } from 'micromark-extension-gfm';

/** A body as GitHub shows it. */
export interface Rendered {
  readonly html: string;
  /** Every tag, comment and declaration as it is written, in order. */
  readonly tags: readonly string[];
  readonly links: readonly string[];
  /** What a reader reads outside of code, where GitHub looks for mentions, references and emoji. */
  readonly prose: string;
  /** The text of blocks of code, with the language that they name. */
  readonly blocks: readonly { readonly language: string; readonly text: string }[];
}

/**
 * Renders GitHub-flavoured Markdown. HTML is left as it is, for GitHub lets much of it through: whatever of a pull request would
 * become an element shows here as a tag.
 */
export function renderAsGitHub(markdown: string): Rendered {
  const html = micromark(markdown, {
    allowDangerousHtml: true,
    allowDangerousProtocol: true,
    extensions: [gfm()],
    htmlExtensions: [gfmHtml()],
  });
  const tags = html.match(TAG) ?? [];
  return {
    html,
    tags,
    links: tags.flatMap((tag) => /^<a\b.*\bhref="([^"]*)"/s.exec(tag)?.[1] ?? []).map(decodeEntities),
    prose: decodeEntities(html.replace(CODE, '\ufffc').replace(TAG, '')),
    blocks: Array.from(html.matchAll(BLOCK), ([, language = '', text = '']) => ({
      language,
      text: decodeEntities(text).replace(/\n$/, ''),
    })),
  };
}

/** What a browser takes for a tag: text has its angle brackets escaped by now. */
const TAG = /<!--.*?(?:-->|$)|<[a-z/!?][^>]*(?:>|$)/gis;
const CODE = /<code\b[^>]*>.*?<\/code>/gs;
const BLOCK = /<pre><code(?: class="language-([^"]*)")?>(.*?)<\/code><\/pre>/gs;

const ENTITIES = new Map([
  ['&lt;', '<'],
  ['&gt;', '>'],
  ['&quot;', '"'],
  ['&amp;', '&'],
]);

/** Those that the renderer writes. */
function decodeEntities(text: string): string {
  return text.replace(/&(?:lt|gt|quot|amp);/g, (entity) => ENTITIES.get(entity) ?? entity);
}
