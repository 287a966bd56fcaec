import { describe, expect, it } from 'vitest';
import type { Conversation } from '../../../src/providers/linked-api/people.ts';
import { created, forms, textsOf, world } from './world.ts';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const DAY = 24 * 60 * MINUTE;

/** The vendor answers reads with a time, and fails with those of everything there is. */
describe.each(forms)('where only all of a conversation cannot be read, through the form of %s', (form) => {
  const { poll, events, port, call, cast, chatOf, control, advance, restart, settled, now, notes, pass } =
    world(form);
  const readRoute = form === 'workflows' ? 'POST /conversations/poll' : 'POST /account/conversations.get';
  const ada = () => cast().synchronised[0] ?? '';
  const isWhole = (body: unknown) => !JSON.stringify(body).includes('"since"');
  const wholeFails = () =>
    control().fault({
      route: readRoute,
      times: -1,
      rewrite: (answer, { body }) => (isWhole(body) ? { odd: true } : answer),
    });
  const wholeReads = () =>
    control()
      .requests()
      .filter(({ route, body }) => route === readRoute && isWhole(body)).length;

  it('what is new is heard all the same, and rings', async () => {
    await settled();
    advance(DAY + MINUTE);
    wholeFails();
    for (const text of ['one', 'two', 'three']) {
      control().inbound({ personUrl: ada(), text, at: now() });
      const found = created(await events());
      expect(found.map(({ message, isBackfill }) => [message?.text, isBackfill])).toEqual([[text, false]]);
      advance(30 * SECOND);
    }
  });

  it('it is tried less and less often, and is made up for', async () => {
    await settled();
    advance(2 * DAY);
    wholeFails();
    control().clearRequests();
    for (let minutes = 0; minutes < 120; minutes += 1) {
      await poll();
      advance(MINUTE);
    }
    // Three conversations.
    expect(wholeReads()).toBeLessThan(3 * 10);
    control().clearFaults();
    control().inbound({ personUrl: ada(), text: 'a month late', at: now() - 30 * DAY });
    advance(7 * 60 * MINUTE);
    expect(textsOf(await events())).toEqual(['a month late']);
  });

  it('others are looked through all the same, however many such there are', async () => {
    const people = cast().synchronised;
    for (const personUrl of people) control().inbound({ personUrl, channel: 'nv', text: 'before' });
    await restart({ people, salesNavigatorPeople: people });
    for (let polls = 0; polls < 40; polls += 1) await pass();
    const conversations = [...notes().kept]
      .filter(([key]) => key.startsWith('conversation/'))
      .map(([, text]) => JSON.parse(text) as Conversation)
      .sort((one, other) => (one.readWholeAt ?? 0) - (other.readWholeAt ?? 0));
    const last = conversations.at(-1);
    const stuck = conversations.slice(0, 20);
    const isOf = (text: string) => (conversation: Conversation) =>
      text.includes(`${conversation.url}"`) && /"nv"|salesNav/.test(text) === (conversation.channel === 'nv');
    advance(2 * DAY);
    control().fault({
      route: readRoute,
      times: -1,
      rewrite: (answer, { body }) =>
        isWhole(body) && stuck.some(isOf(JSON.stringify(body))) ? { odd: true } : answer,
    });
    const { url: personUrl = '', channel = 'st' } = last ?? {};
    control().inbound({ personUrl, channel, text: 'a month late', at: now() - 30 * DAY });
    const found: unknown[] = [];
    for (let polls = 0; polls < 3; polls += 1) {
      found.push(...textsOf(await events()));
      advance(10 * SECOND);
    }
    expect(conversations.length).toBeGreaterThan(20);
    expect(found).toEqual(['a month late']);
  });

  it('it is tried at once after the conversation was synchronized anew', async () => {
    await restart({ people: [ada()] });
    wholeFails();
    for (let minutes = 0; minutes < 60; minutes += 1) {
      await poll().catch(() => []);
      advance(MINUTE);
    }
    control().clearFaults();
    await port().synchronizeChat?.(chatOf(ada()), call());
    await settled();
    expect((await port().chat(chatOf(ada()), call()))?.lastMessage).not.toBeNull();
  });
});
