import type { Webhooks } from '../webhooks.ts';
import { messagePayload, statusPayload } from './payload.ts';
import type { Stage, WorldEvent } from './stage.ts';

export const MESSAGE_EVENTS = [
  'message_received',
  'message_read',
  'message_reaction',
  'message_edited',
  'message_deleted',
  'message_delivered',
] as const;

export const STATUS_EVENTS = [
  'creation_success',
  'creation_fail',
  'deleted',
  'reconnected',
  'sync_success',
  'stopped',
  'ok',
  'connecting',
  'error',
  'credentials',
  'permissions',
] as const;

/** A webhook that a customer has created (unipile-v1.md §6.4). */
export interface Hook {
  id: string;
  source: string;
  name: string | null;
  requestUrl: string;
  format: 'json' | 'form';
  /** Null: all accounts, those of the future included. */
  accountIds: string[] | null;
  enabled: boolean;
  headers: { key: string; value: string }[];
  events: string[];
  data: { name: string; key: string }[];
}

/** The webhooks that there are; tells each what it asked for. */
export class Hooks {
  private hooks: Hook[] = [];
  private readonly webhooks: Webhooks;

  constructor(webhooks: Webhooks) {
    this.webhooks = webhooks;
  }

  all(): readonly Hook[] {
    return this.hooks;
  }

  add(hook: Hook): void {
    this.hooks.push(hook);
  }

  /** False if there is none of that id. */
  remove(id: string): boolean {
    const before = this.hooks.length;
    this.hooks = this.hooks.filter((hook) => hook.id !== id);
    return this.hooks.length < before;
  }

  clear(): void {
    this.hooks = [];
  }

  tell(stage: Stage, event: WorldEvent): void {
    const isStatus = event.name === 'account_status';
    const account = isStatus ? event.account : stage.world.accountOf(event.message);
    const name = isStatus ? event.status.toLowerCase() : event.name;
    for (const hook of this.hooks) {
      const wanted = hook.enabled && hook.source === (isStatus ? 'account_status' : 'messaging');
      const concerned = hook.accountIds === null || hook.accountIds.includes(account.id);
      if (!wanted || !concerned || !hook.events.includes(name)) continue;
      const payload = isStatus
        ? statusPayload(event)
        : renamed(messagePayload(stage, event, hook.name ?? ''), hook.data);
      this.webhooks.send({
        receiver: hook.id,
        url: hook.requestUrl,
        event: name,
        body: encode(payload, hook.format),
        headers: () => Object.fromEntries(hook.headers.map(({ key, value }) => [key, value])),
        lane: isStatus ? account.id : event.message.chatId,
      });
    }
  }
}

// With `data`, only what it lists is sent, under the names it gives, and the event's name (unipile-v1.md §6.4).
function renamed(payload: Record<string, unknown>, data: Hook['data']): Record<string, unknown> {
  if (data.length === 0) return payload;
  const chosen = data.filter(({ key }) => key in payload).map(({ name, key }) => [name, payload[key]]);
  return { event: payload.event, ...Object.fromEntries(chosen) };
}

function encode(payload: Record<string, unknown>, format: Hook['format']): string {
  if (format === 'json') return JSON.stringify(payload);
  const fields = Object.entries(payload).map(([name, value]): [string, string] => [
    name,
    typeof value === 'string' ? value : JSON.stringify(value),
  ]);
  return new URLSearchParams(fields).toString();
}
