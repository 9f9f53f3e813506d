import type { RawRequest } from '../serve.ts';
import type { World } from '../state/world.ts';

/** A request by a browser, or by a program on a browser's behalf. */
export interface Visit extends RawRequest {
  readonly world: World;
}
