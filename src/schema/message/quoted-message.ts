import type { MessageRef, QuotedMessage as Value } from '../../messaging/message.ts';
import { Attachment } from '../attachment/attachment.ts';
import { Attendee } from '../attendee/attendee.ts';
import { builder } from '../builder.ts';
import { loadAttendeeIn } from '../chat/people.ts';
import { loadMessage } from './load-message.ts';
import { Message } from './message.ts';

/** `message` is the one that quotes. */
export const QuotedMessage = builder.objectRef<Value & { readonly message: MessageRef }>('QuotedMessage');

QuotedMessage.implement({
  description:
    'An earlier message that another answers, or passes on with a text of its own, as it was then. Its text costs no call; the message itself may have been changed or deleted since.',
  fields: (t) => ({
    message: t.field({
      type: Message,
      nullable: true,
      description: 'The message itself, loaded; null where the provider does not name it, or it is gone.',
      resolve: ({ message, messageId }, _arguments, context) =>
        messageId === null ? null : loadMessage(context, { ...message, messageId }),
    }),
    text: t.exposeString('text', {
      nullable: true,
      description: 'Its text as quoted; null where it has none.',
    }),
    sender: t.field({
      type: Attendee,
      nullable: true,
      description: 'Who wrote it; null where the provider does not say.',
      resolve: ({ message, senderId }, _arguments, context) => loadAttendeeIn(context, message, senderId),
    }),
    attachments: t.field({
      type: [Attachment],
      description: 'Its attachments, as far as the quote holds them.',
      resolve: ({ attachments }) => [...attachments],
    }),
  }),
});
