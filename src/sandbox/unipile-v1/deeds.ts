import { isVisible, type Stage } from './stage.ts';
import { type Account, type Product, SOURCE_STATUSES, type SourceStatus } from './world/account.ts';
import { type Chat, GROUP, plainChat, SINGLE } from './world/chat.ts';
import type { Attendee } from './world/contact.ts';
import { type Message, plainMessage } from './world/message.ts';

/** What is written, beside who writes it where. */
export type Draft = Partial<
  Pick<
    Message,
    | 'text'
    | 'subject'
    | 'attachments'
    | 'quotedId'
    | 'parentId'
    | 'kind'
    | 'event'
    | 'forwarded'
    | 'hidden'
    | 'at'
  >
>;

/** Somebody writes in a chat, at their own device. While the account is not connected, it is told only later. */
export function write(stage: Stage, chat: Chat, sender: Attendee, draft: Draft): Message {
  const message = newMessage(stage, chat, sender, draft);
  whenConnected(stage.world.accountOf(chat), () => {
    message.visibleAt = stage.clock.now();
    arrive(stage, chat, message);
  });
  return message;
}

/** The owner writes through the API. It is told at once, and may be seen in reads only later. */
export function send(stage: Stage, chat: Chat, draft: Draft): Message {
  const message = newMessage(stage, chat, stage.world.selfOf(chat.accountId), draft);
  message.visibleAt = stage.clock.now() + stage.switches.delayedVisibilityMs;
  message.delivered = false;
  arrive(stage, chat, message);
  return message;
}

function newMessage(stage: Stage, chat: Chat, sender: Attendee, draft: Draft): Message {
  const { world, ids } = stage;
  const essential = {
    id: ids.unipile(),
    providerId: ids.message(world.accountOf(chat).network),
    accountId: chat.accountId,
    chatId: chat.id,
    senderId: sender.id,
    fromOwner: sender.isSelf,
    text: draft.text ?? null,
    at: draft.at ?? timeInChat(stage, chat),
  };
  return { ...plainMessage(essential), ...draft };
}

// Within a chat what comes later is later, even where the clock stands still.
function timeInChat({ world, clock }: Stage, chat: Chat): number {
  const newest = world.messagesOf(chat.id)[0];
  return newest === undefined ? clock.now() : Math.max(clock.now(), newest.at + 1);
}

function arrive(stage: Stage, chat: Chat, message: Message): void {
  // Deleted while it was on its way.
  if (!stage.world.chats.has(chat.id)) return;
  stage.world.addMessage(message);
  if (!message.hidden) chat.at = Math.max(chat.at ?? 0, message.at);
  if (message.fromOwner) readByOwner(stage, chat);
  else if (message.event === null) chat.unreadCount += 1;
  stage.tell({ name: 'message_received', message, at: message.at });
}

/** A chat with these people and the owner, with nothing in it yet; a direct one with one, a group with several. */
export function newChat(stage: Stage, account: Account, others: readonly Attendee[], product: Product): Chat {
  const { world, ids } = stage;
  const direct = others.length === 1 ? others[0] : undefined;
  const isWhatsApp = account.network === 'WHATSAPP';
  const chat = plainChat({
    id: ids.unipile(),
    accountId: account.id,
    providerId:
      isWhatsApp && direct !== undefined
        ? direct.providerId
        : ids.chat(account.network, direct === undefined),
    type: direct === undefined ? GROUP : SINGLE,
    attendeeIds: [world.selfOf(account.id).id, ...others.map(({ id }) => id)],
  });
  if (account.network === 'LINKEDIN') chat.folders = ['INBOX', `INBOX_LINKEDIN_${product.toUpperCase()}`];
  world.chats.set(chat.id, chat);
  return chat;
}

/** Somebody reacts; an empty value takes the reaction back. */
export function react(stage: Stage, message: Message, by: Attendee, value: string): void {
  whenConnected(stage.world.accountOf(message), () => {
    const reaction = { value, attendeeId: by.id };
    const others = message.reactions.filter(({ attendeeId }) => attendeeId !== by.id);
    message.reactions = value === '' ? others : [...others, reaction];
    stage.tell({ name: 'message_reaction', message, reaction, at: stage.clock.now() });
  });
}

/** A message was read: one of the owner's by the others, one of the others' by the owner. So were those before it. */
export function read(stage: Stage, message: Message): void {
  whenConnected(stage.world.accountOf(message), () => {
    const chat = stage.world.chatOf(message);
    if (message.fromOwner) readByOthers(stage, chat, message);
    else readByOwner(stage, chat);
    stage.tell({ name: 'message_read', message, at: stage.clock.now() });
  });
}

function readByOthers(stage: Stage, chat: Chat, upTo: Message): void {
  const [reader] = stage.world.others(chat);
  for (const message of stage.world.messagesOf(chat.id)) {
    if (!message.fromOwner || message.at > upTo.at || message.seen) continue;
    message.seen = true;
    message.delivered = true;
    if (reader !== undefined) message.seenBy = { ...message.seenBy, [reader.providerId]: stage.clock.now() };
  }
}

/** The owner has read everything in a chat. */
export function readByOwner(stage: Stage, chat: Chat): void {
  chat.unreadCount = 0;
  for (const message of stage.world.messagesOf(chat.id)) {
    if (!message.fromOwner) message.seen = true;
  }
}

export function edit(stage: Stage, message: Message, text: string): void {
  whenConnected(stage.world.accountOf(message), () => {
    message.text = text;
    message.edited = true;
    stage.tell({ name: 'message_edited', message, at: stage.clock.now() });
  });
}

export function erase(stage: Stage, message: Message): void {
  whenConnected(stage.world.accountOf(message), () => {
    Object.assign(message, { deleted: true, text: null, attachments: [], reactions: [] });
    stage.tell({ name: 'message_deleted', message, at: stage.clock.now() });
  });
}

export function deliver(stage: Stage, message: Message): void {
  whenConnected(stage.world.accountOf(message), () => {
    message.delivered = true;
    stage.tell({ name: 'message_delivered', message, at: stage.clock.now() });
  });
}

/**
 * Something happened to an account: one of the source's statuses, or one of the other words of unipile-v1.md §6.7.
 * DELETED takes the account and all that is in it away.
 */
export function changeStatus(stage: Stage, account: Account, status: string): void {
  const before = account.status;
  account.status = sourceStatusAfter(status);
  const at = stage.clock.now();
  stage.tell({ name: 'account_status', account, status, at });
  if (status === 'DELETED') stage.world.removeAccount(account.id);
  else if (account.status === 'OK' && before !== 'OK') {
    for (const deed of account.missed.splice(0)) deed();
  }
}

function sourceStatusAfter(status: string): SourceStatus {
  if (status === 'CREATION_FAIL' || status === 'DELETED') return 'ERROR';
  return SOURCE_STATUSES.find((known) => known === status) ?? 'OK';
}

// What happens at the network while the vendor is not connected to it is told after the reconnection (unipile-v1.md §6.5).
function whenConnected(account: Account, deed: () => void): void {
  if (account.status === 'OK') deed();
  else account.missed.push(deed);
}

/** Older messages that were not fetched yet appear. */
export function synchronizeHistory(stage: Stage, chat: Chat): void {
  for (const id of chat.unsynchronised.splice(0)) {
    const message = stage.world.messages.get(id);
    if (message !== undefined && !isVisible(stage, message)) message.visibleAt = stage.clock.now();
  }
}
