import { spawnSync } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export interface Case {
  readonly name: string;
  /** What Node is started with. */
  readonly args: readonly string[];
  readonly folder?: string;
  /** Exit codes that say that it did its work. */
  readonly exitCodes?: readonly number[];
}

/**
 * Whole processes, in milliseconds: the median of each case. The rounds interleave the cases, so that whatever else the machine does
 * falls on all of them; the first round only warms what the operating system and V8 keep.
 */
export function measure(cases: readonly Case[], rounds: number): ReadonlyMap<string, number> {
  const times = new Map<string, number[]>(cases.map(({ name }) => [name, []]));
  for (let round = 0; round <= rounds; round++) {
    for (const each of cases) {
      const started = performance.now();
      run(each);
      if (round > 0) times.get(each.name)?.push(performance.now() - started);
    }
  }
  return new Map([...times].map(([name, all]) => [name, median(all)]));
}

const REPORT_MEMORY = `data:text/javascript,${encodeURIComponent(
  "import { writeFileSync } from 'node:fs'; process.on('exit', () => writeFileSync(process.env.BENCH_MEMORY_FILE, String(process.resourceUsage().maxRSS)));",
)}`;

/** The most memory that a case ever held, in MiB; a run of its own, for asking costs time. */
export function peakMemory(each: Case, scratch: string): number {
  const file = join(scratch, 'memory.txt');
  run({ ...each, args: ['--import', REPORT_MEMORY, ...each.args] }, { BENCH_MEMORY_FILE: file });
  return Number(readFileSync(file, 'utf8')) / 1024;
}

export function median(numbers: readonly number[]): number {
  const sorted = numbers.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? Number.NaN) + upper) / 2;
}

function run({ name, args, folder, exitCodes = [0] }: Case, environment: NodeJS.ProcessEnv = {}): void {
  const nowhere = openSync('/dev/null', 'w');
  try {
    const { status, stderr } = spawnSync(process.execPath, args, {
      cwd: folder,
      env: { ...process.env, ...environment },
      stdio: ['ignore', nowhere, 'pipe'],
      encoding: 'utf8',
    });
    if (status === null || !exitCodes.includes(status))
      throw new Error(`${name} ended with ${status}: ${stderr.slice(0, 2000)}`);
  } finally {
    closeSync(nowhere);
  }
}
