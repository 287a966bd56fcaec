import { COMMON_CONTROL_NAMES, type CommonBackstage, type CommonControl, commonControl } from '../control.ts';
import { onDemand } from '../on-demand.ts';
import { type AccountEvent, accountControl } from './account-control.ts';
import { readAttachments } from './attachments.ts';
import { accountOf, changed, deliver, edit, erase, eraseChat, react, read, write } from './deeds.ts';
import type { Endpoint, Endpoints } from './endpoints.ts';
import { accountJson } from './routes/accounts.ts';
import type { Stage } from './stage.ts';
import type { Switches } from './switches.ts';
import { chatJson } from './wire/chat.ts';
import { messageJson } from './wire/message.ts';
import {
  type AccountStatus,
  type Chat,
  type Contact,
  idIn,
  type LinkedInProduct,
  type Message,
  type Product,
} from './world.ts';

export interface Inbound {
  chatId: string;
  text?: string;
  /** Of somebody in the chat; by default the first of the others. */
  senderId?: string;
  /** As a client would send them (base64). */
  attachments?: unknown[];
  /** The owner writes from another device. */
  fromSelf?: boolean;
  /** Milliseconds since 1970; by default now. */
  at?: number;
}

interface OfMessage {
  chatId: string;
  messageId: string;
}

/** Somebody of the seed, and how they stand to the owner of the account that knows them. */
export type Acquaintance = Omit<Contact, 'person'> & { handle: string | null };

/**
 * Everything there is, in the vendor's own shapes. Newest first. Each list is as things are when it is first looked at.
 */
export interface Truth {
  accounts: Record<string, unknown>[];
  chats: (Record<string, unknown> & {
    id: string;
    accountId: string;
    product: Product;
    messageCount: number;
  })[];
  messages: Record<string, unknown>[];
  contacts: Acquaintance[];
  endpoints: readonly Endpoint[];
}

/** What tests and curious people do to the sandbox; over HTTP as `POST /control/<name>`. What is not there throws. */
export interface UnipileV2Control extends CommonControl<Switches> {
  /** Somebody writes. Answers the message. */
  inbound(inbound: Inbound): Record<string, unknown> & { id: string; chat_id: string };
  reaction(reaction: OfMessage & { value: string; removed?: boolean }): void;
  /** The others read a message of the owner's (by default the newest), or the owner one of theirs. */
  read(what: { chatId: string; messageId?: string }): void;
  edit(what: OfMessage & { text: string }): void;
  delete(what: OfMessage): void;
  deliver(what: OfMessage): void;
  changeChat(what: { chatId: string; name?: string; archived?: boolean }): void;
  deleteChat(what: { chatId: string }): void;
  /**
   * Changes the status and tells the webhooks. Where only one of LinkedIn's products is concerned the account goes on; the
   * product answers no more while it is `disconnected`. `reason`: of `errored`, by default the provider.
   */
  accountStatus(what: {
    accountId: string;
    status: AccountStatus;
    product?: Product;
    reason?: 'unipile' | 'proxy' | 'provider';
  }): void;
  /** Tells the webhooks what happens to an account beside its status: that it is linked again, locked, synchronised. */
  accountEvent(what: { accountId: string; type: AccountEvent }): void;
  /** Messaging is off in an inbox, or on again. */
  disableInbox(what: { accountId: string; inboxId: string; disabled?: boolean }): void;
  /** Somebody accepts the owner's invitation, or the owner theirs; `userId` of any product. */
  connect(what: { accountId: string; userId: string }): void;
  credits(what: { accountId: string; credits: Partial<Record<LinkedInProduct, number>> }): void;
  truth(): Truth;
  /** Milliseconds between one send and the next, by account. */
  pacing(): Record<string, number[]>;
}

