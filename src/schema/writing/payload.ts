import type { ObjectFieldBuilder } from '@pothos/core';
import type { ChatRef } from '../../messaging/chat.ts';
import type { MessageRef } from '../../messaging/message.ts';
import { builder } from '../builder.ts';
import { Chat } from '../chat/chat.ts';
import { loadChat } from '../chat/load-chat.ts';
import type { Context } from '../context.ts';
import { loadMessage } from '../message/load-message.ts';
import { Message } from '../message/message.ts';
import { orNull } from '../or-null.ts';

type Types = typeof builder.$inferSchemaTypes;

/** A payload that shows a chat as it is afterwards. Null: it is not known yet. */
export interface ChangedChat {
  readonly chat: ChatRef | null;
}

/** A payload that shows a message as it is afterwards. */
export interface ChangedMessage {
  readonly message: MessageRef;
}

/** Payload nodes are read back only where they are asked for; what was done stays done when that fails. */
export const chatField = <Payload extends ChangedChat>(
  t: ObjectFieldBuilder<Types, Payload>,
  description = 'The chat as it is now; null where it cannot be read back, though it was done.',
) =>
  t.field({
    type: Chat,
    nullable: true,
    description,
    resolve: ({ chat }, _, context: Context) => chat && orNull(loadChat(context, chat)),
  });

export const messageField = <Payload extends ChangedMessage>(
  t: ObjectFieldBuilder<Types, Payload>,
  description = 'The message as it is now; null where it cannot be read back, though it was done.',
) =>
  t.field({
    type: Message,
    nullable: true,
    description,
    resolve: ({ message }, _, context: Context) => orNull(loadMessage(context, message)),
  });

/** A payload whose one field is the chat. */
export function chatPayload(name: string, description: string) {
  return builder
    .objectRef<ChangedChat>(name)
    .implement({ description, fields: (t) => ({ chat: chatField(t) }) });
}

/** A payload whose one field is the message. */
export function messagePayload(name: string, description: string) {
  return builder
    .objectRef<ChangedMessage>(name)
    .implement({ description, fields: (t) => ({ message: messageField(t) }) });
}
