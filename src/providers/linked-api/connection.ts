import type { AccountRef } from '../../messaging/account.ts';
import type { Log } from '../../messaging/log.ts';
import type { ProviderTools } from '../../messaging/provider.ts';
import { type Client, openClient } from './client.ts';
import { isShown } from './convert.ts';
import { Handovers } from './handovers.ts';
import { Histories } from './histories.ts';
import { Ledgers } from './ledger.ts';
import { Newsreader } from './news.ts';
import { People } from './people.ts';
import type { Settings } from './settings.ts';
import { Standing, watched } from './standing.ts';
import { Synchronizer } from './synchronizer.ts';
import type { Wait } from './wait.ts';

/** What the port of the one account shares with its polls and its sends. Makes no request by itself. */
export class Connection {
  readonly account: AccountRef;
  readonly client: Client;
  readonly standing: Standing;
  readonly people: People;
  readonly handovers: Handovers;
  readonly synchronizer: Synchronizer;
  readonly histories: Histories;
  readonly ledgers: Ledgers;
  readonly newsreader: Newsreader;
  /** Unix milliseconds. */
  readonly now: () => number;
  readonly wait: Wait;
  readonly log: Log;
  private readonly settings: Settings;
  private isConfiguredFollowed = false;

  constructor(settings: Settings, accountId: string, tools: ProviderTools, wait: Wait) {
    const { notes, now, log } = tools;
    const account = { connectionId: settings.id, accountId };
    this.settings = settings;
    this.account = account;
    this.now = now;
    this.wait = wait;
    this.log = log;
    this.standing = new Standing(notes, accountId);
    this.client = watched(openClient(settings, accountId, tools, wait), this.standing);
    this.people = new People(notes, accountId, now);
    this.handovers = new Handovers(notes, accountId, now);
    this.ledgers = new Ledgers(notes, accountId);
    const { client, people, standing, ledgers } = this;
    const { resyncDays } = settings;
    this.synchronizer = new Synchronizer({ client, people, standing, resyncDays, now, log });
    const { synchronizer } = this;
    this.histories = new Histories(account, client, ledgers, synchronizer, now);
    const { histories } = this;
    const { pollEveryMs } = this;
    const parts = { account, client, people, ledgers, histories, synchronizer, pollEveryMs, now };
    this.newsreader = new Newsreader(parts);
  }

  get pollEveryMs(): number {
    return this.settings.pollSeconds * 1_000;
  }

  /** Remembers the people of the configuration. Throws StorageUnavailable. */
  async followConfigured(): Promise<void> {
    if (this.isConfiguredFollowed) return;
    const { people, salesNavigatorPeople = [] } = this.settings;
    for (const url of people) await this.people.follow('st', url);
    for (const url of salesNavigatorPeople) await this.people.follow('nv', url);
    this.isConfiguredFollowed = true;
  }

  /** Whether chats start in Sales Navigator too: the settings say so, or somebody is followed there. */
  async hasSalesNavigator(): Promise<boolean> {
    if (this.settings.salesNavigatorPeople !== undefined) return true;
    return (await this.people.all()).some((one) => one.channel === 'nv' && isShown(one));
  }
}
