import { createHmac, randomUUID } from 'node:crypto';
import type { Delivery, Webhooks } from '../webhooks.ts';
import { timeText } from './deeds.ts';
import type { Stage, WorldEvent } from './stage.ts';
import { uuidOf } from './world.ts';

/** The customer's one webhook (linked-api.md §7.1). */
export interface Endpoint {
  id: string;
  url: string;
  payloadMode: 'thin' | 'fat';
  signingEnabled: boolean;
  secret: string;
  headers: Record<string, string>;
  /** Null: all events. */
  events: string[] | null;
}

/** What a webhook can choose from. The sandbox tells of workflows, accounts and inboxes. */
export const EVENT_TYPES: readonly string[] = [
  'workflow.created',
  'workflow.started',
  'workflow.completed',
  'account.active',
  'account.reconnectionRequired',
  'account.frozen',
  'account.deleted',
  'inbox.messageReceived',
  'inbox.messageSent',
  'network.connectionAccepted',
  'network.connectionAdded',
  'network.connectionRequestReceived',
];

/** A delivery as the customer sees it. */
export interface ShownDelivery {
  id: string;
  /** The id that the receiver sees, the same in all attempts and replays. */
  eventId: string;
  type: string;
  status: 'pending' | 'delivered' | 'failed';
  attempts: number;
}

/** Tells the webhook, if there is one and it wants to know. */
export class Notices {
  endpoint: Endpoint | null = null;
  private readonly webhooks: Webhooks;
  private readonly ids = new WeakMap<Delivery, string>();

  constructor(webhooks: Webhooks) {
    this.webhooks = webhooks;
  }

  tell(stage: Stage, event: WorldEvent): void {
    const { endpoint } = this;
    if (endpoint === null || (endpoint.events !== null && !endpoint.events.includes(event.type))) return;
    this.send(stage, endpoint, event.type, dataOf(event, endpoint.payloadMode), event.account.id);
  }

  /** The vendor's own trial of an address. */
  sendTest(stage: Stage, endpoint: Endpoint): void {
    this.send(stage, endpoint, 'webhook.test', { message: 'A test of this address.' }, 'test');
  }

  /** Oldest first. */
  deliveries(endpoint: Endpoint): ShownDelivery[] {
    return this.deliveredTo(endpoint).map((delivery) => ({
      id: this.idOf(delivery),
      eventId: String(JSON.parse(delivery.body).id),
      type: delivery.event,
      status: STATUS[delivery.state],
      attempts: delivery.attempts.length,
    }));
  }

  /** Sends what was sent once more. False where there is no such delivery. */
  replay(stage: Stage, endpoint: Endpoint, deliveryId: string): boolean {
    const before = this.deliveredTo(endpoint).find((delivery) => this.idOf(delivery) === deliveryId);
    if (before !== undefined) this.post(stage, endpoint, before.event, before.body, deliveryId);
    return before !== undefined;
  }

  private deliveredTo({ id }: Endpoint): Delivery[] {
    return this.webhooks.deliveries().filter(({ receiver }) => receiver === id);
  }

  private idOf(delivery: Delivery): string {
    const id = this.ids.get(delivery) ?? `dlv_${randomUUID()}`;
    this.ids.set(delivery, id);
    return id;
  }

  private send(stage: Stage, endpoint: Endpoint, type: string, data: object, lane: string): void {
    const id = `evt_${stage.random.letters(24, '0123456789abcdef')}`;
    const body = JSON.stringify({ id, type, createdAt: new Date(stage.clock.now()).toISOString(), data });
    this.post(stage, endpoint, type, body, lane);
  }

  private post(stage: Stage, endpoint: Endpoint, event: string, body: string, lane: string): void {
    this.webhooks.send({
      receiver: endpoint.id,
      url: endpoint.url,
      event,
      body,
      headers: () => ({
        'content-type': 'application/json',
        ...endpoint.headers,
        ...signature(stage, endpoint, body),
      }),
      lane,
    });
  }
}

const STATUS = {
  waiting: 'pending',
  delivered: 'delivered',
  failed: 'failed',
  dropped: 'failed',
  abandoned: 'failed',
} as const satisfies Record<Delivery['state'], ShownDelivery['status']>;

function signature(stage: Stage, endpoint: Endpoint, body: string): Record<string, string> {
  if (!endpoint.signingEnabled) return {};
  const seconds = String(Math.floor(stage.clock.now() / 1000));
  const signed = createHmac('sha256', endpoint.secret).update(`${seconds}.${body}`).digest('hex');
  return { 'linked-api-signature': signed, 'linked-api-signature-timestamp': seconds };
}

function dataOf(event: WorldEvent, mode: Endpoint['payloadMode']): object {
  const accountId = event.account.id;
  if ('workflowId' in event) {
    const { workflowId, status, result } = event;
    return { workflowId, accountId, status, ...(mode === 'fat' && result !== undefined ? { result } : {}) };
  }
  if ('status' in event) return { accountId, status: event.status };
  const { id: messageId, ...message } = inboxMessage(event.conversation, event.message);
  return { accountId, ...message, messageId };
}

/** A message as inbox reads and webhooks show it: with another id than conversation reads (linked-api.md §7). */
export function inboxMessage(
  { channel, threadId, person }: Extract<WorldEvent, { conversation: unknown }>['conversation'],
  message: Extract<WorldEvent, { conversation: unknown }>['message'],
): Record<string, unknown> {
  return {
    id: uuidOf('inbox', message.id),
    type: channel,
    threadId,
    personUrl: person.hashedUrl,
    personUrn: `urn:li:member:${person.id}`,
    personHashedUrl: person.hashedUrl,
    personPublicUrl: person.publicUrl,
    sender: message.sender,
    text: message.text ?? '',
    time: timeText(message.at),
  };
}
