import {
  askMutation,
  askMutationWithFiles,
  type MutationAnswer,
  type TestFile,
} from '../../whole-way/support.ts';
import { allChats } from './samples.ts';
import type { Stage } from './stage.ts';
import type { TrueChat } from './vendor.ts';

/** What came of it: the payload's type, or an error's with its code; and what it cost. */
export type Outcome = MutationAnswer<object>;

interface Doing {
  readonly stage: Stage;
  readonly chat: TrueChat;
  /** A message of that chat; of the owner's where there is one. */
  readonly messageId: string;
}
type Do = (doing: Doing) => Promise<Outcome>;

const picture = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);

function ask(name: string, input: (doing: Doing) => object): Do {
  return (doing) => askMutation(doing.stage.graphql, name, input(doing), '__typename');
}

function sendFile(file: Omit<TestFile, 'at'>, voiceNote: boolean): Do {
  return ({ stage, chat }) =>
    askMutationWithFiles(
      stage.graphql,
      'sendMessage',
      { chatId: chat.id, attachments: [{ file: null, voiceNote }] },
      [{ ...file, at: 'input.attachments.0.file' }],
      '__typename',
    );
}

const change = (what: object) => ask('updateChat', ({ chat }) => ({ chatId: chat.id, ...what }));

/** How a client uses each capability of a chat; `readReceipts` come as events. What takes something away comes last. */
export const doings = {
  send: ask('sendMessage', ({ chat }) => ({ chatId: chat.id, text: 'Hello' })),
  attach: sendFile({ name: 'dot.png', type: 'image/png', content: picture }, false),
  voiceNote: sendFile({ name: 'hello.m4a', type: 'audio/mp4', content: 'sound' }, true),
  reply: ask('sendMessage', ({ chat, messageId }) => ({
    chatId: chat.id,
    text: 'To this',
    replyToMessageId: messageId,
  })),
  forward: ask('forwardMessage', ({ stage, chat, messageId }) => ({
    messageId,
    toChatId: neighbour(stage, chat).id,
  })),
  react: ask('addReaction', ({ messageId }) => ({ messageId, value: '👍' })),
  typing: ask('setTyping', ({ chat }) => ({ chatId: chat.id })),
  markRead: change({ read: true }),
  archive: change({ archived: true }),
  pin: change({ pinned: true }),
  mute: change({ muted: true }),
  rename: change({ title: 'Another name' }),
  changeAttendees: ask('addAttendee', ({ stage, chat }) => ({
    chatId: chat.id,
    attendee: stage.behind.stranger(chat.accountId, chat.product),
  })),
  synchronize: ask('synchronizeChat', ({ chat }) => ({ chatId: chat.id })),
  edit: ask('editMessage', ({ messageId }) => ({ messageId, text: 'Otherwise' })),
  deleteMessage: ask('deleteMessage', ({ messageId }) => ({ messageId })),
  deleteChat: ask('deleteChat', ({ chat }) => ({ chatId: chat.id })),
} as const satisfies Record<string, Do>;

/** Another chat of the same product, which takes what is forwarded. */
function neighbour(stage: Stage, chat: TrueChat): TrueChat {
  const found = allChats(stage).find(
    ({ id, accountId, product, isReadOnly }) =>
      accountId === chat.accountId && product === chat.product && id !== chat.id && !isReadOnly,
  );
  return found ?? chat;
}
