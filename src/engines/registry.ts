import type { Engine } from '../model/engine.ts';
import { kyvernoEngine } from './kyverno/engine.ts';

/** Every policy language that this version runs, in the order in which they are asked whether a document is theirs. */
export const engines: readonly Engine[] = [kyvernoEngine];
