import type { GlobalId, GlobalIdType } from '../../messaging/id.ts';
import { accountOf } from '../account/visible.ts';
import { attachmentOf } from '../attachment/provisional.ts';
import { loadAttendee } from '../attendee/load-attendee.ts';
import { loadChat } from '../chat/load-chat.ts';
import type { Context } from '../context.ts';
import { findInbox } from '../inbox/inboxes.ts';
import { loadMessage } from '../message/load-message.ts';
import type { NodeValue } from './node.ts';

const everyType: readonly GlobalIdType[] = ['Account', 'Inbox', 'Chat', 'Message', 'Attachment', 'Attendee'];

/** What an id names; null where the viewer may not see it or it never was. Throws FailureError where it cannot be asked for. */
export async function loadNode(context: Context, text: string): Promise<NodeValue | null> {
  const opened = context.reading.open(context.viewer, text, everyType);
  return opened && load(context, opened.id);
}

async function load(context: Context, id: GlobalId): Promise<NodeValue | null> {
  switch (id.type) {
    case 'Account':
      return accountOf(context, id);
    case 'Inbox':
      return findInbox(context, id, id.inboxId);
    case 'Chat':
      return loadChat(context, id);
    case 'Message':
      return loadMessage(context, id);
    case 'Attachment': {
      const message = await loadMessage(context, id);
      return message && attachmentOf(message, id.attachmentId);
    }
    case 'Attendee':
      return loadAttendee(context, id);
  }
}
