import type { Account } from '../../messaging/account.ts';
import type { Call } from '../../messaging/call.ts';
import type { AccountPort, Provider, ProviderTools, WebhookReceiver } from '../../messaging/provider.ts';
import { UnipileV2Account } from './account.ts';
import { Client } from './client.ts';
import { Connection } from './connection.ts';
import { toAccount } from './convert-account.ts';
import { everyPage } from './every-page.ts';
import { EndpointSecrets } from './secrets.ts';
import type { Settings } from './settings.ts';
import { webhookReceiver } from './webhook.ts';

/** A connection to Unipile v2. Makes no request by itself. */
export function create(settings: Settings, tools: ProviderTools): Provider {
  return new UnipileV2Provider(settings, tools);
}

class UnipileV2Provider implements Provider {
  readonly kind = 'UNIPILE_V2';
  /** With 401 (unipile-v2.md §10, "Account"). */
  readonly refusesDisconnected = true;
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
    const { client } = this.connection;
    const listed = await everyPage(
      (query) => client.listAccounts(query, call),
      ({ id }) => id,
    );
    const accounts = listed.flatMap((account) => toAccount(this.connectionId, account) ?? []);
    for (const account of accounts) this.connection.remember(account);
    return accounts;
  }

  open(account: Account): AccountPort {
    this.connection.remember(account);
    return new UnipileV2Account(account, this.connection, () => this.secrets.known.length > 0);
  }
}
