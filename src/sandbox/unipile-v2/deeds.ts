import { answerTo, opener } from '../texts.ts';
import type { Stage, WorldEvent } from './stage.ts';
import type { Account, Chat, Contact, Message } from './world.ts';

/** What is written, beside who writes it where. */
export type Draft = Partial<
  Pick<Message, 'text' | 'subject' | 'attachments' | 'quotedId' | 'forwarded' | 'event' | 'at'>
>;

/** A message with nothing special about it. */
export function plainMessage({
  id,
  sender,
  fromOwner,
  text,
  at,
}: Pick<Message, 'id' | 'sender' | 'fromOwner' | 'text' | 'at'>): Message {
  return {
    id,
    sender,
    fromOwner,
    text,
    at,
    subject: null,
    attachments: [],
    reactions: [],
    quotedId: null,
    forwarded: null,
    event: null,
    isHidden: false,
    isSeen: false,
    isDelivered: true,
    isDeleted: false,
    isEdited: false,
  };
}

/** Somebody writes, at their own device or (the owner) through the API. Times within a chat always grow. */
export function write(stage: Stage, chat: Chat, sender: Contact, draft: Draft): Message {
  const account = accountOf(stage, chat);
  const id = `m-${stage.random.letters(14, '0123456789abcdefghijklmnopqrstuvwxyz')}`;
  const at = draft.at ?? Math.max(stage.clock.now(), (chat.messages[0]?.at ?? 0) + 1);
  const fromOwner = sender === account.owner;
  const message = { ...plainMessage({ id, sender, fromOwner, text: draft.text ?? null, at }), ...draft, at };
  chat.messages.push(message);
  chat.messages.sort((one, other) => other.at - one.at);
  if (fromOwner) chat.unreadCount = 0;
  else chat.unreadCount = Math.max(0, chat.unreadCount) + 1;
  tell(stage, { type: 'message.new', account, chat, message }, fromOwner);
  return message;
}

export function edit(stage: Stage, chat: Chat, message: Message, text: string): void {
  message.text = text;
  message.isEdited = true;
  tell(stage, { type: 'message.update', account: accountOf(stage, chat), chat, message }, message.fromOwner);
}

export function erase(stage: Stage, chat: Chat, message: Message): void {
  message.isDeleted = true;
  message.text = null;
  message.attachments = [];
  message.reactions = [];
  tell(stage, { type: 'message.delete', account: accountOf(stage, chat), chat, message }, message.fromOwner);
}

/** Somebody reacts, or takes it back. */
export function react(
  stage: Stage,
  chat: Chat,
  message: Message,
  by: Contact,
  value: string,
  removed = false,
): void {
  message.reactions = message.reactions.filter((reaction) => reaction.by !== by || reaction.value !== value);
  if (!removed) message.reactions.push({ value, by });
  const type = removed ? 'message.reaction.delete' : 'message.reaction.new';
  const account = accountOf(stage, chat);
  tell(stage, { type, account, chat, message, value, by }, by === account.owner);
}

export function deliver(stage: Stage, chat: Chat, message: Message): void {
  message.isDelivered = true;
  const by = chat.participants[0] ?? message.sender;
  tell(
    stage,
    { type: 'message.receipt.delivery', account: accountOf(stage, chat), chat, message, by },
    false,
  );
}

/** The others read one of the owner's messages, and those before it; or the owner reads one of theirs, elsewhere. */
export function read(stage: Stage, chat: Chat, message: Message): void {
  const account = accountOf(stage, chat);
  if (message.fromOwner) {
    for (const earlier of chat.messages)
      if (earlier.fromOwner && earlier.at <= message.at) earlier.isSeen = true;
  } else chat.unreadCount = 0;
  const by = message.fromOwner ? (chat.participants[0] ?? account.owner) : account.owner;
  tell(stage, { type: 'message.receipt.read', account, chat, message, by }, false);
}

export function changed(stage: Stage, chat: Chat): void {
  tell(stage, { type: 'chat.update', account: accountOf(stage, chat), chat }, true);
}

export function eraseChat(stage: Stage, chat: Chat): void {
  const account = accountOf(stage, chat);
  stage.world.removeChat(chat);
  tell(stage, { type: 'chat.delete', account, chat }, true);
}

export function accountOf(stage: Stage, chat: Chat): Account {
  const account = stage.world.account(chat.accountId);
  if (account === undefined) throw new Error('The chat belongs to no account.');
  return account;
}

// A stale cache does not notice what comes in, only what goes out (unipile-v2.md §10).
function tell(stage: Stage, event: WorldEvent, isOwn: boolean): void {
  if (isOwn || stage.switches.cache !== 'stale') stage.cache.forget(event.account.id);
  stage.tell(event);
}

/** Who was written to gets it, reads it, and after a second or two answers. */
export function answerSoon(stage: Stage, chat: Chat, message: Message): void {
  const other = chat.participants[0];
  if (other === undefined || chat.isReadOnly) return;
  const unlessGone = (deed: () => void) => () => {
    if (!message.isDeleted && stage.world.chat(chat.accountId, chat.id) === chat) deed();
  };
  stage.life.soon(
    150,
    400,
    unlessGone(() => deliver(stage, chat, message)),
  );
  stage.life.soon(
    500,
    900,
    unlessGone(() => read(stage, chat, message)),
  );
  stage.life.soon(
    1000,
    2000,
    unlessGone(() =>
      write(stage, chat, other, {
        text: answerTo(stage.random, message.text ?? 'a file', speakers(stage, chat, other)),
      }),
    ),
  );
}

/** What nobody asked for: somebody writes, or the owner from another device. */
export function somethingHappens(stage: Stage): void {
  const lively = stage.world.accounts
    .filter(({ status }) => status === 'running')
    .flatMap(({ id }) => stage.world.chatsOf(id).slice(0, 12))
    .filter(({ type, isReadOnly }) => type === '1to1' && !isReadOnly);
  if (lively.length === 0) return;
  const chat = stage.random.pick(lively);
  const account = accountOf(stage, chat);
  const other = chat.participants[0] ?? account.owner;
  const sender = stage.random.chance(0.25) ? account.owner : other;
  write(stage, chat, sender, { text: opener(stage.random, speakers(stage, chat, other)) });
}

function speakers(stage: Stage, chat: Chat, other: Contact): { me: string; them: string } {
  const first = (contact: Contact) => contact.name.split(' ')[0] ?? contact.name;
  return { me: first(accountOf(stage, chat).owner), them: first(other) };
}
