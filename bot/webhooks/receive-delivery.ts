import { isObject, type JsonObject } from '../../src/base/json.ts';
import type { Queryable } from '../database/database.ts';
import type { Log } from '../log/open-log.ts';
import type { DeliveryEvent, DeliveryOutcome } from '../metrics/metrics.ts';
import type { Delivery, Queue } from '../queue/queue.ts';
import { rememberState } from '../store/open-pull-requests.ts';
import { hasFormOfSignature, isSigned } from './is-signed.ts';
import { jobsOf } from './jobs-of.ts';
import { isHeardEvent, type Letter } from './letter.ts';
import { namePullRequests } from './name-pull-requests.ts';
import { openProbot } from './open-probot.ts';
import { numberAt, textAt } from './payload.ts';

export interface ReceivingDependencies {
  readonly app: { readonly appId: number; readonly privateKey: string; readonly apiUrl: string };
  /** Any of them may have signed. */
  readonly secrets: readonly string[];
  readonly queue: Pick<Queue, 'ingest'>;
  readonly database: Queryable;
  readonly log: Log;
  readonly count: (event: DeliveryEvent, outcome: DeliveryOutcome) => void;
}

export interface DeliveryRequest {
  /** By their names in small letters. */
  readonly header: (name: string) => string | undefined;
  /** It is read only where the headers are in order. */
  readonly readBody: () => Promise<Body>;
}

export type Body =
  /** As it came: the signature is of these bytes. */
  | { readonly outcome: 'read'; readonly bytes: Uint8Array }
  /** Larger than any that GitHub delivers. */
  | { readonly outcome: 'too-large' }
  /** With the others that are at hand it would be too much. */
  | { readonly outcome: 'no-room' }
  | { readonly outcome: 'broken-off' };

export interface DeliveryAnswer {
  readonly status: 202 | 400 | 401 | 403 | 413 | 500 | 503;
  readonly text: string;
}

/** Takes what GitHub delivers: what is to be done is remembered before it is answered. */
export async function openReceiver(
  dependencies: ReceivingDependencies,
): Promise<(request: DeliveryRequest) => Promise<DeliveryAnswer>> {
  const { app, count, log } = dependencies;
  const probot = await openProbot(app, (delivery) => take(delivery, dependencies));
  return async (request) => {
    const letter = await openLetter(request, dependencies);
    const about = { delivery: request.header('x-github-delivery'), event: request.header('x-github-event') };
    if (letter.outcome === 'ignored') return ignore('other');
    if (letter.outcome !== 'genuine') {
      const { counted, answer } = REFUSALS[letter.outcome];
      count('none', counted);
      log.warn('a delivery was refused', { ...about, reason: letter.outcome });
      return answer;
    }
    try {
      const named = await namePullRequests(letter, dependencies.database);
      if (!isHeard(named)) return ignore(letter.event);
      await probot.receive(named);
      return { status: 202, text: 'remembered' };
    } catch (error) {
      // GitHub notes the failure, and the sweep has it delivered again.
      count(letter.event, 'failed');
      log.error('a delivery could not be remembered', { ...about, error });
      return { status: 500, text: 'try again' };
    }
  };

  function ignore(event: DeliveryEvent): DeliveryAnswer {
    count(event, 'ignored');
    return { status: 202, text: 'nothing to do' };
  }
}

type OpenedLetter = ({ readonly outcome: 'genuine' } & Letter) | { readonly outcome: 'ignored' | Refusal };
type Refusal = 'malformed' | 'foreign' | 'forged' | Exclude<Body['outcome'], 'read'>;

