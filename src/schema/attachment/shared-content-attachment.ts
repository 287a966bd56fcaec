import type { SharedContentAttachment as SharedContentAttachmentValue } from '../../messaging/attachment.ts';
import { builder } from '../builder.ts';
import { Node } from '../node/node.ts';
import { Url, webAddress } from '../scalar/url.ts';
import { Attachment } from './attachment.ts';

builder.objectRef<SharedContentAttachmentValue>('SharedContentAttachment').implement({
  description: 'Something at the network that was passed on: a post, a story, a page. It has no bytes.',
  interfaces: [Node, Attachment],
  fields: (t) => ({
    sharedUrl: t.field({
      type: Url,
      nullable: true,
      description: 'Where it is; null where the provider does not say.',
      resolve: ({ sharedUrl }) => webAddress(sharedUrl),
    }),
    description: t.exposeString('description', {
      nullable: true,
      description: 'What the provider says of it, as its title.',
    }),
  }),
});
