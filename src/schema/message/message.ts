import type { Message as MessageValue } from '../../messaging/message.ts';
import { builder } from '../builder.ts';
import { connectionType } from '../connection.ts';
import { Node } from '../node/node.ts';

export const Message = builder.objectRef<MessageValue>('Message').implement({
  description: 'Something that was said in a chat, or an event in its history (`systemEvent`).',
  interfaces: [Node],
});

export const MessageConnection = connectionType(Message, 'Messages, the newest first.');