const REFUSALS: {
  readonly [refusal in Refusal]: { readonly counted: DeliveryOutcome; readonly answer: DeliveryAnswer };
} = {
  malformed: {
    counted: 'malformed',
    answer: { status: 400, text: 'This is not what GitHub delivers: its headers, or a body of JSON, are missing.' },
  },
  foreign: { counted: 'foreign', answer: { status: 403, text: 'This delivery is for another App.' } },
  forged: {
    counted: 'forged',
    answer: { status: 401, text: "The signature is not that of this App's webhook secret." },
  },
  'too-large': { counted: 'malformed', answer: { status: 413, text: 'No delivery is as large as this.' } },
  'broken-off': { counted: 'malformed', answer: { status: 400, text: 'The body did not arrive whole.' } },
  // GitHub notes the failure, and the sweep has it delivered again.
  'no-room': { counted: 'failed', answer: { status: 503, text: 'There are too many large deliveries at once.' } },
};

/** What costs least is asked first. */
async function openLetter(
  { header, readBody }: DeliveryRequest,
  { app, secrets }: ReceivingDependencies,
): Promise<OpenedLetter> {
  const id = header('x-github-delivery');
  const event = header('x-github-event');
  const signature = header('x-hub-signature-256');
  const isJson = /^application\/json\b/i.test(header('content-type') ?? '');
  if (!id || !GUID.test(id) || !event || !signature || !isJson) return { outcome: 'malformed' };
  const isOurs =
    header('x-github-hook-installation-target-type') === 'integration' &&
    header('x-github-hook-installation-target-id') === String(app.appId);
  if (!isOurs) return { outcome: 'foreign' };
  if (!hasFormOfSignature(signature)) return { outcome: 'forged' };
  const body = await readBody();
  if (body.outcome !== 'read') return body;
  if (!isSigned(body.bytes, signature, secrets)) return { outcome: 'forged' };
  const payload = parsePayload(body.bytes);
  if (payload === undefined) return { outcome: 'malformed' };
  return isHeardEvent(event) ? { outcome: 'genuine', id, event, payload } : { outcome: 'ignored' };
}

const GUID = /^[\w-]{1,64}$/;

function parsePayload(body: Uint8Array): JsonObject | undefined {
  try {
    const value: unknown = JSON.parse(Buffer.from(body).toString('utf8'));
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** Whether anything is to be remembered of it. GitHub tells an App of each step of its own checks: most of what arrives is of no use. */
function isHeard({ event, payload }: Letter): boolean {
  return event.startsWith('installation') || isClosed({ event, payload }) || jobsOf(event, payload).length > 0;
}

async function take({ id, event, payload }: Letter, { queue, count, log }: ReceivingDependencies): Promise<void> {
  const jobs = jobsOf(event, payload);
  const delivery = describeDelivery({ id, event, payload });
  const outcome = await queue.ingest(delivery, jobs, (transaction) => rememberEnd({ event, payload }, transaction));
  count(event, outcome);
  log.info(outcome === 'new' ? 'a delivery was remembered' : 'a delivery is known already', {
    delivery: id,
    event,
    action: delivery.action,
    repository: delivery.repository,
    installation: delivery.installation,
    jobs: jobs.length,
  });
}

function describeDelivery({ id, event, payload }: Letter): Delivery {
  return {
    id,
    event,
    action: textAt(payload, 'action'),
    installation: numberAt(payload, 'installation', 'id'),
    repository: textAt(payload, 'repository', 'full_name'),
  };
}

function isClosed({ event, payload }: Pick<Letter, 'event' | 'payload'>): boolean {
  return event === 'pull_request' && textAt(payload, 'action') === 'closed';
}

/** What is closed is not shown as blocked. Where this is late, and it is open again, a judgement or a sweep hears so of GitHub. */
async function rememberEnd(letter: Pick<Letter, 'event' | 'payload'>, transaction: Queryable): Promise<void> {
  const repository = textAt(letter.payload, 'repository', 'full_name');
  const number = numberAt(letter.payload, 'pull_request', 'number');
  if (!isClosed(letter) || repository === undefined || number === undefined) return;
  await rememberState(transaction, { repository, number, isOpen: false });
}
