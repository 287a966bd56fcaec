import { openAsBlob } from 'node:fs';
import { FormData } from 'undici';
import type { Network } from '../../messaging/account.ts';
import { invalidInput, notSupported } from '../../messaging/errors.ts';
import type { OutgoingAttachment, SendRequest } from '../../messaging/send.ts';
import { networkTraits } from './networks.ts';

/**
 * The parts of a message in a chat (unipile-v1.md §5.6). Slack answers in a thread, everywhere else a message is quoted.
 * Throws NOT_SUPPORTED, INVALID_INPUT.
 */
export async function sendForm(accountId: string, network: Network, request: SendRequest): Promise<FormData> {
  requireNative(request.attachments, 'attachments');
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

/** Throws NOT_SUPPORTED, naming it under `field`, where what has a look of its own is to be shown as a file: no part says so. */
export function requireNative(attachments: readonly OutgoingAttachment[], ...field: string[]): void {
  for (const [index, { mode, mimeType }] of attachments.entries()) {
    if (mode === 'FILE' && /^(image|video|audio)\//.test(mimeType)) {
      throw notSupported(
        'Unipile v1 shows a picture, a video or a sound as what it is.',
        ...field,
        String(index),
        'mode',
      );
    }
  }
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
