import type { Urls } from '../rest/route.ts';
import type { World } from '../state/world.ts';

/** What the handles of a story work on. */
export interface Story {
  readonly world: World;
  readonly urls: Urls;
}
