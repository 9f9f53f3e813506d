import { randomUUID } from 'node:crypto';
import type { Delivery, DeliveryFault, Forgery, Webhooks } from '../apps.ts';
import { Planned } from '../planned.ts';
import type { Happening } from '../state/happening.ts';
import type { DeliveryState } from '../state/model.ts';
import { payloadOf, type Teller } from './payload.ts';
import { Postman } from './post.ts';
import { recipientsOf } from './recipients.ts';
import { headersOf } from './sign.ts';
import { tellDelivery } from './tell-delivery.ts';

/** GitHub does not deliver what is longer, and does not say so. */
const MAX_BYTES = 25_000_000;

/** Tells Apps what happens: each that hears of it, once for each of its installations. */
export class Hooks implements Webhooks {
  readonly #teller: Teller;
  readonly #postman = new Postman();
  readonly #faults = new Planned<DeliveryFault>();
  readonly #inFlight = new Set<Promise<unknown>>();
  #held: DeliveryState[] | undefined;

  constructor(teller: Teller) {
    this.#teller = teller;
  }

  /** What happened becomes deliveries at once, as things are then. They are sent in the background. */
  hear(happening: Happening): void {
    const { world } = this.#teller;
    const { event } = happening;
    const action = 'action' in happening ? happening.action : null;
    for (const recipient of recipientsOf(world, happening)) {
      const body = JSON.stringify(payloadOf(this.#teller, happening, recipient));
      if (Buffer.byteLength(body) <= MAX_BYTES) {
        this.#dispatch({ ...recipient, event, action, body, guid: randomUUID(), isRedelivery: false });
      }
    }
  }

  #dispatch(letter: Letter): void {
    const { event, action } = letter;
    const [fault] = this.#faults.meet((plan) => (plan.event ?? event) === event && (plan.action ?? action) === action);
    switch (fault?.fate) {
      case undefined:
        this.#hand(this.#record(letter));
        return;
      case 'twice':
        this.#hand(this.#record(letter));
        this.#hand(this.#record(letter));
        return;
      case 'lost':
        this.#record(letter).answer = { kind: 'failed', reason: 'failed to connect to host', milliseconds: 0 };
        return;
      case 'never-sent':
        return;
    }
  }

  #record(letter: Letter): DeliveryState {
    const { world } = this.#teller;
    const secret = letter.app.registration.webhook?.secret ?? '';
    const delivery: DeliveryState = {
      ...letter,
      id: world.nextId(),
      headers: headersOf({ ...letter, secret }),
      deliveredAt: new Date(),
      answer: { kind: 'waiting' },
    };
    world.deliveries.push(delivery);
    return delivery;
  }

  #hand(delivery: DeliveryState): void {
    if (this.#held === undefined) void this.#send(delivery);
    else {
      delivery.answer = { kind: 'held' };
      this.#held.push(delivery);
    }
  }

  async #send(delivery: DeliveryState): Promise<void> {
    const { url } = delivery.app.registration.webhook ?? {};
    if (url === undefined) throw new Error(`the App ${delivery.app.slug} has no address for deliveries`);
    delivery.answer = { kind: 'waiting' };
    const sending = this.#postman.post({ url, ...delivery }, this.#teller.world.limits.deliveryMilliseconds);
    this.#inFlight.add(sending);
    delivery.answer = await sending;
    this.#inFlight.delete(sending);
  }

  get deliveries(): readonly Delivery[] {
    return this.#teller.world.deliveries.map(tellDelivery);
  }

  async settled(): Promise<void> {
    while (this.#inFlight.size > 0) await Promise.all(this.#inFlight);
  }

  hold(): void {
    this.#held ??= [];
  }

  release({ order } = { order: 'as-happened' as 'as-happened' | 'backwards' }): void {
    const held = this.#held ?? [];
    this.#held = undefined;
    for (const delivery of order === 'backwards' ? held.reverse() : held) void this.#send(delivery);
  }

  plan(fault: DeliveryFault): void {
    this.#faults.add(fault);
  }

  async redeliver(guid: string): Promise<Delivery> {
    const delivery = this.#teller.world.deliveries.find((other) => other.guid === guid);
    if (delivery === undefined) throw new Error(`there was no delivery ${guid}`);
    return tellDelivery(await this.sendAgain(delivery));
  }

  /** Sends it once more, and resolves with the new delivery once it is answered. */
  async sendAgain(delivery: DeliveryState): Promise<DeliveryState> {
    const again = this.#record({ ...delivery, isRedelivery: true });
    await this.#send(again);
    return again;
  }

  async forge({ app: slug, event, payload, secret, guid = randomUUID(), headers = {} }: Forgery): Promise<number> {
    const app = this.#teller.world.registeredApp(slug);
    const { webhook } = app.registration;
    if (webhook === undefined) throw new Error(`the App ${slug} has no address for deliveries: see deliverTo`);
    const body = typeof payload === 'string' ? payload : JSON.stringify(payload);
    const genuine = headersOf({ app, event, guid, body, secret: secret ?? webhook.secret });
    const sent = Object.entries({ ...genuine, ...headers }).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, value] as const],
    );
    const post = { url: webhook.url, headers: Object.fromEntries(sent), body };
    const answer = await this.#postman.post(post, this.#teller.world.limits.deliveryMilliseconds);
    if (answer.kind === 'failed') throw new Error(`the forgery was not answered: ${answer.reason}`);
    return answer.status;
  }

  /** Cuts what is under way. */
  async stop(): Promise<void> {
    this.#postman.stop();
    await this.settled();
  }
}

type Letter = Omit<DeliveryState, 'id' | 'headers' | 'deliveredAt' | 'answer'>;
