import type { AccountRef } from '../../messaging/account.ts';
import { type InboxCapabilities, requireLength, requireSupport } from '../../messaging/capabilities.ts';
import { invalidInput, notSupported } from '../../messaging/errors.ts';
import type { Inbox } from '../../messaging/inbox.ts';
import type { Message as MessageValue } from '../../messaging/message.ts';
import type { StartRequest } from '../../messaging/send.ts';
import type { Dispatched } from '../../outbox/outbox.ts';
import type { Opened } from '../../reading/reading.ts';
import { AttendeeInput } from '../attendee/attendee-input.ts';
import { builder } from '../builder.ts';
import type { Context } from '../context.ts';
import { Message } from '../message/message.ts';
import { asMutation, inputArgument, sending } from '../mutation.ts';
import { AttachmentInput, fileAsRequested, outgoing } from '../writing/attachment-input.ts';
import { textOrNull } from '../writing/checks.ts';
import { clientMessageIdField, clientMessageIdOf } from '../writing/client-message-id.ts';
import { composeMessage } from '../writing/compose.ts';
import { noSuch, open, requireMethod } from '../writing/open.ts';
import { type ChangedChat, chatField } from '../writing/payload.ts';
import { type FindRecipient, recipient } from '../writing/recipient.ts';
import { dispatch } from '../writing/sent.ts';
import { asRequested, linkedInStart, requireProduct } from './linked-in-start.ts';
import { LinkedInStartInput } from './linked-in-start-input.ts';

const ChatOriginInput = builder.inputType('ChatOriginInput', {
  description: 'Where a chat starts from; give exactly one.',
  isOneOf: true,
  fields: (t) => ({
    inboxId: t.id({ description: 'A primary inbox, as for a product of LinkedIn.' }),
    accountId: t.id({ description: 'The first primary inbox of this account.' }),
  }),
});

const StartChatInput = builder.inputType('StartChatInput', {
  description: 'A new chat, and the first message in it.',
  fields: (t) => ({
    from: t.field({ type: ChatOriginInput, required: true, description: 'Where it starts from.' }),
    recipients: t.field({
      type: [AttendeeInput],
      required: true,
      description: 'With whom; several make a group.',
    }),
    text: t.string({
      description: 'The first message, at most `InboxCapabilities.startChat.maxTextLength` characters.',
    }),
    title: t.string({ description: 'The name of a group.' }),
    subject: t.string({
      description: 'Of an InMail; required where `InboxCapabilities.startChat.needsSubject`.',
    }),
    attachments: t.field({ type: [AttachmentInput], description: 'Files to send with the first message.' }),
    linkedIn: t.field({ type: LinkedInStartInput, description: 'What only LinkedIn has.' }),
    clientMessageId: clientMessageIdField(t),
  }),
});

type StartChatGiven = typeof StartChatInput.$inferInput;

interface StartedChat extends ChangedChat {
  readonly message: MessageValue | null;
}

const StartChatPayload = builder.objectRef<StartedChat>('StartChatPayload').implement({
  description: 'The chat is there, or will be as soon as the network has made it.',
  fields: (t) => ({
    chat: chatField(
      t,
      'The chat: an earlier one with the same person where the network keeps only one. Null where it is not known yet, or cannot be read now; events will tell it.',
    ),
    message: t.field({
      type: Message,
      nullable: true,
      description:
        'The first message, made from what was sent; null where nothing was said or the chat is not known yet.',
      resolve: ({ message }) => message,
    }),
  }),
});

