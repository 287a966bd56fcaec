import type { Stage, WorldEvent } from './stage.ts';
import { profileUrl } from './wire/attendee.ts';
import { attachmentsJson, quotedJson, senderId } from './wire/message.ts';
import { bit, isoTime } from './wire/time.ts';
import type { Chat } from './world/chat.ts';
import { SINGLE } from './world/chat.ts';
import type { Attendee } from './world/contact.ts';

type MessageEvent = Exclude<WorldEvent, { name: 'account_status' }>;

/** The body of a messaging webhook, before its properties are renamed (unipile-v1.md §6.6). */
export function messagePayload(
  stage: Stage,
  event: MessageEvent,
  webhookName: string,
): Record<string, unknown> {
  const { world, switches } = stage;
  const { message } = event;
  const account = world.accountOf(message);
  const chat = world.chatOf(message);
  const quoted = message.quotedId === null ? undefined : world.messages.get(message.quotedId);
  const attachments = attachmentsJson(message.attachments, switches, false);
  return {
    event: event.name,
    account_id: account.id,
    account_type: account.network,
    account_info: { type: account.network, feature: featureOf(chat), user_id: account.ownerProviderId },
    webhook_name: webhookName,
    chat_id: chat.id,
    provider_chat_id: chat.providerId,
    message_id: message.id,
    provider_message_id: message.providerId,
    timestamp: isoTime(event.name === 'message_received' ? message.at : event.at),
    message: message.text,
    subject: message.subject,
    message_type: message.kind,
    chat_content_type: chat.contentType,
    is_event: bit(message.event !== null),
    quoted: quoted === undefined ? null : quotedJson(world, quoted, switches),
    is_group: chat.type !== SINGLE,
    folder: chat.folders,
    sender: attendeePayload(stage, world.attendee(message.senderId)),
    attendees: world.others(chat).map((attendee) => attendeePayload(stage, attendee)),
    attachments: switches.attachmentsAsObject ? firstAsStrings(attachments) : attachments,
    ...(event.name === 'message_reaction'
      ? {
          reaction: event.reaction.value,
          reaction_sender: attendeePayload(stage, world.attendee(event.reaction.attendeeId)),
        }
      : {}),
  };
}

function attendeePayload(stage: Stage, attendee: Attendee): Record<string, unknown> {
  return {
    attendee_id: attendee.id,
    attendee_name: attendee.name,
    attendee_provider_id: senderId(attendee, stage.switches),
    attendee_profile_url: profileUrl(attendee.contact) ?? '',
  };
}

const FEATURES: Record<string, string> = {
  INBOX_LINKEDIN_RECRUITER: 'recruiter',
  INBOX_LINKEDIN_SALES_NAVIGATOR: 'sales_navigator',
  INBOX_LINKEDIN_ORGANIZATION: 'organization',
};

function featureOf(chat: Chat): string {
  return chat.folders.map((folder) => FEATURES[folder]).find((feature) => feature !== undefined) ?? 'classic';
}

// As an older page of the vendor's documentation shows them.
function firstAsStrings(attachments: readonly Record<string, unknown>[]): Record<string, unknown> {
  const entries = Object.entries(attachments[0] ?? {}).map(([name, value]) => [
    name,
    typeof value === 'number' || typeof value === 'boolean' ? String(value) : value,
  ]);
  return Object.fromEntries(entries) as Record<string, unknown>;
}

/** The body of an account-status webhook (unipile-v1.md §6.7). */
export function statusPayload(
  event: Extract<WorldEvent, { name: 'account_status' }>,
): Record<string, unknown> {
  const { account, status } = event;
  return { AccountStatus: { account_id: account.id, account_type: account.network, message: status } };
}
