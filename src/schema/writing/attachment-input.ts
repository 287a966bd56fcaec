import { invalidInput } from '../../messaging/errors.ts';
import type { OutgoingAttachment } from '../../messaging/send.ts';
import { builder } from '../builder.ts';
import type { Upload } from '../context.ts';
import { enumType } from '../enum.ts';
import { File } from '../scalar/file.ts';

const AttachmentMode = enumType<OutgoingAttachment['mode']>(
  'AttachmentMode',
  'How a file is shown to who receives it.',
  {
    NATIVE: 'As what it is: a picture in the chat, a video with a player.',
    FILE: 'As a file to download, whatever it holds; the network leaves the bytes as they are.',
  },
);

export const AttachmentInput = builder.inputType('AttachmentInput', {
  description: 'A file to send along.',
  fields: (t) => ({
    file: t.field({
      type: File,
      required: true,
      description: 'The upload; `ChatCapabilities.attach` tells how large it may be.',
    }),
    filename: t.string({ description: "What to call it; the upload's own name when left out." }),
    mode: t.field({
      type: AttachmentMode,
      defaultValue: 'NATIVE',
      description:
        'How it is shown; NOT_SUPPORTED where the provider leaves no choice and shows it as what it is.',
    }),
    voiceNote: t.boolean({
      defaultValue: false,
      description: 'An audio file that is shown as if spoken just now (`ChatCapabilities.voiceNote`).',
    }),
  }),
});

interface AttachmentGiven {
  readonly file: Upload;
  readonly filename?: string | null | undefined;
  readonly mode?: OutgoingAttachment['mode'] | null | undefined;
  readonly voiceNote?: boolean | null | undefined;
}

/** The files of an input, as the port takes them. Throws INVALID_INPUT under `field` where a voice note is no sound. */
export function outgoing(
  given: readonly AttachmentGiven[] | null | undefined,
  ...field: string[]
): OutgoingAttachment[] {
  return (given ?? []).map(({ file, filename, mode, voiceNote }, index) => {
    if (voiceNote && !file.mimeType.startsWith('audio/')) {
      throw invalidInput('A voice note is a sound file.', ...field, String(index), 'voiceNote');
    }
    return {
      path: file.path,
      filename: filename || file.filename,
      mimeType: file.mimeType,
      sizeBytes: file.sizeBytes,
      sha256: file.sha256,
      mode: mode ?? 'NATIVE',
      voiceNote: voiceNote ?? false,
    };
  });
}

/** What makes a file the same file when a request is repeated: where it lay on our disk does not. */
export const fileAsRequested = ({ path: _, ...file }: OutgoingAttachment) => file;
