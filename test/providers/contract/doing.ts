import {
  askMutation,
  askMutationWithFiles,
  type MutationAnswer,
  type TestFile,
} from '../../whole-way/support.ts';
import { allChats } from './samples.ts';
import type { Stage } from './stage.ts';
import type { TrueChat } from './vendor.ts';
import { walk } from './walking.ts';

/** What came of it: the payload, or an error; and what it cost. */
export type Outcome = MutationAnswer<object>;

interface Place {
  readonly stage: Stage;
  readonly chat: TrueChat;
  /** A message of that chat; of the owner's where there is one. */
  readonly messageId: string;
}

/** Something that a client does. */
export interface Doing {
  /** In ChatCapabilities, what says whether it can be done. */
  readonly capability: string;
  /** It can be left out where the capability is there in part. */
  readonly isPart?: true;
  readonly ofMessage?: true;
  ask(place: Place): Promise<Outcome>;
  /** What the payload shows then. */
  readonly shows?: object;
}

const picture = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);
const reactions = 'message { reactions { value count } }';
const LATER = '2999-01-01T00:00:00.000Z';

function ask(name: string, input: (place: Place) => object, payload = '__typename'): Doing['ask'] {
  return (place) => askMutation(place.stage.graphql, name, input(place), payload);
}

function sendFile(file: Omit<TestFile, 'at'>, voiceNote: boolean): Doing['ask'] {
  return ({ stage, chat }) =>
    askMutationWithFiles(
      stage.graphql,
      'sendMessage',
      { chatId: chat.id, attachments: [{ file: null, voiceNote }] },
      [{ ...file, at: 'input.attachments.0.file' }],
      '__typename',
    );
}

function change(capability: string, what: object, shows: object): Doing {
  const payload = `chat { ${Object.keys(shows).join(' ')} }`;
  return {
    capability,
    ask: ask('updateChat', ({ chat }) => ({ chatId: chat.id, ...what }), payload),
    shows: { chat: shows },
  };
}

/** How a client uses each capability of a chat; `readReceipts` come as events. What takes something away comes last. */
export const doings = {
  send: { capability: 'send', ask: ask('sendMessage', ({ chat }) => ({ chatId: chat.id, text: 'Hello' })) },
  attach: {
    capability: 'attach',
    ask: sendFile({ name: 'dot.png', type: 'image/png', content: picture }, false),
  },
  'send a voice note': {
    capability: 'voiceNote',
    ask: sendFile({ name: 'hello.m4a', type: 'audio/mp4', content: 'sound' }, true),
  },
  reply: {
    capability: 'reply',
    ofMessage: true,
    ask: ask('sendMessage', ({ chat, messageId }) => ({
      chatId: chat.id,
      text: 'To this',
      replyToMessageId: messageId,
    })),
  },
  forward: {
    capability: 'forward',
    ofMessage: true,
    ask: ask('forwardMessage', ({ stage, chat, messageId }) => ({
      messageId,
      toChatId: neighbour(stage, chat).id,
    })),
  },
  react: {
    capability: 'react',
    ofMessage: true,
    ask: ask('addReaction', ({ messageId }) => ({ messageId, value: '👍' }), reactions),
    shows: { message: { reactions: [{ value: '👍', count: 1 }] } },
  },
  'take a reaction back': {
    capability: 'react',
    ofMessage: true,
    async ask(place) {
      await doings.react.ask(place);
      const input = { messageId: place.messageId, value: '👍' };
      return askMutation(place.stage.graphql, 'removeReaction', input, reactions);
    },
    shows: { message: { reactions: [] } },
  },
  'show typing': { capability: 'typing', ask: ask('setTyping', ({ chat }) => ({ chatId: chat.id })) },
  'mark unread': change('markRead', { read: false }, { isUnread: true }),
  'mark read': change('markRead', { read: true }, { isUnread: false, unreadCount: 0 }),
  archive: change('archive', { archived: true }, { isArchived: true }),
  unarchive: change('archive', { archived: false }, { isArchived: false }),
  pin: change('pin', { pinned: true }, { isPinned: true }),
  unpin: change('pin', { pinned: false }, { isPinned: false }),
  mute: change('mute', { muted: true }, { isMuted: true, mutedUntil: null }),
  'mute for a while': {
    ...change('mute', { mutedUntil: LATER }, { isMuted: true, mutedUntil: LATER }),
    isPart: true,
  },
  unmute: change('mute', { muted: false }, { isMuted: false, mutedUntil: null }),
  rename: change('rename', { title: 'Another name' }, { title: 'Another name' }),
  'add an attendee': {
    capability: 'changeAttendees',
    ask: ask('addAttendee', ({ stage, chat }) => ({
      chatId: chat.id,
      attendee: stage.behind.people(chat.accountId, chat.product).reachable[0],
    })),
  },
  'remove an attendee': {
    capability: 'changeAttendees',
    isPart: true,
    async ask({ stage, chat }) {
      const attendees = await walk<{ id: string; isSelf: boolean }>(
        stage,
        chat.id,
        'attendees',
        'id isSelf',
        50,
      );
      const attendeeId = attendees.find(({ isSelf }) => !isSelf)?.id;
      return askMutation(stage.graphql, 'removeAttendee', { chatId: chat.id, attendeeId }, '__typename');
    },
  },
  synchronize: {
    capability: 'synchronize',
    ask: ask('synchronizeChat', ({ chat }) => ({ chatId: chat.id })),
  },
  edit: {
    capability: 'edit',
    ofMessage: true,
    ask: ask(
      'editMessage',
      ({ messageId }) => ({ messageId, text: 'Otherwise' }),
      'message { text isEdited }',
    ),
    shows: { message: { text: 'Otherwise', isEdited: true } },
  },
  'delete a message': {
    capability: 'deleteMessage',
    ofMessage: true,
    ask: ask('deleteMessage', ({ messageId }) => ({ messageId }), 'message { isDeleted }'),
    shows: { message: { isDeleted: true } },
  },
  'delete the chat': {
    capability: 'deleteChat',
    ask: ask('deleteChat', ({ chat }) => ({ chatId: chat.id })),
  },
} as const satisfies Record<string, Doing>;

/** Another chat of the same product, which takes what is forwarded. */
function neighbour(stage: Stage, chat: TrueChat): TrueChat {
  const found = allChats(stage).find(
    ({ id, accountId, product, isReadOnly }) =>
      accountId === chat.accountId && product === chat.product && id !== chat.id && !isReadOnly,
  );
  return found ?? chat;
}
