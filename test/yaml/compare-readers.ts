import type { JsonValue } from '../../src/base/json.ts';
import { seededRandom } from '../../src/base/seeded-random.ts';
import { mayBeCommon, readCommonYaml, UNCOMMON } from '../../src/yaml/read-common-yaml.ts';
import { readValue } from '../../src/yaml/read-value.ts';
import { splitDocuments } from '../../src/yaml/split-documents.ts';
import { DEFAULT_YAML_LIMITS } from '../../src/yaml/yaml-limits.ts';
import { mutateText } from './mutate-text.ts';

export interface ReaderComparison {
  readonly whole: Share;
  readonly mutated: Share;
  readonly differences: readonly Difference[];
}

interface Share {
  readonly documents: number;
  /** How many the quick reader answered. */
  readonly common: number;
}

export interface Difference {
  readonly text: string;
  readonly common: JsonValue;
  readonly parser: string;
}

/** Reads every document with both readers, then each of them `times` times with random mistakes in it. */
export function compareReaders(texts: readonly string[], times: number, seed: number): ReaderComparison {
  const random = seededRandom(seed);
  const differences: Difference[] = [];
  const whole = { documents: 0, common: 0 };
  const mutated = { documents: 0, common: 0 };
  const compare = (text: string, share: { documents: number; common: number }) => {
    const isCommon = mayBeCommon(text);
    for (const { start, end } of splitDocuments(text)) {
      share.documents++;
      const common = isCommon ? readCommonYaml(text, start, end, DEFAULT_YAML_LIMITS.depth) : UNCOMMON;
      if (common === UNCOMMON) continue;
      share.common++;
      const { value, problems } = readValue(text.slice(start, end), DEFAULT_YAML_LIMITS);
      const parser =
        problems.length > 0 ? `${problems[0]?.code}: ${problems[0]?.message}` : (JSON.stringify(value) ?? 'nothing');
      // As text: the order of keys must be the same, too.
      if (JSON.stringify(common) !== parser) differences.push({ text: text.slice(start, end), common, parser });
    }
  };
  for (const text of texts) {
    compare(text, whole);
    for (let time = 0; time < times && text.length < 20_000; time++) compare(mutateText(text, random), mutated);
  }
  return { whole, mutated, differences };
}
