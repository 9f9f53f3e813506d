import { readFileSync } from 'node:fs';

export interface Stage {
  readonly image: string;
  readonly name: string | undefined;
  readonly instructions: readonly Instruction[];
}

export interface Instruction {
  /** `RUN`, `COPY` … */
  readonly keyword: string;
  readonly rest: string;
}

/** The stages of a Dockerfile without continued lines, as ours is. */
export function readDockerfile(file: string | URL): readonly Stage[] {
  const lines = readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'));
  const stages: { image: string; name: string | undefined; instructions: Instruction[] }[] = [];
  for (const line of lines) {
    const [, keyword = '', rest = ''] = line.match(/^([A-Z]+) (.+)$/) ?? [];
    if (keyword === '') throw new Error(`not read: ${line}`);
    const [, image = '', name] = rest.match(/^(\S+)(?: AS (\S+))?$/) ?? [];
    if (keyword === 'FROM') stages.push({ image, name, instructions: [] });
    else stages.at(-1)?.instructions.push({ keyword, rest });
  }
  return stages;
}
