import { createHmac } from 'node:crypto';
import type { Webhooks } from '../webhooks.ts';
import { ACCOUNT_EVENTS } from './account-control.ts';
import type { Stage, WorldEvent } from './stage.ts';
import { UNKNOWN_EVENT, withUnknownKeys } from './unknown.ts';
import { chatJson } from './wire/chat.ts';
import { messageJson } from './wire/message.ts';
import { instant } from './wire/time.ts';
import { userJson } from './wire/user.ts';
import { type Account, idIn } from './world.ts';

/** The names that an endpoint may ask for (unipile-v2.md §8.4); others are refused. */
export const EVENT_TYPES: readonly string[] = [
  'message.new',
  'message.update',
  'message.delete',
  'message.receipt.read',
  'message.receipt.delivery',
  'message.reaction.new',
  'message.reaction.delete',
  'chat.update',
  'chat.delete',
  'relation.new',
  'account.status.running',
  'account.status.disconnected',
  'account.status.errored',
  'account.status.degraded',
  'account.status.partial',
  ...ACCOUNT_EVENTS,
];

/** A webhook endpoint that a customer has created (unipile-v2.md §8.1). */
export interface Endpoint {
  id: string;
  enabled: boolean;
  url: string;
  description: string | null;
  triggerEvents: string[];
  /** Made by the vendor. */
  secret: string;
  /** Empty: all accounts. */
  accountIds: string[];
}

/** The endpoints that there are; tells each what it asked for, signed. */
export class Endpoints {
  private endpoints: Endpoint[] = [];
  private readonly webhooks: Webhooks;

  constructor(webhooks: Webhooks) {
    this.webhooks = webhooks;
  }

  all(): readonly Endpoint[] {
    return this.endpoints;
  }

  find(id: string): Endpoint | undefined {
    return this.endpoints.find((endpoint) => endpoint.id === id);
  }

  add(endpoint: Endpoint): void {
    this.endpoints.push(endpoint);
  }

  remove(id: string): void {
    this.endpoints = this.endpoints.filter((endpoint) => endpoint.id !== id);
  }

  clear(): void {
    this.endpoints = [];
  }

  /** Tells those who asked for it; where unknown things are switched on, an unknown event goes ahead of it to all. */
  tell(stage: Stage, event: WorldEvent): void {
    const { account, type } = event;
    const listening = this.endpoints.filter(({ enabled, accountIds }) => {
      return enabled && (accountIds.length === 0 || accountIds.includes(account.id));
    });
    const lane = 'chat' in event ? event.chat.id : account.id;
    if (stage.switches.unknownKeys) {
      const body = bodyOf(stage, account, UNKNOWN_EVENT, { feeling: 'sunny' });
      for (const endpoint of listening) this.send(stage, endpoint, UNKNOWN_EVENT, lane, body);
    }
    const concerned = listening.filter(({ triggerEvents }) => triggerEvents.includes(type));
    if (concerned.length === 0) return;
    const body = bodyOf(stage, account, type, payloadOf(stage, event));
    for (const endpoint of concerned) this.send(stage, endpoint, type, lane, body);
  }

  private send(stage: Stage, endpoint: Endpoint, event: string, lane: string, body: string): void {
    const headers = () => ({
      'content-type': 'application/json',
      'unipile-signature': signature(stage, endpoint, body),
    });
    this.webhooks.send({ receiver: endpoint.id, url: endpoint.url, event, body, headers, lane });
  }
}

// An event object (unipile-v2.md §8.4).
function bodyOf(stage: Stage, account: Account, type: string, payload: Record<string, unknown>): string {
  const event = {
    id: `evt_${stage.random.letters(24, '0123456789abcdefghijklmnopqrstuvwxyz')}`,
    created_at: instant(stage.clock.now()),
    account_id: account.id,
    type,
    payload,
  };
  return JSON.stringify(stage.switches.unknownKeys ? withUnknownKeys(event) : event);
}

// Made anew for each attempt, because it carries the time (unipile-v2.md §8.3).
function signature(stage: Stage, { secret }: Endpoint, body: string): string {
  const seconds = Math.floor(stage.clock.now() / 1000);
  return `t=${seconds},v0=${createHmac('sha256', secret).update(`${seconds}.${body}`).digest('hex')}`;
}

function payloadOf(stage: Stage, event: WorldEvent): Record<string, unknown> {
  if ('who' in event) return { user: userJson(stage.baseUrl, event.account, event.who, 'classic') };
  if (!('chat' in event)) return event.payload;
  const { account, chat } = event;
  switch (event.type) {
    case 'message.new':
    case 'message.update':
      if (stage.switches.thinMessages) return { id: event.message.id, chat_id: chat.id };
      return messageJson(stage, account, chat, event.message);
    case 'message.delete':
      return { id: event.message.id, chat_id: chat.id };
    case 'message.receipt.read':
    case 'message.receipt.delivery': {
      const which = stage.switches.receiptsAsArrays
        ? { message_ids: [event.message.id] }
        : { message_id: event.message.id };
      return {
        chat_id: chat.id,
        ...which,
        user_id: idIn(event.by, chat.product),
        timestamp: instant(stage.clock.now()),
      };
    }
    case 'message.reaction.new':
    case 'message.reaction.delete': {
      const { id, display_name } = userJson(stage.baseUrl, account, event.by, chat.product);
      const reaction = {
        value: event.value,
        sender: { id, display_name },
        is_sender: event.by === account.owner,
      };
      return { message_id: event.message.id, chat_id: chat.id, reaction };
    }
    case 'chat.update':
      return chatJson(stage, account, chat);
    default:
      return { id: chat.id };
  }
}
