import { COMMON_CONTROL_NAMES, type CommonBackstage, type CommonControl, commonControl } from '../control.ts';
import type { LoggedRequest } from '../request-log.ts';
import { timeText, write } from './deeds.ts';
import type { Job, Jobs } from './jobs.ts';
import { join, type Newcomer } from './newcomer.ts';
import { type Cast, castOf } from './seed.ts';
import type { Stage } from './stage.ts';
import type { Switches } from './switches.ts';
import type { Account, Channel, Conversation, Person } from './world.ts';

export interface Inbound {
  personUrl: string;
  /** May be null or empty: what has no text, as a picture. */
  text: string | null;
  /** By default standard messaging. */
  channel?: Channel;
  /** By default the first account. */
  accountId?: string;
  /** The owner writes, at LinkedIn itself. */
  fromSelf?: boolean;
  /** Milliseconds since 1970; by default now. */
  at?: number;
}

/** A conversation as LinkedIn has it, and whether Linked API follows it. */
export interface TrueConversation {
  accountId: string;
  channel: Channel;
  personUrl: string;
  threadId: string;
  isSynchronised: boolean;
  flags: Conversation['flags'];
  messages: { id: string; sender: 'us' | 'them'; text: string | null; subject?: string; time: string }[];
}

export interface Truth {
  accounts: Account[];
  people: Person[];
  cast: Cast;
  conversations: TrueConversation[];
}

/** What tests and curious people do to the sandbox; over HTTP as `POST /control/<name>`. Whatever names nobody throws. */
export interface LinkedApiControl extends CommonControl<Switches> {
  /** Somebody writes at LinkedIn; Linked API notices by its own rules. Answers the message's id and time. */
  inbound(inbound: Inbound): { id: string; time: string };
  /** Somebody joins LinkedIn, with whom nothing was said yet. */
  addPerson(newcomer: Newcomer): { personUrl: string; hashedUrl: string };
  accountState(what: { accountId?: string; state: Account['state'] }): void;
  /** Puts the clock forward, with all that falls due on the way: jobs, periods, retries. Answers what time it is then. */
  advance(what: { milliseconds: number }): Promise<{ now: string }>;
  jobs(): { id: string; state: string; actions: string[] }[];
  truth(): Truth;
  /** Tokens are shown as "…". */
  requests(): LoggedRequest[];
}

export const CONTROL_NAMES = [
  'inbound',
  'addPerson',
  'accountState',
  'advance',
  'jobs',
  'truth',
  ...COMMON_CONTROL_NAMES,
] as const satisfies readonly (keyof LinkedApiControl)[];

export interface Backstage extends CommonBackstage<Switches> {
  stage: Stage;
  jobs: Jobs;
}

export function createControl(backstage: Backstage): LinkedApiControl {
  const { stage, jobs, log } = backstage;

  function accountOf(id: string | undefined): Account {
    const account = id === undefined ? stage.world.accounts[0] : stage.world.account(id);
    if (account === undefined) throw new Error('There is no such account.');
    return account;
  }

  return {
    inbound({ personUrl, text, channel = 'st', accountId, fromSelf, at }) {
      const person = stage.world.person(personUrl);
      if (person === undefined) throw new Error('There is nobody at this address.');
      const conversation = stage.world.conversation(accountOf(accountId), channel, person);
      const message = write(stage, conversation, fromSelf ? 'us' : 'them', text, { at });
      return { id: message.id, time: timeText(message.at) };
    },
    addPerson(newcomer) {
      const { publicUrl, hashedUrl } = join(stage, newcomer);
      return { personUrl: publicUrl, hashedUrl };
    },
    accountState({ accountId, state }) {
      const account = accountOf(accountId);
      account.state = state;
      const told = {
        active: { type: 'account.active', status: 'active' },
        signedOut: { type: 'account.reconnectionRequired', status: 'reconnection_required' },
        noSeat: { type: 'account.frozen', status: 'frozen' },
      } as const;
      stage.tell({ ...told[state], account });
    },
    async advance({ milliseconds }) {
      if (!Number.isFinite(milliseconds) || milliseconds < 0) {
        throw new Error('milliseconds is a number of 0 or more');
      }
      await stage.clock.advance(milliseconds);
      return { now: timeText(stage.clock.now()) };
    },
    jobs: () => jobs.all().map(shownJob),
    truth: () => ({
      accounts: stage.world.accounts,
      people: stage.world.people,
      cast: castOf(stage.world),
      conversations: stage.world.allConversations().map(trueConversation),
    }),
    ...commonControl(backstage),
    requests: () => log.all().map(withoutTokens),
  };
}

function shownJob({ id, state, actions }: Job): { id: string; state: string; actions: string[] } {
  return { id, state, actions: actions.map(({ actionType }) => actionType) };
}

function trueConversation({
  accountId,
  channel,
  person,
  threadId,
  messages,
  syncedUntil,
  flags,
}: Conversation): TrueConversation {
  return {
    accountId,
    channel,
    personUrl: person.publicUrl,
    threadId,
    isSynchronised: syncedUntil !== null,
    flags: { ...flags },
    messages: messages.map(({ at, copiedAt: _copy, ...message }) => ({ ...message, time: timeText(at) })),
  };
}

function withoutTokens(request: LoggedRequest): LoggedRequest {
  const headers = Object.entries(request.headers).map(([name, value]) => [
    name,
    name.endsWith('-token') ? '…' : value,
  ]);
  return { ...request, headers: Object.fromEntries(headers) };
}
