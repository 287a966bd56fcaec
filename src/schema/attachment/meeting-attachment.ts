import type { MeetingAttachment as MeetingAttachmentValue } from '../../messaging/attachment.ts';
import { builder } from '../builder.ts';
import { Node } from '../node/node.ts';
import { DateTime } from '../scalar/date-time.ts';
import { Url, webAddress } from '../scalar/url.ts';
import { Attachment } from './attachment.ts';

builder.objectRef<MeetingAttachmentValue>('MeetingAttachment').implement({
  description: 'A video meeting to which a message invites. It has no bytes.',
  interfaces: [Node, Attachment],
  fields: (t) => ({
    startsAt: t.expose('startsAt', {
      type: DateTime,
      nullable: true,
      description: 'When it begins; null where that is open.',
    }),
    endsAt: t.expose('endsAt', {
      type: DateTime,
      nullable: true,
      description: 'When it ends, or the invitation to it; null where that is open.',
    }),
    joinUrl: t.field({
      type: Url,
      nullable: true,
      description: 'Where to join; null where the provider does not say.',
      resolve: ({ joinUrl }) => webAddress(joinUrl),
    }),
  }),
});
