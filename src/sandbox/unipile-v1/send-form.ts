import mime from 'mime-types';
import type { SandboxRequest } from '../http.ts';
import { pictureSize } from '../media.ts';
import type { Upload } from '../multipart.ts';
import { UnipileError } from './errors.ts';
import { mustSupport, mustTakeFile } from './rules.ts';
import type { Stage } from './stage.ts';
import type { Account } from './world/account.ts';
import { type Attachment, attachment } from './world/message.ts';

const KEPT_UPLOAD_BYTES = 100 * 1024 * 1024;

/** The parts of a send or of the start of a chat: one value per name, or several. */
export interface SendForm {
  first(name: string): string | undefined;
  all(name: string): string[];
  /** All parts, as [name, value]. */
  entries: readonly (readonly [string, string])[];
  files: readonly Upload[];
}

/** Reads a form, or JSON in its place (unipile-v1.md §5.6). Throws malformed_request and content_too_large. */
export function sendForm({ body }: SandboxRequest): SendForm {
  if (body.kind === 'form') return formOf(body.form.fields, body.form.files);
  if (body.kind === 'json' && typeof body.value === 'object' && body.value !== null) {
    const entries = Object.entries(body.value).flatMap(([name, value]) =>
      (Array.isArray(value) ? value : [value]).map((one): [string, string] => [name, String(one)]),
    );
    return formOf(entries, []);
  }
  throw new UnipileError('malformed_request', 'The body must be multipart/form-data.');
}

function formOf(entries: readonly (readonly [string, string])[], files: readonly Upload[]): SendForm {
  if (files.some((file) => file.tooLarge)) {
    throw new UnipileError('content_too_large', 'A file is larger than 26214400 bytes.');
  }
  const all = (name: string) =>
    entries.filter(([other]) => other === name || other === `${name}[]`).map(([, value]) => value);
  return { first: (name) => all(name)[0], all, entries, files };
}

/** The files of a form as attachments; throws where the network does not take one of them. */
export function uploadedAttachments(stage: Stage, account: Account, files: readonly Upload[]): Attachment[] {
  return files
    .filter(({ field }) => ['attachments', 'attachments[]', 'voice_message', 'video_message'].includes(field))
    .map((upload) => uploadedAttachment(stage, account, upload));
}

function uploadedAttachment(stage: Stage, account: Account, upload: Upload): Attachment {
  const { field, filename, pieces, size } = upload;
  if (field === 'voice_message') mustSupport(account, 'voice message');
  if (field === 'video_message') mustSupport(account, 'video message');
  const mimeType = mediaType(upload);
  mustTakeFile(account, filename, mimeType);
  const plain = attachment({
    id: stage.ids.attachment(),
    mimeType,
    fileName: filename,
    content: () => pieces,
  });
  const isVoice = field === 'voice_message' || (plain.type === 'audio' && account.network !== 'WHATSAPP');
  const made = {
    ...plain,
    ...(pieces[0] && pictureSize(pieces[0])),
    voiceNote: plain.type === 'audio' && isVoice,
  };
  keep(stage, size, made);
  return made;
}

// Clients often send no media type but application/octet-stream, so the name decides.
function mediaType({ mimeType, filename }: Upload): string {
  if (mimeType !== '' && mimeType !== 'application/octet-stream') return mimeType;
  return mime.lookup(filename) || 'application/octet-stream';
}

function keep(stage: Stage, size: number, made: Attachment): void {
  stage.uploads.push({
    size,
    forget() {
      made.content = () => [];
      made.unavailable = true;
    },
  });
  let kept = stage.uploads.reduce((sum, upload) => sum + upload.size, 0);
  while (kept > KEPT_UPLOAD_BYTES && stage.uploads.length > 1) {
    const oldest = stage.uploads.shift();
    oldest?.forget();
    kept -= oldest?.size ?? 0;
  }
}
