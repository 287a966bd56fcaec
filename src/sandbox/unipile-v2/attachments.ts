import type { Random } from '../random.ts';
import { malformed, UnipileError } from './errors.ts';
import type { Attachment } from './world.ts';

const MAX_TOTAL_BYTES = 20 * 1024 * 1024;

/** Reads what is to be attached (unipile-v2.md §5.6). Throws where it is malformed or too large together. */
export function readAttachments(value: unknown, random: Random): Attachment[] {
  if (value === undefined || value === null) return [];
  if (!Array.isArray(value)) throw malformed('attachments is an array.');
  const attachments = value.map((entry) => readAttachment(entry, random));
  const total = attachments.reduce((sum, { content }) => sum + (content?.().length ?? 0), 0);
  if (total > MAX_TOTAL_BYTES)
    throw new UnipileError('provider/invalid_file', 'The attachments are larger than 20 MB together.');
  return attachments;
}

function readAttachment(entry: unknown, random: Random): Attachment {
  const {
    content,
    content_type,
    filename,
    send_mode = 'native',
    voice_note,
  } = (entry ?? {}) as Record<string, unknown>;
  if (typeof content !== 'string' || typeof content_type !== 'string' || typeof filename !== 'string') {
    throw malformed('An attachment has content, content_type and filename.');
  }
  if (send_mode !== 'native' && send_mode !== 'file') throw malformed('send_mode is native or file.');
  const bytes = Buffer.from(content, 'base64');
  const kind = content_type.split('/')[0];
  const known = { image: 'img', video: 'video', audio: 'audio' } as const;
  const type =
    send_mode === 'file'
      ? 'file'
      : ((kind !== undefined && kind in known
          ? known[kind as keyof typeof known]
          : 'file') as Attachment['type']);
  return {
    id: `${Buffer.from(random.letters(18, '0123456789abcdef')).toString('base64')}=`,
    type,
    mimeType: content_type,
    filename,
    content: () => bytes,
    voiceNote: type === 'audio' && (typeof voice_note === 'boolean' ? voice_note : send_mode !== 'file'),
    duration: null,
    url: null,
    description: null,
  };
}
