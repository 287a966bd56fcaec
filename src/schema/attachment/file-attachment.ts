import type { FileAttachment as FileAttachmentValue } from '../../messaging/attachment.ts';
import { builder } from '../builder.ts';
import { Node } from '../node/node.ts';
import { Attachment } from './attachment.ts';

builder.objectRef<FileAttachmentValue>('FileAttachment').implement({
  description: 'Any other file.',
  interfaces: [Node, Attachment],
  fields: (t) => ({
    filename: t.exposeString('filename', {
      description: 'As its sender named it: untrusted text. Show it, but build no path from it.',
    }),
  }),
});
