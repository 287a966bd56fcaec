import { history, lastActivity } from '../../history.ts';
import { BASE64URL, DIGITS, type Random } from '../../random.ts';
import { plainMessage } from '../deeds.ts';
import { type Account, type Chat, type Contact, emptyChat, type Message, type Product } from '../world.ts';
import { inventFile } from './files.ts';
import type { Plan } from './plans.ts';

const DAY = 86_400_000;

/** A chat with its history; `place` is where it stands in the inbox (0: first). */
export function inventChat(
  account: Account,
  plan: Plan,
  participants: Contact[],
  random: Random,
  now: number,
  place: number,
): Chat {
  const type = participants.length > 1 ? 'group' : '1to1';
  const chat: Chat = {
    ...emptyChat(chatId(plan.product, random), account.id, plan.product, type, participants),
    pageId: plan.pageId ?? null,
    name: plan.name ?? null,
    mutedUntil: place % 17 === 5 ? true : place % 23 === 6 ? now + 3 * DAY : false,
    isPinned: place === 4,
  };
  const speakers = { me: firstName(account.owner), them: firstName(participants[0]) };
  const length = place === 1 ? 130 : random.integer(3, 22);
  const lines = history(random, plan.topic, speakers, length, lastActivity(now, place * 2 + 1));
  // The same ids in every chat, as message ids are unique within one only.
  chat.messages = lines
    .map(({ fromOwner, text, at }, index) => {
      const sender = fromOwner ? account.owner : random.pick(participants);
      const message = plainMessage({ id: `m-${index + 1}`, sender, fromOwner, text, at });
      message.isSeen = fromOwner;
      return message;
    })
    .reverse();
  decorate(chat, account, random);
  if (place % 3 === 0 && chat.messages[0]?.fromOwner === false) chat.unreadCount = 1;
  if (place % 29 === 7) chat.unreadCount = chat.unreadCount || -1;
  plan.arrange?.(chat, random);
  return chat;
}

function chatId(product: Product, random: Random): string {
  if (product === 'flat') return `1555${random.letters(7, DIGITS)}@s.whatsapp.net`;
  const body = `2-${Buffer.from(random.letters(31, BASE64URL)).toString('base64')}`;
  const prefix = { classic: '', company: '', recruiter: 'RECRUITER_', sales_navigator: 'SALES_NAVIGATOR_' };
  return prefix[product] + body;
}

function decorate(chat: Chat, account: Account, random: Random): void {
  for (const [index, message] of chat.messages.entries()) {
    const before = chat.messages[index + 2];
    if (before !== undefined && random.chance(0.05)) message.quotedId = before.id;
    if (random.chance(0.07)) message.attachments.push(inventFile(random, message.id));
    if (random.chance(0.06))
      message.reactions.push({
        value: random.pick(['👍', '🎉', '❤️']),
        by: message.fromOwner ? (chat.participants[0] ?? account.owner) : account.owner,
      });
    if (random.chance(0.012)) message.isEdited = true;
    if (random.chance(0.012)) Object.assign(message, { isDeleted: true, text: null, attachments: [] });
  }
  const first = chat.messages.at(-1);
  if (chat.type === 'group' && first !== undefined) chat.messages.push(renamed(chat, first, account.owner));
}

function renamed(chat: Chat, first: Message, by: Contact): Message {
  const event = { type: 1, metadata: { title: chat.name ?? '' } };
  const text = `${by.name} named the group`;
  return {
    ...plainMessage({ id: 'm-0', sender: by, fromOwner: true, text, at: first.at - 60_000 }),
    event,
  };
}

function firstName(contact: Contact | undefined): string {
  return contact?.name.split(' ')[0] ?? 'all';
}
