import type { ImageAttachment as ImageAttachmentValue } from '../../messaging/attachment.ts';
import { builder } from '../builder.ts';
import { Node } from '../node/node.ts';
import { Attachment } from './attachment.ts';

builder.objectRef<ImageAttachmentValue>('ImageAttachment').implement({
  description: 'A picture.',
  interfaces: [Node, Attachment],
  fields: (t) => ({
    width: t.exposeInt('width', {
      nullable: true,
      description: 'In pixels; null where the provider does not say.',
    }),
    height: t.exposeInt('height', {
      nullable: true,
      description: 'In pixels; null where the provider does not say.',
    }),
    isSticker: t.exposeBoolean('isSticker', { description: 'Whether to show it small and without a frame.' }),
  }),
});
