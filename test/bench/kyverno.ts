import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { admit } from '../../src/admission/admit.ts';
import { indexPolicies, type PolicyIndex } from '../../src/admission/policy-index.ts';
import type { AdmissionRequest } from '../../src/model/admission-request.ts';
import type { Policy } from '../../src/model/engine.ts';
import { contextOf, requestOf } from '../engines/kyverno/ask.ts';
import { corpusPolicies } from '../engines/kyverno/corpus-policies.ts';
import type { ManifestSet } from './make-manifests.ts';
import { median } from './measure.ts';

export interface KyvernoFigures {
  readonly policies: number;
  /** All manifests, then half of them. */
  readonly whole: Load;
  readonly half: Load;
  /** Of a policy that is asked about an object that it is not about, though the index would not ask it. */
  readonly microsecondsUnmatched: number;
  readonly suites: SuitesRun;
}

export interface Load {
  readonly manifests: number;
  readonly evaluations: number;
  readonly milliseconds: number;
}

/** `tidewaiter test` as a process, from its start to its end. */
export interface SuitesRun {
  readonly summary: string;
  readonly milliseconds: number;
}

/** How fast all policies of the corpora judge, on one core and without reading anything, and how long all their suites take. */
export async function measureKyverno(
  { cli, corpora, manifests }: { readonly cli: string; readonly corpora: string; readonly manifests: ManifestSet },
  rounds: number,
): Promise<KyvernoFigures> {
  const policies = await corpusPolicies(corpora);
  const index = indexPolicies(policies);
  const requests = readRequests(manifests.jsonFolder);
  const half = requests.filter((_, position) => position % 2 === 0);
  const times = { whole: [] as number[], half: [] as number[], unmatched: [] as number[], suites: [] as number[] };
  const evaluations = { whole: 0, half: 0 };
  let summary = '';
  // The first round only warms; the others interleave, so that whatever else the machine does falls on all of them.
  for (let round = 0; round <= rounds; round++) {
    const timesOfRound = {
      half: busy(() => (evaluations.half = judgeAll(half, index))),
      whole: busy(() => (evaluations.whole = judgeAll(requests, index))),
      unmatched: askUnmatched(policies, requests),
      suites: timed(() => (summary = runSuites(cli, corpora))),
    };
    if (round === 0) continue;
    for (const name of ['whole', 'half', 'unmatched', 'suites'] as const) times[name].push(timesOfRound[name]);
  }
  return {
    policies: policies.length,
    whole: { manifests: requests.length, evaluations: evaluations.whole, milliseconds: median(times.whole) },
    half: { manifests: half.length, evaluations: evaluations.half, milliseconds: median(times.half) },
    microsecondsUnmatched: median(times.unmatched),
    suites: { summary, milliseconds: median(times.suites) },
  };
}

/** Requests of one kind share it, as those of a run do. */
function readRequests(folder: string): readonly AdmissionRequest[] {
  const kinds = new Map<string, AdmissionRequest['kind']>();
  return readdirSync(folder).map((name) => {
    const request = requestOf(JSON.parse(readFileSync(join(folder, name), 'utf8')));
    const key = JSON.stringify(request.kind);
    const kind = kinds.get(key) ?? request.kind;
    kinds.set(key, kind);
    return { ...request, kind };
  });
}

/** How many verdicts there are. */
function judgeAll(requests: readonly AdmissionRequest[], index: PolicyIndex): number {
  const context = contextOf();
  let verdicts = 0;
  for (const request of requests) verdicts += admit(request, index, context, context.cluster).verdicts.length;
  return verdicts;
}

/** Microseconds for each policy that says nothing about an object. */
function askUnmatched(policies: readonly Policy[], requests: readonly AdmissionRequest[]): number {
  const context = contextOf();
  let asked = 0;
  let milliseconds = 0;
  for (const request of requests) {
    const strangers = policies.filter(({ validate }) => validate?.(request, context).length === 0);
    asked += strangers.length;
    milliseconds += busy(() => {
      for (const policy of strangers) policy.validate?.(request, context);
    });
  }
  return (milliseconds * 1000) / asked;
}

function runSuites(cli: string, corpora: string): string {
  const { status, stdout, stderr } = spawnSync(process.execPath, [cli, 'test', 'kyverno-policies', 'kyverno-cli'], {
    cwd: corpora,
    encoding: 'utf8',
    maxBuffer: 1e9,
  });
  // Among them are suites that are to fail, and some of kinds that are not judged.
  if (status === null || stdout === '')
    throw new Error(`tidewaiter test ended with ${status}: ${stderr.slice(0, 2000)}`);
  return stdout.split('\n').find((line) => /\bof [\d,]+ suites\b/.test(line)) ?? 'no summary';
}

/** Milliseconds that this thread worked: what else the machine does, and other cores, do not count. */
function busy(work: () => unknown): number {
  const started = process.threadCpuUsage();
  work();
  const { user, system } = process.threadCpuUsage(started);
  return (user + system) / 1000;
}

function timed(work: () => unknown): number {
  const started = performance.now();
  work();
  return performance.now() - started;
}
