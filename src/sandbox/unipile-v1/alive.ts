import { answerTo, opener, type Speakers } from '../texts.ts';
import { deliver, react, read, write } from './deeds.ts';
import { chatsNewestFirst } from './routes/chats.ts';
import { OWNER } from './seed/accounts.ts';
import type { Stage } from './stage.ts';
import type { Chat } from './world/chat.ts';
import { SINGLE } from './world/chat.ts';
import type { Attendee } from './world/contact.ts';
import type { Message } from './world/message.ts';

const MINUTE = 60_000;
const LIVELY_CHATS = 30;

/** Somebody was written to: the message arrives, they read it, and after a second or two they answer. */
export function answer(stage: Stage, message: Message): void {
  const { life, world, random } = stage;
  const chat = world.chatOf(message);
  const others = world.others(chat);
  if (chat.readOnly !== 0 || others.length === 0) return;
  const answering = random.pick(others);
  const unlessGone = (deed: () => void) => () => {
    if (stage.world.messages.get(message.id) === message && !message.deleted) deed();
  };
  life.soon(
    150,
    400,
    unlessGone(() => deliver(stage, message)),
  );
  life.soon(
    500,
    900,
    unlessGone(() => read(stage, message)),
  );
  life.soon(
    1000,
    2000,
    unlessGone(() => {
      const text = answerTo(random, message.text ?? 'a file', speakers(answering));
      write(stage, chat, answering, { text });
    }),
  );
}

/** What nobody asked for: about once a minute, and not in the first. */
export function liveOn(stage: Stage): void {
  stage.life.habit(MINUTE, MINUTE, () => {
    const chat = livelyChat(stage);
    const other = chat === undefined ? undefined : stage.world.others(chat)[0];
    if (chat !== undefined && other !== undefined) somethingHappens(stage, chat, other);
  });
}

function livelyChat(stage: Stage): Chat | undefined {
  const lively = chatsNewestFirst(stage)
    .slice(0, LIVELY_CHATS)
    .filter(
      (chat) => chat.type === SINGLE && chat.readOnly === 0 && stage.world.accountOf(chat).status === 'OK',
    );
  return lively.length === 0 ? undefined : stage.random.pick(lively);
}

function somethingHappens(stage: Stage, chat: Chat, other: Attendee): void {
  const { random, world } = stage;
  const self = world.selfOf(chat.accountId);
  const latestOwn = world.messagesOf(chat.id).find((message) => message.fromOwner && !message.deleted);
  const chance = random.next();
  if (chance < 0.55) {
    write(stage, chat, other, { text: opener(random, speakers(other)) });
  } else if (chance < 0.8 || latestOwn === undefined) {
    // The owner, from a phone.
    write(stage, chat, self, {
      text: opener(random, { me: other.contact.person.firstName, them: OWNER.firstName }),
    });
  } else if (chance < 0.9) {
    react(stage, latestOwn, other, random.pick(['👍', '❤️', '🎉']));
  } else {
    read(stage, latestOwn);
  }
}

function speakers(other: Attendee): Speakers {
  return { me: OWNER.firstName, them: other.contact.person.firstName };
}
