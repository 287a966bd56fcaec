import { createHmac } from 'node:crypto';
import type { Webhooks } from '../webhooks.ts';
import type { Stage, WorldEvent } from './stage.ts';
import { chatJson } from './wire/chat.ts';
import { messageJson } from './wire/message.ts';
import { instant } from './wire/time.ts';
import { userJson } from './wire/user.ts';
import { idIn } from './world.ts';

/** The names that an endpoint may ask for (unipile-v2.md §8.4); others are refused. */
export const EVENT_TYPES = [
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
  'account.locked',
  'account.unlocked',
  'account.add',
  'account.reconnect',
  'account.remove',
  'account.initial_sync.running',
  'account.initial_sync.failed',
  'account.initial_sync.completed',
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

  tell(stage: Stage, event: WorldEvent): void {
    const { account, type } = event;
    const concerned = this.endpoints.filter(({ enabled, accountIds, triggerEvents }) => {
      return (
        enabled &&
        triggerEvents.includes(type) &&
        (accountIds.length === 0 || accountIds.includes(account.id))
      );
    });
    if (concerned.length === 0) return;
    const body = JSON.stringify({
      id: `evt_${stage.random.letters(24, '0123456789abcdefghijklmnopqrstuvwxyz')}`,
      created_at: instant(stage.clock.now()),
      account_id: account.id,
      type,
      payload: payloadOf(stage, event),
      ...(stage.switches.unknownKeys ? { account_name: account.name, weather: null } : {}),
    });
    for (const endpoint of concerned) {
      this.webhooks.send({
        receiver: endpoint.id,
        url: endpoint.url,
        event: type,
        body,
        headers: () => ({
          'content-type': 'application/json',
          'unipile-signature': signature(stage, endpoint, body),
        }),
        lane: 'chat' in event ? event.chat.id : account.id,
      });
    }
  }
}

// Made anew for each attempt, because it carries the time (unipile-v2.md §8.3).
function signature(stage: Stage, { secret }: Endpoint, body: string): string {
  const seconds = Math.floor(stage.clock.now() / 1000);
  return `t=${seconds},v0=${createHmac('sha256', secret).update(`${seconds}.${body}`).digest('hex')}`;
}

function payloadOf(stage: Stage, event: WorldEvent): Record<string, unknown> {
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
