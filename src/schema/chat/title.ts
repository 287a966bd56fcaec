import type { Network } from '../../messaging/account.ts';
import type { Chat } from '../../messaging/chat.ts';
import { accountOf } from '../account/visible.ts';
import type { Context } from '../context.ts';
import { peopleIfKnown } from './people.ts';

const namesShown = 3;

const networkNames: Record<Network, string | null> = {
  LINKEDIN: 'LinkedIn',
  WHATSAPP: 'WhatsApp',
  INSTAGRAM: 'Instagram',
  MESSENGER: 'Messenger',
  TELEGRAM: 'Telegram',
  SLACK: 'Slack',
  TWITTER: 'X',
  UNKNOWN: null,
};

/** Never empty: the chat's own title, else who else is in it, else its subject, else what it is. A failing look-up costs only the names. */
export async function titleOf(context: Context, chat: Chat): Promise<string> {
  return (
    said(chat.title) ??
    (await namesOfOthers(context, chat)) ??
    said(chat.subject) ??
    genericTitle(context, chat)
  );
}

async function namesOfOthers(context: Context, chat: Chat): Promise<string | null> {
  const people = await peopleIfKnown(context, chat);
  const others = people.filter(({ isSelf }) => !isSelf);
  // In a chat with oneself there is nobody else.
  const names = (others.length > 0 ? others : people).flatMap(({ name }) => said(name) ?? []);
  const more = names.length - namesShown;
  const shown = names.slice(0, namesShown).join(', ');
  return said(more > 0 ? `${shown} +${more}` : shown);
}

function genericTitle(context: Context, chat: Chat): string {
  const network = networkNames[accountOf(context, chat).network];
  return network === null ? 'Chat' : `${network} chat`;
}

/** The text where it says something. */
function said(text: string | null): string | null {
  return text !== null && text.trim() !== '' ? text : null;
}
