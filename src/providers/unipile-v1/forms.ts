import { openAsBlob } from 'node:fs';
import { FormData } from 'undici';
import type { Network } from '../../messaging/account.ts';
import { invalidInput } from '../../messaging/errors.ts';
import type { OutgoingAttachment, SendRequest } from '../../messaging/send.ts';
import { networkTraits } from './networks.ts';

/** The parts of a message in a chat (unipile-v1.md §5.6). Slack answers in a thread, everywhere else a message is quoted. */
export async function sendForm(accountId: string, network: Network, request: SendRequest): Promise<FormData> {
  const form = new FormData();
  if (request.text !== null) form.append('text', request.text);
  // Refuses a chat that is not this account's.
  form.append('account_id', accountId);
  if (request.replyTo !== null) {
    form.append(network === 'SLACK' ? 'thread_id' : 'quote_id', request.replyTo.messageId);
  }
  await appendFiles(form, network, request.attachments);
  return form;
}

/** Files are read from disk as they go out. Throws INVALID_INPUT where there are two voice notes and the network takes one. */
export async function appendFiles(
  form: FormData,
  network: Network,
  attachments: readonly OutgoingAttachment[],
): Promise<void> {
  const voicePart = networkTraits[network].voiceNote ?? 'attachments';
  if (voicePart === 'voice_message' && attachments.filter(({ voiceNote }) => voiceNote).length > 1) {
    throw invalidInput('A message holds one voice note.', 'attachments');
  }
  for (const attachment of attachments) {
    await appendFile(form, attachment.voiceNote ? voicePart : 'attachments', attachment);
  }
}

export async function appendFile(
  form: FormData,
  part: string,
  { path, filename, mimeType }: OutgoingAttachment,
): Promise<void> {
  form.append(part, await openAsBlob(path, { type: mimeType }), filename);
}
