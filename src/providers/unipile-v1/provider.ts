import type { Account } from '../../messaging/account.ts';
import type { Call } from '../../messaging/call.ts';
import type { Chat, ChatFilter } from '../../messaging/chat.ts';
import type { Message, MessageFilter } from '../../messaging/message.ts';
import type { PageSource } from '../../messaging/page.ts';
import type { AccountPort, Provider, ProviderTools, WebhookReceiver } from '../../messaging/provider.ts';
import { UnipileV1Account } from './account.ts';
import { chatAttendees, lastMessages } from './across.ts';
import { Client, MAX_PAGE_SIZE, type Page } from './client.ts';
import { Connection } from './connection.ts';
import { toAccount } from './convert-account.ts';
import { People } from './people.ts';
import type { Settings } from './settings.ts';
import { chatQuery, chatSource, messageQuery, messageSource } from './sources.ts';
import { webhookReceiver } from './webhook.ts';
import type * as wire from './wire.ts';

const MAX_ACCOUNT_PAGES = 20;
/** Beyond, the list of ids would outgrow an address; the whole key is read and the rest dropped. */
const MAX_NAMED_ACCOUNTS = 50;

/** A connection to Unipile v1. Makes no request by itself. */
export function create(settings: Settings, tools: ProviderTools): Provider {
  return new UnipileV1Provider(settings, tools);
}

class UnipileV1Provider implements Provider {
  readonly kind = 'UNIPILE_V1';
  /** Its messaging events are of messages (unipile-v1.md §6.6). */
  readonly pushesNoChats = true;
  readonly connectionId: string;
  readonly webhook: WebhookReceiver;
  private readonly connection: Connection;
  private readonly people: People;
  private readonly pushes: boolean;

  constructor(settings: Settings, tools: ProviderTools) {
    this.connectionId = settings.id;
    this.connection = new Connection(settings.id, new Client(settings, tools), tools.now);
    this.people = new People(this.connection);
    this.pushes = settings.webhookSecret !== undefined;
    this.webhook = webhookReceiver(this.connection, settings.webhookSecret ?? null);
  }

  async listAccounts(call: Call): Promise<readonly Account[]> {
    const accounts: Account[] = [];
    let query: { cursor?: string } = {};
    for (let pages = 0; pages < MAX_ACCOUNT_PAGES; pages += 1) {
      const page = await this.connection.client.listAccounts({ ...query, limit: MAX_PAGE_SIZE }, call);
      accounts.push(...page.items.flatMap((account) => toAccount(this.connectionId, account) ?? []));
      if (page.cursor === null || page.cursor === query.cursor) break;
      query = { cursor: page.cursor };
    }
    for (const account of accounts) this.connection.remember(account);
    return accounts;
  }

  open(account: Account): AccountPort {
    this.connection.remember(account);
    return new UnipileV1Account(account, this.connection, this.people, this.pushes);
  }

  chats(accountIds: readonly string[], filter: ChatFilter): PageSource<Chat> {
    const named = accountIds.length > MAX_NAMED_ACCOUNTS ? null : accountIds.join(',');
    const query = { ...chatQuery(filter), account_id: named };
    return chatSource(this.connectionId, query, async (asked, call) => {
      const page = await this.connection.client.listChats(asked, only(accountIds), call);
      return { ...page, items: this.connection.chats(page.items, accountIds) };
    });
  }

  /** Of one account, or of the whole key: there is no list between (unipile-v1.md §5.11). */
  messages(accountIds: readonly string[], filter: MessageFilter): PageSource<Message> {
    const account = only(accountIds);
    const query = { ...messageQuery(filter), account_id: account };
    return messageSource(this.connectionId, query, async (asked, call) => {
      const page: Page<wire.Message> = await this.connection.client.listMessages(asked, account, call);
      return { ...page, items: this.connection.messages(page.items, accountIds) };
    });
  }

  lastMessages(chats: readonly Chat[], accountIds: readonly string[], call: Call) {
    return lastMessages(this.connection, chats, accountIds, call);
  }

  chatAttendees(chats: readonly Chat[], _accountIds: readonly string[], call: Call) {
    return chatAttendees(this.connection, this.people, chats, call);
  }
}

function only(accountIds: readonly string[]): string | null {
  const [account = null, another] = accountIds;
  return another === undefined ? account : null;
}
