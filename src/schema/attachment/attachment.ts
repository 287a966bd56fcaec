import type { Attachment as AttachmentValue } from '../../messaging/attachment.ts';
import { builder } from '../builder.ts';
import { Node } from '../node/node.ts';
import { Url } from '../scalar/url.ts';
import { attachmentTypeNames } from './type-names.ts';

/** Sorts that are files; the others only speak of something elsewhere. */
const hasBytes = ({ type }: AttachmentValue) => type !== 'MEETING' && type !== 'SHARED_CONTENT';

export const Attachment = builder.interfaceRef<AttachmentValue>('Attachment').implement({
  description:
    'Something that came with a message. A Node, so that an expired `url` can be fetched anew without its message.',
  interfaces: [Node],
  resolveType: ({ type }) => attachmentTypeNames[type],
  fields: (t) => ({
    mimeType: t.exposeString('mimeType', {
      nullable: true,
      description:
        'As the provider says it; null where it does not. Not verified: do not run anything by it.',
    }),
    sizeBytes: t.field({
      type: 'Int',
      nullable: true,
      description: 'How large it is; null where the provider does not say, and beyond 2 GiB.',
      resolve: ({ sizeBytes }) => (sizeBytes !== null && sizeBytes < 2 ** 31 ? Math.round(sizeBytes) : null),
    }),
    url: t.field({
      type: Url,
      nullable: true,
      description:
        'Streams the bytes. On the gateway, signed, for use in an `<img>` or a link without further headers; it expires after an hour or two, so ask anew instead of storing it. Null when unavailable, and for what has no bytes.',
      resolve: (attachment, _arguments, { links, viewer }) =>
        hasBytes(attachment) && !attachment.isUnavailable ? links.attachment(viewer, attachment) : null,
    }),
    isUnavailable: t.exposeBoolean('isUnavailable', {
      description: 'Whether the bytes can no longer be had, or not yet: networks delete old files.',
    }),
  }),
});
