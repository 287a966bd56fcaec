import type { Account } from '../../messaging/account.ts';
import type { Call } from '../../messaging/call.ts';
import type { AccountPort, Provider, ProviderTools, WebhookReceiver } from '../../messaging/provider.ts';
import type { Query } from '../http.ts';
import { UnipileV2Account } from './account.ts';
import { Client } from './client.ts';
import { Connection } from './connection.ts';
import { toAccount } from './convert-account.ts';
import { EndpointSecrets } from './secrets.ts';
import type { Settings } from './settings.ts';
import { webhookReceiver } from './webhook.ts';

const MAX_ACCOUNT_PAGES = 20;

/** A connection to Unipile v2. Makes no request by itself. */
export function create(settings: Settings, tools: ProviderTools): Provider {
  return new UnipileV2Provider(settings, tools);
}

class UnipileV2Provider implements Provider {
  readonly kind = 'UNIPILE_V2';
  readonly connectionId: string;
  readonly webhook: WebhookReceiver;
  private readonly connection: Connection;
  private readonly secrets: EndpointSecrets;

  constructor(settings: Settings, tools: ProviderTools) {
    this.connectionId = settings.id;
    this.connection = new Connection(settings.id, new Client(settings, tools), tools.now);
    this.secrets = new EndpointSecrets(settings.webhookSecret ?? null, tools);
    this.webhook = webhookReceiver(this.connection, this.secrets);
  }

  async listAccounts(call: Call): Promise<readonly Account[]> {
    // Accounts are listed before the gateway listens: so no webhook comes before its secret is remembered.
    await this.secrets.recalled;
    const accounts = new Map<string, Account>();
    let query: Query = {};
    for (let pages = 0; pages < MAX_ACCOUNT_PAGES; pages += 1) {
      const page = await this.connection.client.listAccounts(query, call);
      const before = accounts.size;
      for (const item of page.items) {
        const account = toAccount(this.connectionId, item);
        if (account !== null) accounts.set(account.accountId, account);
      }
      if (page.cursor !== null && page.cursor !== query.cursor) query = { cursor: page.cursor };
      else if (page.hasMore && accounts.size > before)
        query = { offset: Number(query.offset ?? 0) + page.size };
      else break;
    }
    for (const account of accounts.values()) this.connection.remember(account);
    return [...accounts.values()];
  }

  open(account: Account): AccountPort {
    this.connection.remember(account);
    return new UnipileV2Account(account, this.connection, () => this.secrets.known.length > 0);
  }
}
