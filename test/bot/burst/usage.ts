import { readFileSync } from 'node:fs';

/** What a process has used so far. */
export interface Usage {
  /** Of the processor, and so have the processes that it started and that have ended. */
  readonly seconds: number;
  /** The most memory that it ever held, in MiB. */
  readonly peakMemory: number;
}

/** As Linux tells it; elsewhere nothing is known. */
export function readUsage(id: number): Usage {
  if (process.platform !== 'linux') return { seconds: Number.NaN, peakMemory: Number.NaN };
  // proc_pid_stat(5): the name may have blanks in it, and ends with a parenthesis. User, system, and those of the children waited for.
  const fields = readFileSync(`/proc/${id}/stat`, 'utf8').split(') ').at(-1)?.split(' ') ?? [];
  const ticks = fields.slice(11, 15).reduce((sum, field) => sum + Number(field), 0);
  const peak = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${id}/status`, 'utf8'))?.[1];
  return { seconds: ticks / TICKS_PER_SECOND, peakMemory: Number(peak) / 1024 };
}

/** USER_HZ, which Linux has kept at this for programs. */
const TICKS_PER_SECOND = 100;
