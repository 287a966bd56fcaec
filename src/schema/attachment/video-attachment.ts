import type { VideoAttachment as VideoAttachmentValue } from '../../messaging/attachment.ts';
import { builder } from '../builder.ts';
import { Node } from '../node/node.ts';
import { Attachment } from './attachment.ts';

builder.objectRef<VideoAttachmentValue>('VideoAttachment').implement({
  description: 'A film.',
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
    durationMs: t.exposeInt('durationMs', {
      nullable: true,
      description: 'In milliseconds; null where the provider does not say.',
    }),
    isGif: t.exposeBoolean('isGif', { description: 'Whether to play it silently and in a loop.' }),
  }),
});
