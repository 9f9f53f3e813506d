import type { Source } from '../text/source.ts';
import type { YamlTree } from './tree.ts';
import type { WritingStyle } from './writing-style.ts';

/** What every edit needs to know of the document that it is made in. */
export interface EditContext {
  readonly source: Source;
  readonly text: string;
  readonly tree: YamlTree;
  readonly style: WritingStyle;
  readonly takeBlankLines: boolean;
}
