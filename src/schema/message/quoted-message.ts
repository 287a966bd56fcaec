import type { MessageRef, QuotedMessage as Value } from '../../messaging/message.ts';
import { Attachment } from '../attachment/attachment.ts';
import { Attendee } from '../attendee/attendee.ts';
import { builder } from '../builder.ts';
import { loadAttendeeIn } from '../chat/people.ts';
import type { Context } from '../context.ts';
import { orNull } from '../or-null.ts';
import { loadMessage } from './load-message.ts';
import { Message } from './message.ts';

type Quote = Value & { readonly message: MessageRef };

/** `message` is the one that quotes. */
export const QuotedMessage = builder.objectRef<Quote>('QuotedMessage');

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
    text: t.string({
      nullable: true,
      description: 'Its text as quoted; null where it has none.',
      resolve: async (quote, _arguments, context) => (await whole(quote, context)).text,
    }),
    sender: t.field({
      type: Attendee,
      nullable: true,
      description: 'Who wrote it; null where the provider does not say.',
      resolve: async (quote, _arguments, context) =>
        loadAttendeeIn(context, quote.message, (await whole(quote, context)).senderId),
    }),
    attachments: t.field({
      type: [Attachment],
      description: 'Its attachments, as far as the quote holds them.',
      resolve: async (quote, _arguments, context) => [...(await whole(quote, context)).attachments],
    }),
  }),
});

/** The quote, from the message itself where only that is known; as it is where that cannot be read now. */
async function whole(
  quote: Quote,
  context: Context,
): Promise<Pick<Quote, 'text' | 'senderId' | 'attachments'>> {
  const { message, messageId, isUnread } = quote;
  if (!isUnread || messageId === null) return quote;
  return (await orNull(loadMessage(context, { ...message, messageId }))) ?? quote;
}
