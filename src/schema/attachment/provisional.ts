import type { Attachment } from '../../messaging/attachment.ts';
import type { Message } from '../../messaging/message.ts';

/** What an attachment of a message that was just sent is called until the provider has named it. */
export const provisionalId = (index: number): string => `sent-${index}`;

/** The message's attachment of this id; of a provisional one, the one in its place, as the provider has named it since. */
export function attachmentOf({ attachments, direction }: Message, attachmentId: string): Attachment | null {
  const found = attachments.find((attachment) => attachment.attachmentId === attachmentId);
  if (found !== undefined || direction === 'INBOUND') return found ?? null;
  return attachments.find((_, index) => provisionalId(index) === attachmentId) ?? null;
}
