import { join } from 'node:path';
import { kyvernoEngine } from '../../../src/engines/kyverno/engine.ts';
import { readWrittenObjects } from '../../../src/manifests/written-objects.ts';
import type { Policy } from '../../../src/model/engine.ts';
import { enforcedPolicies } from '../../replay/enforced-policies.ts';
import { contextOf } from './ask.ts';

/** Every policy of the corpora, compiled as one set for a cluster. */
export async function corpusPolicies(corpora: string): Promise<readonly Policy[]> {
  const { files } = await enforcedPolicies([join(corpora, 'kyverno-policies'), join(corpora, 'kyverno-cli')]);
  const contents = await files.read((await files.list()).map(({ path }) => path));
  const documents = [...contents.values()].flatMap((content) =>
    content.outcome === 'text' ? readWrittenObjects(content.source).objects : [],
  );
  const recognised = documents.filter(({ object }) => kyvernoEngine.recognises(object));
  return kyvernoEngine.compile(recognised, contextOf().target).policies;
}
