import type { DeliveryState } from '../state/model.ts';
import { ApiError, notFound } from './api-error.ts';
import { appOf } from './apps.ts';
import { type Answer, type ApiCall, numberParameter, type PlainRoute } from './route.ts';

const ALL = '/app/hook/deliveries';

/** The deliveries of an App's webhook, which it asks as itself. */
export const hookDeliveryRoutes: readonly PlainRoute[] = [
  { operation: `GET ${ALL}`, handle: list },
  { operation: `GET ${ALL}/{delivery_id}`, handle: get },
  { operation: `POST ${ALL}/{delivery_id}/attempts`, handle: redeliver },
];

const DEFAULT_PAGE = 30;
const LARGEST_PAGE = 100;
const KEPT_DAYS = 3;
const DAY = 86_400_000;

/** The newest first. There are no numbered pages: a cursor says after which delivery the next one begins. */
function list(call: ApiCall): Answer {
  const wanted = call.query.get('status');
  const all = deliveriesOf(call).filter((delivery) => wanted === null || wanted === outcomeOf(delivery));
  const cursor = call.query.get('cursor');
  const rest = cursor === null ? all : all.filter(({ id }) => id < Number(cursor.replace(/^v1_/, '')));
  const size = Math.min(Number(call.query.get('per_page') ?? DEFAULT_PAGE), LARGEST_PAGE);
  const shown = rest.slice(0, size);
  const last = shown.at(-1);
  const hasMore = rest.length > size && last !== undefined;
  return {
    status: 200,
    body: shown.map(present),
    ...(hasMore ? { headers: { link: linkTo(call, `v1_${last.id}`) } } : {}),
  };
}

/** Those that GitHub still has, and that are over. */
function deliveriesOf(call: ApiCall): readonly DeliveryState[] {
  const app = appOf(call);
  const since = Date.now() - KEPT_DAYS * DAY;
  return call.world.deliveries
    .filter((delivery) => delivery.app === app && isOver(delivery) && delivery.deliveredAt.getTime() >= since)
    .reverse();
}

function isOver({ answer }: DeliveryState): boolean {
  return answer.kind === 'answered' || answer.kind === 'failed';
}

function outcomeOf({ answer }: DeliveryState): 'success' | 'failure' {
  return answer.kind === 'answered' && answer.status < 400 ? 'success' : 'failure';
}

function linkTo({ urls, path, query }: ApiCall, cursor: string): string {
  const next = new URLSearchParams(query);
  next.set('cursor', cursor);
  return `<${urls.api}${path}?${next}>; rel="next"`;
}

function present(delivery: DeliveryState) {
  const { id, guid, deliveredAt, isRedelivery, answer, event, action, installation, repository } = delivery;
  return {
    id,
    guid,
    delivered_at: deliveredAt.toISOString(),
    redelivery: isRedelivery,
    duration: 'milliseconds' in answer ? Math.round(answer.milliseconds / 10) / 100 : 0,
    ...presentAnswer(answer),
    event,
    action,
    installation_id: installation?.id ?? null,
    repository_id: repository?.id ?? null,
    throttled_at: null,
  };
}

function presentAnswer(answer: DeliveryState['answer']) {
  if (answer.kind !== 'answered') {
    const isLate = answer.kind === 'failed' && answer.reason === 'timed out';
    return { status: answer.kind === 'failed' ? answer.reason : 'pending', status_code: isLate ? 504 : 502 };
  }
  const isFine = answer.status < 400;
  return { status: isFine ? 'OK' : `Invalid HTTP Response: ${answer.status}`, status_code: answer.status };
}

function get(call: ApiCall): Answer {
  const delivery = deliveryOf(call);
  const { answer, headers, body, app } = delivery;
  return {
    status: 200,
    body: {
      ...present(delivery),
      url: app.registration.webhook?.url ?? '',
      request: { headers, payload: JSON.parse(body) },
      response: { headers: {}, payload: answer.kind === 'answered' ? answer.body : null },
    },
  };
}

function deliveryOf(call: ApiCall): DeliveryState {
  const id = numberParameter(call, 'delivery_id');
  const delivery = deliveriesOf(call).find((other) => other.id === id);
  if (delivery === undefined) throw notFound();
  return delivery;
}

function redeliver(call: ApiCall): Answer {
  const delivery = deliveryOf(call);
  if (delivery.app.registration.webhook === undefined) throw new ApiError(422, 'The App has no webhook');
  call.redeliver(delivery);
  return { status: 202, body: {} };
}
