import type {
  AttachCapability,
  Capability,
  ReactCapability,
  TimedCapability,
} from '../../messaging/capabilities.ts';
import { requireSupport } from '../../messaging/capabilities.ts';
import { invalidInput } from '../../messaging/errors.ts';
import type { Instant } from '../../messaging/instant.ts';
import type { OutgoingAttachment } from '../../messaging/send.ts';

/** Throws INVALID_INPUT where the text holds nothing but white space. */
export function requireText(text: string, ...field: string[]): void {
  if (text.trim() === '') throw invalidInput('The text is empty.', ...field);
}

/** A text that says something, or null. White space alone says nothing. */
export function textOrNull(text: string | null | undefined): string | null {
  return text === null || text === undefined || text.trim() === '' ? null : text;
}

/** Throws NOT_SUPPORTED or INVALID_INPUT where the files are more than the chat takes, naming the first that is wrong. */
export function requireAttachable(
  attachments: readonly OutgoingAttachment[],
  attach: AttachCapability,
  voiceNote: Capability,
  ...field: string[]
): void {
  if (attachments.length === 0) return;
  requireSupport(attach, ...field);
  attachments.forEach((attachment, index) => {
    if (attachment.voiceNote) requireSupport(voiceNote, ...field, String(index), 'voiceNote');
    if (attach.maxFileBytes !== null && attachment.sizeBytes > attach.maxFileBytes) {
      throw invalidInput(
        `The file has ${attachment.sizeBytes} bytes; at most ${attach.maxFileBytes} are allowed here.`,
        ...field,
        String(index),
        'file',
      );
    }
  });
  const total = attachments.reduce((sum, attachment) => sum + attachment.sizeBytes, 0);
  if (attach.maxTotalBytes !== null && total > attach.maxTotalBytes) {
    throw invalidInput(
      `The files have ${total} bytes together; at most ${attach.maxTotalBytes} are allowed here.`,
      ...field,
    );
  }
}

/** Throws INVALID_INPUT where the time in which it could be done is over. Unknown times are left to the provider. */
export function requireInTime(capability: TimedCapability, sentAt: Instant | null, ...field: string[]): void {
  if (capability.withinMinutes === null || sentAt === null) return;
  if (Date.now() - Date.parse(sentAt) > capability.withinMinutes * 60_000) {
    throw invalidInput(
      `This can be done within ${capability.withinMinutes} minutes after sending; they are over.`,
      ...field,
    );
  }
}

/** Throws INVALID_INPUT where the reaction is none, or not one of those that are allowed here. */
export function requireReaction(value: string, react: ReactCapability, ...field: string[]): void {
  if (value.trim() === '') throw invalidInput('A reaction is an emoji.', ...field);
  if (react.allowed !== null && !react.allowed.includes(value)) {
    throw invalidInput(`Only these reactions are allowed here: ${react.allowed.join(' ')}`, ...field);
  }
}
