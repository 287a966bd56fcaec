import type { Chat } from '../../messaging/chat.ts';
import { refOf } from '../account/visible.ts';
import type { Context } from '../context.ts';
import { counterpartOf } from './people.ts';

/** The address of the chat's own picture, else of its counterpart's; null where neither has one. */
export async function pictureOf(context: Context, chat: Chat): Promise<string | null> {
  const { links, viewer } = context;
  if (chat.hasPicture) return links.picture(viewer, { ...refOf(chat), chatId: chat.chatId });
  const counterpart = await counterpartOf(context, chat);
  return counterpart?.hasPicture
    ? links.picture(viewer, { ...refOf(chat), attendeeId: counterpart.attendeeId })
    : null;
}