builder.mutationField('startChat', (t) =>
  t.field({
    ...asMutation,
    type: StartChatPayload,
    description:
      'Starts a chat with somebody, or a group with several, and says the first thing, once: as sendMessage, it is never repeated by itself.',
    args: { input: t.arg({ ...inputArgument, type: StartChatInput }) },
    resolve: sending(async (input, context) => {
      const clientMessageId = clientMessageIdOf(input.clientMessageId);
      const said = {
        text: textOrNull(input.text),
        subject: textOrNull(input.subject),
        attachments: outgoing(input.attachments, 'attachments'),
      };
      const title = textOrNull(input.title);
      const linkedIn = linkedInStart(input.linkedIn);
      if (title !== null && input.recipients.length === 1) {
        throw invalidInput('Only a group has a title.', 'title');
      }
      if (input.recipients.length === 0) {
        throw invalidInput('A chat needs somebody to talk to.', 'recipients');
      }
      const { account, port, ...origin } = openOrigin(context, input.from);
      const finders = input.recipients.map((by, index) =>
        recipient(context, account, by, 'recipients', String(index)),
      );
      requireMethod(port, 'startChat', 'from');

      const asked = {
        account,
        kind: 'START' as const,
        chatId: null,
        clientMessageId,
        request: {
          from: { ...input.from },
          recipients: input.recipients.map((by) => ({ ...by })),
          title,
          ...said,
          attachments: said.attachments.map(fileAsRequested),
          ...asRequested(linkedIn),
        },
      };
      const earlier = await context.outbox.recall(asked);
      if (earlier !== null) return started(account, earlier);

      const inbox = primaryInbox(await port.inboxes(context.call), origin);
      requireProduct(linkedIn, inbox.product);
      requireStart(input, port.inboxCapabilities(inbox));
      const recipientIds = await recipientsOf(finders);

      const request: StartRequest = { inboxId: inbox.inboxId, recipientIds, title, ...said, ...linkedIn };
      const sent = await dispatch(context, {
        ...asked,
        perform: (call) => port.startChat(request, call),
        compose: (sent) =>
          said.text === null && said.attachments.length === 0 ? null : composeMessage(account, said, sent),
      });
      return started(account, sent);
    }),
  }),
);

function started({ connectionId, accountId }: AccountRef, { chatId, message }: Dispatched): StartedChat {
  return { chat: chatId === null ? null : { connectionId, accountId, chatId }, message };
}

function openOrigin(context: Context, { inboxId, accountId }: StartChatGiven['from']) {
  const opened: Opened<'Inbox'> | Opened<'Account'> = inboxId
    ? open(context, 'Inbox', inboxId, 'from', 'inboxId')
    : open(context, 'Account', accountId ?? '', 'from', 'accountId');
  const { account, port, id } = opened;
  return { account, port, inboxId: id.type === 'Inbox' ? id.inboxId : null };
}

function primaryInbox(inboxes: readonly Inbox[], { inboxId }: { readonly inboxId: string | null }): Inbox {
  if (inboxId === null) {
    const first = inboxes.find(({ isPrimary }) => isPrimary);
    if (first === undefined) {
      throw notSupported('This account has no inbox that chats start from.', 'from', 'accountId');
    }
    return first;
  }
  const inbox = inboxes.find((candidate) => candidate.inboxId === inboxId);
  if (inbox === undefined) throw noSuch('Inbox', 'from', 'inboxId');
  if (!inbox.isPrimary) {
    throw invalidInput('Chats start from the primary inbox of a product.', 'from', 'inboxId');
  }
  return inbox;
}

/** Throws NOT_SUPPORTED or INVALID_INPUT where the inbox does not take such a start, naming why. */
function requireStart(input: StartChatGiven, { startChat, startGroup, inMail }: InboxCapabilities): void {
  const { text, subject, recipients, linkedIn } = input;
  requireSupport(startChat, 'from');
  if (recipients.length > 1) requireSupport(startGroup, 'recipients');
  if (linkedIn?.classic?.inMail) requireSupport(inMail, 'linkedIn', 'classic', 'inMail');
  if (startChat.needsSubject && textOrNull(subject) === null) {
    throw invalidInput('A chat from this inbox needs a subject.', 'subject');
  }
  if (startChat.needsSignature && textOrNull(linkedIn?.recruiter?.signature) === null) {
    throw invalidInput('A chat from this inbox needs a signature.', 'linkedIn', 'recruiter', 'signature');
  }
  if (text) requireLength(text, startChat.maxTextLength, 'text');
  if (subject) requireLength(subject, startChat.maxSubjectLength, 'subject');
}

/** One after the other, so that the first who cannot be found is the answer. Throws INVALID_INPUT where somebody is there twice. */
async function recipientsOf(finders: readonly FindRecipient[]): Promise<readonly string[]> {
  const ids: string[] = [];
  for (const [index, find] of finders.entries()) {
    const id = await find();
    if (ids.includes(id)) throw invalidInput('This recipient is there twice.', 'recipients', String(index));
    ids.push(id);
  }
  return ids;
}
