import type { Chat as ChatValue } from '../../messaging/chat.ts';
import { builder } from '../builder.ts';
import { connectionType } from '../connection.ts';
import { Node } from '../node/node.ts';

export const Chat = builder.objectRef<ChatValue>('Chat').implement({
  description:
    'A conversation as one account sees it, whatever network it takes place on. The same conversation seen by two accounts is two chats.',
  interfaces: [Node],
});

export const ChatConnection = connectionType(Chat, 'Chats, the one with the newest activity first.');