export const CONTROL_NAMES = [
  'inbound',
  'reaction',
  'read',
  'edit',
  'delete',
  'deliver',
  'changeChat',
  'deleteChat',
  'accountStatus',
  'accountEvent',
  'disableInbox',
  'connect',
  'credits',
  'truth',
  'pacing',
  ...COMMON_CONTROL_NAMES,
] as const satisfies readonly (keyof UnipileV2Control)[];

export interface Backstage extends CommonBackstage<Switches> {
  stage: Stage;
  endpoints: Endpoints;
}

export function createControl(backstage: Backstage): UnipileV2Control {
  const { stage, endpoints } = backstage;

  function chatOf(id: string): Chat {
    const chat = stage.world.allChats().find((candidate) => candidate.id === id);
    if (chat === undefined) throw new Error('There is no such chat.');
    return chat;
  }
  function find({ chatId, messageId }: OfMessage): [Chat, Message] {
    const chat = chatOf(chatId);
    const message = chat.messages.find(({ id }) => id === messageId);
    if (message === undefined) throw new Error('There is no such message.');
    return [chat, message];
  }
  function someoneIn(chat: Chat, id?: string): Contact {
    const found =
      id === undefined
        ? chat.participants[0]
        : chat.participants.find((one) => idIn(one, chat.product) === id);
    if (found === undefined) throw new Error('There is nobody of this id in the chat.');
    return found;
  }

  return {
    inbound({ chatId, text, senderId, attachments, fromSelf, at }) {
      const chat = chatOf(chatId);
      const holder = accountOf(stage, chat);
      const message = write(stage, chat, fromSelf ? holder.owner : someoneIn(chat, senderId), {
        text: text ?? null,
        attachments: readAttachments(attachments, stage.random),
        ...(at === undefined ? {} : { at }),
      });
      return { ...messageJson(stage, holder, chat, message), id: message.id, chat_id: chat.id };
    },
    reaction({ value, removed, ...which }) {
      const [chat, message] = find(which);
      react(stage, chat, message, someoneIn(chat), value, removed);
    },
    read({ chatId, messageId }) {
      const chat = chatOf(chatId);
      const newestOwn = chat.messages.find(({ fromOwner }) => fromOwner);
      const message = messageId === undefined ? newestOwn : find({ chatId, messageId })[1];
      if (message === undefined) throw new Error('There is nothing to read.');
      read(stage, chat, message);
    },
    edit: ({ text, ...which }) => edit(stage, ...find(which), text),
    delete: (which) => erase(stage, ...find(which)),
    deliver: (which) => deliver(stage, ...find(which)),
    changeChat({ chatId, name, archived }) {
      const chat = chatOf(chatId);
      if (name !== undefined) chat.name = name;
      if (archived === true) chat.views.add('ARCHIVED');
      if (archived === false) chat.views.delete('ARCHIVED');
      changed(stage, chat);
    },
    deleteChat: ({ chatId }) => eraseChat(stage, chatOf(chatId)),
    ...accountControl(stage),
    truth: () => truth(stage, endpoints),
    pacing: () => stage.pacing.gaps(),
    ...commonControl(backstage),
  };
}

function truth(stage: Stage, endpoints: Endpoints): Truth {
  const { world } = stage;
  const chats = () => world.accounts.flatMap(({ id }) => world.chatsOf(id));
  return onDemand<Truth>({
    accounts: () => world.accounts.map(accountJson),
    chats: () =>
      chats().map((chat) => ({
        ...chatJson(stage, accountOf(stage, chat), chat),
        id: chat.id,
        accountId: chat.accountId,
        product: chat.product,
        messageCount: chat.messages.length,
      })),
    messages: () =>
      chats().flatMap((chat) =>
        chat.messages.map((message) => messageJson(stage, accountOf(stage, chat), chat, message)),
      ),
    contacts: () =>
      world.contacts.map(({ person, ...contact }) => ({ ...contact, handle: person?.handle ?? null })),
    endpoints: () => endpoints.all(),
  });
}
