import { setImmediate as turn } from 'node:timers/promises';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { ChatRef } from '../../src/messaging/chat.ts';
import type { Message } from '../../src/messaging/message.ts';
import { memoryStore } from '../events/happenings.ts';
import { caller, chatOf } from '../reading/fakes.ts';
import { account, echo, openGateway, otherAccount, sendOf, start, Vendor } from './naming-world.ts';

const chats = [chatOf(account, 'chat-1'), chatOf(account, 'chat-2'), chatOf(otherAccount, 'chat-1')] as const;

const step = fc.record({
  what: fc.constantFrom(
    ...(['SEND', 'TAKE', 'ANSWER', 'TELL', 'LIST'] as const),
    ...(['SEND', 'TAKE', 'ANSWER', 'TELL', 'LIST'] as const),
    ...(['TYPE', 'WAIT', 'RESTART'] as const),
  ),
  // Mostly the same to the same: that is what can be mistaken.
  chat: fc.oneof({ weight: 4, arbitrary: fc.constant(chats[0]) }, fc.constantFrom(...chats)),
  text: fc.constantFrom('Hello', 'Hello', 'Hello', 'ok'),
  /** Whether the vendor names the message in its answer. */
  isNamed: fc.boolean(),
  /** Chooses among what is there. */
  pick: fc.nat(),
  /** How far the vendor's clock is from ours, in milliseconds. */
  off: fc.integer({ min: -50_001, max: 50_001 }),
  seconds: fc.constantFrom(1, 1, 20, 200, 2_000),
});
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

interface UnderWay extends Pick<Step, 'chat' | 'text' | 'isNamed'> {
  readonly answer: (messageIds: string[]) => void;
  readonly outcome: Promise<Message | null>;
  taken: Message | null;
}

/** A vendor, who sends to it, and clients who write down each id under which they have seen each of the vendor's messages. */
async function world() {
  const store = await memoryStore();
  const vendor = new Vendor();
  let time = start;
  const now = () => time;
  let gateway = await openGateway(vendor, store, now);
  let underWay: UnderWay[] = [];
  const typed: Message[] = [];
  const sent: { readonly message: Message; readonly chat: ChatRef }[] = [];
  const seen = new Map<string, Set<string>>();

  function see(messages: readonly Message[]): void {
    for (const { providerId, messageId } of messages) {
      const ids = seen.get(providerId ?? '') ?? new Set();
      seen.set(providerId ?? '', ids.add(messageId));
    }
  }
  async function tell(...messages: Message[]): Promise<void> {
    const news = await gateway.events.append('founder', messages.map(echo));
    see(news.flatMap(({ event }) => ('message' in event && event.message) || []));
  }
  async function list({ accountId, chatId }: ChatRef): Promise<readonly Message[]> {
    const port = gateway.provider.open({ ...account, accountId });
    const page = await port.messages(chatId, {}).fetch(null, 1000, caller().call);
    see(page.items);
    return page.items;
  }
  function send({ chat, text, isNamed }: Step): void {
    let answer: UnderWay['answer'] = () => {};
    const answered = new Promise<{ messageIds: string[]; chatId: null }>((resolve) => {
      answer = (messageIds) => resolve({ messageIds, chatId: null });
    });
    const dispatch = sendOf(text, () => answered, { chatId: chat.chatId, account: chat });
    const outcome = gateway.outbox.dispatch(dispatch).then(({ message }) => message);
    underWay.push({ chat, text, isNamed, answer, outcome, taken: null });
  }
  function take(one: UnderWay, off: number): void {
    one.taken ??= vendor.says(one.text, time + off, { in: one.chat });
  }
  async function answer(one: UnderWay): Promise<void> {
    underWay = underWay.filter((other) => other !== one);
    one.answer(one.isNamed && one.taken !== null ? [one.taken.messageId] : []);
    const message = await one.outcome;
    if (message !== null) sent.push({ message, chat: one.chat });
  }
  const picked = <Item>(items: readonly Item[], { pick }: Step) => items[pick % items.length];

  return {
    async do(given: Step): Promise<void> {
      time += given.seconds * 1_000;
      if (given.what === 'SEND') send(given);
      if (given.what === 'TYPE') typed.push(vendor.says(given.text, time + given.off, { in: given.chat }));
      if (given.what === 'LIST') await list(given.chat);
      const one = picked(underWay, given);
      if (given.what === 'TAKE' && one !== undefined) take(one, given.off);
      if (given.what === 'ANSWER' && one?.taken) await answer(one);
      const message = picked(vendor.said, given);
      if (given.what === 'TELL' && message !== undefined) await tell(message);
      if (given.what === 'RESTART' && underWay.length === 0) {
        // What was typed elsewhere and only listed is forgotten; what an event has told of is not.
        await tell(...typed);
        gateway = await openGateway(vendor, store, now);
      }
      await turn();
    },

    /** Everything is answered, told of and listed; answers what was said, and seen. */
    async end() {
      for (const one of underWay) take(one, 0);
      for (const one of [...underWay]) await answer(one);
      await tell(...vendor.said);
      const lists = new Map<ChatRef, readonly Message[]>();
      for (const chat of chats) lists.set(chat, await list(chat));
      const events = await gateway.events.read(0, 1_000);
      await store.close();
      return { said: vendor.said, seen, sent, lists, events };
    },
  };
}

it('however sends, answers, news and lists interleave, a message has one id for clients: the one first given out', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 40 }), async (steps) => {
      const { do: act, end } = await world();
      for (const given of steps) await act(given);
      const { said, seen, sent, lists, events } = await end();

      const ids = said.map(({ messageId }) => [...(seen.get(messageId) ?? [])]);
      for (const [index, of] of ids.entries()) expect(of, `ids of ${said[index]?.messageId}`).toHaveLength(1);
      expect(new Set(ids.flat()).size, 'no two messages share an id').toBe(said.length);
      expect(events, 'each is told of once').toHaveLength(said.length);
      for (const { message, chat } of sent) {
        const shown = lists.get(chat)?.filter(({ messageId }) => messageId === message.messageId);
        expect(shown, 'what was sent is in its chat under the id that was answered').toMatchObject([
          { text: message.text },
        ]);
      }
    }),
    { numRuns: 500 },
  );
});
