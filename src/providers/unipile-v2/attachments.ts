import { readFile } from 'node:fs/promises';
import { invalidInput } from '../../messaging/errors.ts';
import type { OutgoingAttachment } from '../../messaging/send.ts';
import { audioMode, MAX_TOTAL_BYTES } from './assumptions.ts';

/**
 * Files as Unipile v2 takes them, base64 in JSON (unipile-v2.md §5.6); undefined where there are none. They are read into
 * memory, so their size is looked at first. Throws INVALID_INPUT naming `field` where they are too large together, or a
 * voice note is no sound.
 */
export async function toContents(
  attachments: readonly OutgoingAttachment[],
  ...field: string[]
): Promise<object[] | undefined> {
  if (attachments.length === 0) return undefined;
  const total = attachments.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
  if (total > MAX_TOTAL_BYTES) {
    throw invalidInput('The files of a message have at most 20 MB together.', ...field);
  }
  for (const [index, { voiceNote, mimeType }] of attachments.entries()) {
    if (voiceNote && !isSound(mimeType)) {
      throw invalidInput('A voice note is a sound file.', ...field, String(index), 'voiceNote');
    }
  }
  return Promise.all(attachments.map(toContent));
}

async function toContent(attachment: OutgoingAttachment): Promise<object> {
  const { path, filename, mimeType, mode } = attachment;
  return {
    content: await readFile(path, 'base64'),
    content_type: mimeType,
    filename,
    ...(isSound(mimeType) ? audioMode(attachment) : { send_mode: mode === 'FILE' ? 'file' : 'native' }),
  };
}

const isSound = (mimeType: string): boolean => mimeType.startsWith('audio/');
