import type { AudioAttachment as AudioAttachmentValue } from '../../messaging/attachment.ts';
import { builder } from '../builder.ts';
import { Node } from '../node/node.ts';
import { Attachment } from './attachment.ts';

builder.objectRef<AudioAttachmentValue>('AudioAttachment').implement({
  description: 'Sound.',
  interfaces: [Node, Attachment],
  fields: (t) => ({
    durationMs: t.exposeInt('durationMs', {
      nullable: true,
      description: 'In milliseconds; null where the provider does not say.',
    }),
    isVoiceNote: t.exposeBoolean('isVoiceNote', {
      description: 'Whether it was spoken for this chat, as against a file with music.',
    }),
  }),
});
