import type { Delivery, Payload } from '../apps.ts';
import type { DeliveryState } from '../state/model.ts';
import { fullNameOf } from '../state/refs.ts';

/** A delivery as a test sees it. */
export function tellDelivery(delivery: DeliveryState): Delivery {
  const { id, guid, app, event, action, installation, repository, isRedelivery, deliveredAt, answer } = delivery;
  return {
    id,
    guid,
    app: app.slug,
    event,
    action,
    installationId: installation?.id ?? null,
    repository: repository === undefined ? null : fullNameOf(repository),
    isRedelivery,
    deliveredAt: deliveredAt.toISOString(),
    get payload(): Payload {
      return JSON.parse(delivery.body);
    },
    answer,
  };
}
