import { createHmac } from 'node:crypto';
import type { Webhooks } from '../webhooks.ts';
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

/** Tells the webhook, if there is one and it wants to know. */
export class Notices {
  endpoint: Endpoint | null = null;
  private readonly webhooks: Webhooks;

  constructor(webhooks: Webhooks) {
    this.webhooks = webhooks;
  }

  tell(stage: Stage, event: WorldEvent): void {
    this.send(stage, event.type, dataOf(event, this.endpoint?.payloadMode ?? 'thin'), event.account.id);
  }

  /** The vendor's own trial of an address. */
  sendTest(stage: Stage): void {
    this.send(stage, 'webhook.test', { message: 'A test of this address.' }, 'test');
  }

  private send(stage: Stage, type: string, data: object, lane: string): void {
    const { endpoint } = this;
    if (endpoint === null || (endpoint.events !== null && !endpoint.events.includes(type))) return;
    const id = `evt_${stage.random.letters(24, '0123456789abcdef')}`;
    const body = JSON.stringify({ id, type, createdAt: new Date(stage.clock.now()).toISOString(), data });
    this.webhooks.send({
      receiver: endpoint.id,
      url: endpoint.url,
      event: type,
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
  return { accountId, ...inboxMessage(event.conversation, event.message), messageId: event.message.id };
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
