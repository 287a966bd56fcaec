import type { Call } from '../../messaging/call.ts';
import { failure } from '../../messaging/errors.ts';
import type { RegisteredWebhook } from '../../messaging/provider.ts';
import type { Secret } from '../../messaging/secret.ts';
import { type Client, MAX_PAGE_SIZE } from './client.ts';
import type * as wire from './wire.ts';

/** Carries the secret in every delivery. */
export const SECRET_HEADER = 'Unipile-Auth';
const MAX_PAGES = 20;

/** The two webhooks of a gateway; lists do not tell the source, so they are known by name (unipile-v1.md §6.4). */
const hooks = [
  {
    source: 'messaging',
    name: 'parley messaging',
    events: [
      'message_received',
      'message_read',
      'message_reaction',
      'message_edited',
      'message_deleted',
      'message_delivered',
    ],
  },
  {
    source: 'account_status',
    name: 'parley account status',
    events: [
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
    ],
  },
] as const;

/** Sees to it that Unipile pushes to an address. */
export class Registration {
  private readonly client: Client;
  private readonly secret: Secret | null;

  constructor(client: Client, secret: Secret | null) {
    this.client = client;
    this.secret = secret;
  }

  async registered(url: string, call: Call): Promise<readonly RegisteredWebhook[]> {
    return (await this.at(url, call)).map((webhook) => toRegistered(webhook, url));
  }

  /** Unipile cannot change a webhook: one that is off or has an old secret is made anew, then deleted. */
  async register(url: string, call: Call): Promise<readonly RegisteredWebhook[]> {
    if (this.secret === null) {
      throw failure('NOT_SUPPORTED', 'Webhooks need webhookSecret in the settings of the connection.');
    }
    const there = await this.at(url, call);
    let hasChanged = false;
    for (const hook of hooks) {
      const ours = there.filter(({ name }) => name === hook.name);
      const wrong = ours.filter((webhook) => !this.works(webhook));
      if (ours.length > 0 && wrong.length === 0) continue;
      hasChanged = true;
      if (ours.length === wrong.length) await this.create(hook, url, this.secret, call);
      for (const { id } of wrong) await this.client.deleteWebhook(id, call);
    }
    return hasChanged ? this.registered(url, call) : there.map((webhook) => toRegistered(webhook, url));
  }

  private async create(hook: (typeof hooks)[number], url: string, secret: Secret, call: Call): Promise<void> {
    const headers = [
      { key: SECRET_HEADER, value: secret.reveal() },
      { key: 'Content-Type', value: 'application/json' },
    ];
    await this.client.createWebhook({ ...hook, request_url: url, headers }, call);
  }

  private works({ enabled, headers }: wire.Webhook): boolean {
    const sent = headers.find(({ key }) => key.toLowerCase() === SECRET_HEADER.toLowerCase())?.value;
    // A list that hides the value says nothing against it.
    return enabled !== false && (!sent || sent === this.secret?.reveal());
  }

  private async at(url: string, call: Call): Promise<wire.Webhook[]> {
    const found: wire.Webhook[] = [];
    let query: { cursor?: string } = {};
    for (let pages = 0; pages < MAX_PAGES; pages += 1) {
      const { items, cursor } = await this.client.listWebhooks({ ...query, limit: MAX_PAGE_SIZE }, call);
      found.push(...items.filter(({ request_url }) => request_url === url));
      if (cursor === null || cursor === query.cursor) break;
      query = { cursor };
    }
    return found;
  }
}

function toRegistered(webhook: wire.Webhook, url: string): RegisteredWebhook {
  return { id: webhook.id, url, events: webhook.events, enabled: webhook.enabled !== false };
}
