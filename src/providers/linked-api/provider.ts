import { createHash } from 'node:crypto';
import type { Account, Json } from '../../messaging/account.ts';
import type { Call } from '../../messaging/call.ts';
import { failureOf } from '../../messaging/errors.ts';
import type { AccountPort, Provider, ProviderTools } from '../../messaging/provider.ts';
import { LinkedApiAccount } from './account.ts';
import { Connection } from './connection.ts';
import { type Details, OWNER_ID } from './convert.ts';
import { concernsAccount } from './errors.ts';
import { profileOf } from './profile-url.ts';
import type { Settings } from './settings.ts';
import { wait as realWait, type Wait } from './wait.ts';

/** What is remembered of the account, so that a token that was made anew does not make another one of it. */
type Remembered = {
  readonly accountId: string;
  readonly token: string;
  readonly name: string | null;
  readonly ownerUrl: string | null;
};

const ACCOUNT = 'account';

/** A connection to Linked API. Makes no request by itself. `wait` is how it lets time pass. */
export function create(settings: Settings, tools: ProviderTools, wait: Wait = realWait): Provider {
  return new LinkedApiProvider(settings, tools, wait);
}

class LinkedApiProvider implements Provider {
  readonly kind = 'LINKED_API';
  readonly connectionId: string;
  private readonly settings: Settings;
  private readonly tools: ProviderTools;
  private readonly wait: Wait;
  private readonly connections = new Map<string, Connection>();

  constructor(settings: Settings, tools: ProviderTools, wait: Wait) {
    this.connectionId = settings.id;
    this.settings = settings;
    this.tools = tools;
    this.wait = wait;
  }

  /** The one account that the identification token is for. */
  async listAccounts(call: Call): Promise<readonly Account[]> {
    const token = digest(this.settings.identificationToken.reveal());
    const known = (await this.tools.notes.get(ACCOUNT)) as Remembered | undefined;
    const { standing } = this.connection(known?.accountId ?? token);
    await standing.recall();
    const told = await this.whoAmI(known?.accountId ?? token, call);

    const isAnother =
      known !== undefined && known.token !== token && !isSameOwner(known.ownerUrl, told?.url ?? null);
    const remembered: Remembered = {
      accountId: isAnother ? token : (known?.accountId ?? token),
      token,
      name: told?.name?.trim() || (isAnother ? null : (known?.name ?? null)),
      ownerUrl: told?.url || (isAnother ? null : (known?.ownerUrl ?? null)),
    };
    await this.tools.notes.set(ACCOUNT, remembered satisfies Json);
    return [this.toAccount(remembered)];
  }

  open(account: Account): AccountPort {
    return new LinkedApiAccount(account, this.connection(account.accountId));
  }

  /** What concerns the account is its standing and no reason not to list it. */
  private async whoAmI(accountId: string, call: Call) {
    try {
      return await this.connection(accountId).client.whoAmI(call);
    } catch (error) {
      const reason = failureOf(error);
      const isOfAccount = reason !== null && concernsAccount(reason) && reason.code !== 'NOT_ALLOWED';
      if (isOfAccount) return null;
      throw error;
    }
  }

  private toAccount({ accountId, name, ownerUrl }: Remembered): Account {
    const details: Details = { ownerUrl: profileOf(ownerUrl ?? '')?.url ?? ownerUrl };
    return {
      connectionId: this.connectionId,
      accountId,
      providerId: null,
      provider: 'LINKED_API',
      network: 'LINKEDIN',
      name: name ?? 'LinkedIn',
      status: this.connection(accountId).standing.status,
      ownerId: OWNER_ID,
      details,
    };
  }

  private connection(accountId: string): Connection {
    const open = this.connections.get(accountId);
    if (open !== undefined) return open;
    const connection = new Connection(this.settings, accountId, this.tools, this.wait);
    this.connections.set(accountId, connection);
    return connection;
  }
}

/** Where the form does not tell whose account it is, the connection's id stands for it. */
function isSameOwner(known: string | null, told: string | null): boolean {
  if (known === null || told === null) return true;
  return profileOf(known)?.key === profileOf(told)?.key;
}

/** Names the account and never gives the token away. */
function digest(token: string): string {
  return createHash('sha256').update(`linked-api account ${token}`).digest('base64url').slice(0, 16);
}
