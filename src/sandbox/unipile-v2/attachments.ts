import type { Random } from '../random.ts';
import { malformed, UnipileError } from './errors.ts';
import { type Fields, fieldsOf, flagOf, neededText, textOf } from './fields.ts';
import type { Attachment } from './world.ts';

const MAX_TOTAL_BYTES = 20 * 1024 * 1024;

/** Reads what is to be attached (unipile-v2.md §5.6). Throws where it is malformed or too large together. */
export function readAttachments(value: unknown, random: Random): Attachment[] {
  if (value === undefined) return [];
  if (!Array.isArray(value)) throw malformed('attachments is an array.');
  const attachments = value.map((entry) => readAttachment(entry, random));
  const total = attachments.reduce((sum, { content }) => sum + (content?.().length ?? 0), 0);
  if (total > MAX_TOTAL_BYTES)
    throw new UnipileError('provider/invalid_file', 'The attachments are larger than 20 MB together.');
  return attachments;
}

const BASE64 = /^[A-Za-z0-9+/]*={0,2}$/;
const KINDS: Record<string, Attachment['type']> = { image: 'img', video: 'video', audio: 'audio' };

function readAttachment(entry: unknown, random: Random): Attachment {
  const fields = fieldsOf(entry, 'An attachment');
  const content = neededText(fields, 'content');
  if (content.length % 4 !== 0 || !BASE64.test(content)) throw malformed('content is base64.');
  const mimeType = neededText(fields, 'content_type');
  const filename = neededText(fields, 'filename');
  const mode = textOf(fields, 'send_mode') ?? 'native';
  if (mode !== 'native' && mode !== 'file') throw malformed('send_mode is native or file.');
  const voiceNote = flagOf(fields, 'voice_note') ?? true;
  const type = mode === 'file' ? 'file' : (KINDS[mimeType.split('/')[0] ?? ''] ?? 'file');
  const bytes = Buffer.from(content, 'base64');
  return {
    id: `${Buffer.from(random.letters(18, '0123456789abcdef')).toString('base64')}=`,
    type,
    mimeType,
    filename,
    content: () => bytes,
    voiceNote: type === 'audio' && voiceNote,
    duration: durationOf(fields),
    url: null,
    description: null,
  };
}

function durationOf({ metadata }: Fields): number | null {
  if (metadata === undefined) return null;
  const { duration } = fieldsOf(metadata, 'metadata');
  if (duration === undefined) return null;
  if (typeof duration !== 'number' || !(duration >= 0)) throw malformed('duration is a number.');
  return duration;
}
