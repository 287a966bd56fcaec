import { history, lastActivity } from '../../history.ts';
import { seeded } from '../../random.ts';
import type { Speakers } from '../../texts.ts';
import { Ids } from '../ids.ts';
import type { Account } from '../world/account.ts';
import { type Chat, GROUP, plainChat, SINGLE } from '../world/chat.ts';
import type { Attendee } from '../world/contact.ts';
import { type Message, plainMessage } from '../world/message.ts';
import { attendeeFor } from '../world/people.ts';
import { World } from '../world/world.ts';
import { OWNER, seedAccounts } from './accounts.ts';
import { type Cast, castPeople } from './cast.ts';
import { decorate, happenings, reactionTrace, type Setting } from './decorate.ts';
import { type ChatPlan, planChats } from './plan.ts';

const DAY = 86_400_000;

/** The world as it is at the start: the same every time, but for the times, which count back from `now`. */
export function seedWorld(now: number): World {
  const random = seeded('unipile-v1');
  const ids = new Ids(random.fork('ids'));
  const world = new World();
  const accounts = seedAccounts(world, ids, random.fork('accounts'), now);
  const casts = castPeople(ids, random.fork('people'));
  for (const cast of Object.values(casts)) world.contacts.push(...cast.everybody());

  const messages: Message[] = [];
  const plans = planChats(random.fork('plan'), accounts.LINKEDIN.linkedIn?.organizations ?? []);
  for (const [place, plan] of plans.entries()) {
    const setting: Omit<Setting, 'self' | 'others'> = {
      network: plan.network,
      chat: makeChat(world, accounts[plan.network], casts[plan.network], plan, ids),
      ids,
      random: random.fork(`chat ${place}`),
    };
    messages.push(...fillChat(world, plan, place, setting, lastActivity(now, place)));
    markChat(setting.chat, place, now);
  }
  world.addMessages(messages);
  holdBackHistory(world);
  return world;
}

function makeChat(world: World, account: Account, cast: Cast, plan: ChatPlan, ids: Ids): Chat {
  const self = world.selfOf(account.id);
  const contacts =
    plan.type === SINGLE ? [plan.withCompany ? cast.company() : cast.next()] : cast.some(plan.others);
  const others = contacts.map((contact) => {
    if (plan.type === SINGLE && contact.linkedIn !== null && !contact.linkedIn.isCompany) {
      contact.linkedIn.distance = isRelation(plan) ? 'DISTANCE_1' : 'DISTANCE_2';
    }
    return attendeeFor(world, account, contact, plan.product, ids);
  });
  const direct = plan.type === SINGLE ? others[0] : undefined;
  const chat: Chat = {
    ...plainChat({
      id: ids.unipile(),
      accountId: account.id,
      providerId:
        account.network === 'WHATSAPP' && direct !== undefined
          ? direct.providerId
          : ids.chat(account.network, plan.type !== SINGLE),
      type: plan.type,
      attendeeIds: [self.id, ...others.map((other) => other.id)],
    }),
    ...plan.chat,
  };
  world.chats.set(chat.id, chat);
  return chat;
}

function isRelation(plan: ChatPlan): boolean {
  return plan.product === 'classic' && plan.chat.contentType === undefined;
}

function fillChat(
  world: World,
  plan: ChatPlan,
  place: number,
  partial: Omit<Setting, 'self' | 'others'>,
  lastAt: number,
): Message[] {
  const { chat, random } = partial;
  const self = world.selfOf(chat.accountId);
  const others = world.others(chat);
  const setting: Setting = { ...partial, self, others };
  const messages = history(random, plan.topic, speakersIn(others), plan.length, lastAt).map((line) =>
    plainMessage({
      id: partial.ids.unipile(),
      providerId: partial.ids.message(plan.network),
      accountId: chat.accountId,
      chatId: chat.id,
      senderId: line.fromOwner ? self.id : random.pick(others).id,
      fromOwner: line.fromOwner,
      text: line.text,
      at: line.at,
    }),
  );
  for (const message of messages) message.seen = !message.fromOwner;
  decorate(messages, setting);
  giveInMailKinds(messages, chat);
  leaveUnread(messages, chat, place);
  const last = messages[messages.length - 1];
  const trace =
    last !== undefined && place % 60 === 7 ? [reactionTrace(setting, last, last.at + 30_000)] : [];
  const all = [...messages, ...happenings(messages, setting), ...trace];
  chat.at = all.reduce((latest, message) => Math.max(latest, message.at), 0);
  return all;
}

function speakersIn(others: readonly Attendee[]): Speakers {
  return { me: OWNER.firstName, them: others[0]?.contact.person.firstName ?? 'all' };
}

function giveInMailKinds(messages: readonly Message[], chat: Chat): void {
  if (chat.contentType !== 'inmail') return;
  const answer = messages.find((message) => message.fromOwner !== messages[0]?.fromOwner);
  for (const message of messages) {
    message.subject = chat.subject;
    message.kind = message === messages[0] ? 'INMAIL' : message === answer ? 'INMAIL_ACCEPT' : 'INMAIL_REPLY';
  }
}

// What came last from the others is unread in every third of the newer chats.
function leaveUnread(messages: readonly Message[], chat: Chat, place: number): void {
  if (place % 3 !== 0 || place > 150) return;
  for (const message of [...messages].reverse()) {
    if (message.fromOwner || chat.unreadCount === 4) return;
    message.seen = false;
    chat.unreadCount += 1;
  }
}

function markChat(chat: Chat, place: number, now: number): void {
  if (place > 60 && place % 9 === 0) chat.archived = true;
  if (place === 2 || place === 11 || place === 47) chat.pinned = true;
  if (place % 40 === 13) chat.mutedUntil = now + 3 * DAY;
  if (chat.type === GROUP && place % 5 === 0) chat.mutedUntil = -1;
  // Marked as unread by hand: nothing in it is.
  if (place % 70 === 20 && chat.unreadCount === 0) chat.unreadCount = 1;
}

// Of some long chats the vendor has not fetched the oldest messages yet; a history synchronisation brings them.
function holdBackHistory(world: World): void {
  const long = [...world.chats.values()].filter((chat) => {
    const count = world.messagesOf(chat.id).length;
    return count >= 24 && count < 100;
  });
  for (const chat of long.slice(0, 6)) {
    const oldest = world.messagesOf(chat.id).slice(-8);
    for (const message of oldest) message.visibleAt = Number.POSITIVE_INFINITY;
    chat.unsynchronised = oldest.map((message) => message.id);
  }
}
