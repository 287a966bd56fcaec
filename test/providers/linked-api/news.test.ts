import { describe, expect, it } from 'vitest';
import { created, forms, textsOf, walk, world } from './world.ts';

const SECOND = 1_000;
const HOUR = 3_600 * SECOND;
const DAY = 24 * HOUR;

describe.each(forms)('what happens, polled through the form of %s', (form) => {
  const {
    poll,
    events,
    port,
    call,
    cast,
    chatOf,
    control,
    routes,
    advance,
    settled,
    restart,
    truth,
    now,
    pass,
  } = world(form);
  const ada = () => cast().synchronised[0] ?? '';
  /** The vendor tells times in whole seconds, so a moment of its own for each message. */
  const say = (text: string, at = now(), fromSelf = false, personUrl = ada()) =>
    control().inbound({ personUrl, text, at, fromSelf });
  const began = async () => {
    await poll();
    await poll();
  };

  it('takes what it finds first for history', async () => {
    expect(await events()).toEqual([]);
    expect(await events()).toEqual([]);
  });

  it('tells what either side says, once', async () => {
    await began();
    say('from them');
    say('from us', now() + SECOND, true);
    const [theirs, ours] = created(await events());
    expect(theirs).toMatchObject({
      type: 'MESSAGE_CREATED',
      chatId: chatOf(ada()),
      at: theirs?.message?.sentAt,
      isBackfill: false,
      message: { text: 'from them', direction: 'INBOUND', senderId: ada(), messageId: theirs?.messageId },
    });
    expect(ours?.message).toMatchObject({ text: 'from us', direction: 'OUTBOUND', senderId: 'owner' });
    expect(await events()).toEqual([]);
    const [chat] = await walk(port().chats({}), 9, call());
    expect(chat?.lastMessage?.text).toBe('from us');
  });

  const orders = [
    { sinceExclusive: false, newestFirst: false },
    { sinceExclusive: true, newestFirst: false },
    { sinceExclusive: false, newestFirst: true },
    { sinceExclusive: true, newestFirst: true },
  ];
  it.each(orders)('loses and doubles nothing with %o', async (switches) => {
    control().switches(switches);
    await began();
    const texts: string[] = [];
    const found: (string | null | undefined)[] = [];
    const at = Math.floor(now() / SECOND) * SECOND;
    for (let round = 0; round < 12; round += 1) {
      // The second of each pair has the time of one that was told already.
      for (const text of [`${round} first`, `${round} of the same second`]) {
        say(text, at + round * SECOND);
        texts.push(text);
        found.push(...textsOf(await events()));
      }
    }
    expect(found).toEqual(texts);
  });

  it('notices what comes late, soon within a day and within a day otherwise', async () => {
    await began();
    say('recent');
    await poll();
    say('an hour late', now() - HOUR);
    const found: (string | null | undefined)[] = [];
    for (let polls = 0; polls < 20; polls += 1) found.push(...textsOf(await events()));
    expect(found).toEqual(['an hour late']);
    say('a month late', now() - 30 * DAY);
    for (let polls = 0; polls < 20; polls += 1) found.push(...textsOf(await events()));
    expect(found).toEqual(['an hour late']);
    advance(DAY);
    const late = created(await events());
    expect(late.map(({ message, isBackfill }) => [message?.text, isBackfill])).toEqual([
      ['a month late', true],
    ]);
  });

  it('tells two that say the same in the same second as two', async () => {
    await began();
    const at = now();
    say('hello?', at);
    expect(textsOf(await events())).toEqual(['hello?']);
    say('hello?', at);
    expect(textsOf(await events())).toEqual(['hello?']);
    expect(await events()).toEqual([]);
  });

  it('repeats what was not kept, under the same identities, and loses nothing', async () => {
    await began();
    say('before the crash');
    const lost = await poll(false);
    await restart();
    say('after it', now() + 2 * SECOND);
    const again = await poll();
    expect(again.map(({ event }) => event).length).toBe(2);
    expect(again[0]?.identity).toEqual(lost[0]?.identity);
    expect(textsOf(again.map(({ event }) => event))).toEqual(['before the crash', 'after it']);
    expect(await events()).toEqual([]);
  });

  it('tells after a restart what came while it was away, and nothing else', async () => {
    await began();
    say('told');
    await poll();
    say('while away', now() + 2 * SECOND);
    say('while away, noticed late', now() - 2 * HOUR);
    await restart();
    expect(textsOf(await events()).sort()).toEqual(['while away', 'while away, noticed late']);
  });

  it('takes everything for history where the position is lost', async () => {
    await began();
    say('unheard');
    const { events: none, position } = (await port().changes?.(null, call())) ?? {};
    expect(none).toEqual([]);
    expect((await port().changes?.(position ?? null, call()))?.events).toEqual([]);
  });

  it('knows messages again whose ids have changed, under the ids that were given out', async () => {
    control().switches({ resyncChangesIds: true });
    await began();
    say('told before');
    const [told] = created(await events());
    const before = await walk(port().messages(chatOf(ada()), {}), 50, call());
    await port().synchronizeChat?.(chatOf(ada()), call());
    expect(textsOf(await settled())).toEqual([]);
    expect(truth(ada()).messages.map(({ id }) => id)).not.toContain(told?.messageId);
    const after = await walk(port().messages(chatOf(ada()), {}), 50, call());
    expect(after).toEqual(before);
    expect(await port().message(chatOf(ada()), told?.messageId ?? '', call())).toMatchObject({
      text: 'told before',
    });
    say('told after', now() + 2 * SECOND);
    expect(textsOf(await events())).toEqual(['told after']);
  });

  it('asks for ten conversations at a time, with no time of its own clock', async () => {
    await restart({ people: cast().synchronised });
    // Where it is not told until when they are followed, they are all synchronized once, one after the other.
    for (let polls = 0; polls < 40; polls += 1) await pass();
    control().clearRequests();
    advance(5 * HOUR);
    await poll();
    expect(routes().length).toBe(Math.ceil(cast().synchronised.length / 10));
    const asked = JSON.stringify(
      control()
        .requests()
        .map(({ body }) => body),
    );
    const newest = Math.max(
      ...cast().synchronised.map((url) => Date.parse(truth(url).messages.at(-1)?.time ?? '')),
    );
    for (const [since] of asked.matchAll(/\d{4}-\d\d-\d\dT[\d:]+Z/g)) {
      expect(Date.parse(since)).toBeLessThanOrEqual(newest);
    }
    expect(asked).toContain('since');
  });

  it('goes on with the others where one is not followed any more', async () => {
    const [one = '', other = ''] = cast().synchronised;
    await restart({ people: [one, other, cast().notSynchronised] });
    await began();
    say('heard', now(), false, other);
    expect(textsOf(await settled())).toEqual(['heard']);
  });

  it('fails where nothing can be read, and tells it all afterwards', async () => {
    await began();
    say('kept for later');
    control().fault({ route: '*', status: 503, times: -1 });
    await expect(poll()).rejects.toMatchObject({ failure: { code: 'PROVIDER_UNAVAILABLE' } });
    control().clearFaults();
    advance(10 * SECOND);
    expect(textsOf(await events())).toEqual(['kept for later']);
  });

  it('tells that the account was signed out, and that it is back', async () => {
    await settled();
    control().accountState({ state: 'signedOut' });
    await expect(port().synchronizeChat?.(chatOf(ada()), call())).rejects.toMatchObject({
      failure: { code: 'ACCOUNT_DISCONNECTED' },
    });
    const [out] = await poll();
    expect(out).toMatchObject({
      event: { type: 'ACCOUNT_STATUS_CHANGED', status: 'NEEDS_RECONNECT' },
      identity: { says: 'NEEDS_RECONNECT' },
    });
    await restart();
    expect(port().account.status).toBe('NEEDS_RECONNECT');
    await poll();
    control().clearRequests();
    advance(60_000);
    await poll();
    expect(routes().filter((route) => route === 'POST /workflows' || route?.includes('synchronize'))).toEqual(
      [],
    );
    control().accountState({ state: 'active' });
    advance(10 * 60_000);
    const back = (await settled()).filter(({ type }) => type === 'ACCOUNT_STATUS_CHANGED');
    expect(back).toMatchObject([{ status: 'CONNECTED' }]);
  });

  it('tells that the seat is not paid for, while what was read before is still there', async () => {
    await began();
    control().accountState({ state: 'noSeat' });
    expect(await events()).toMatchObject([{ type: 'ACCOUNT_STATUS_CHANGED', status: 'PAUSED' }]);
    expect((await walk(port().chats({}), 9, call())).length).toBe(3);
    control().accountState({ state: 'active' });
    expect(await events()).toMatchObject([{ type: 'ACCOUNT_STATUS_CHANGED', status: 'CONNECTED' }]);
  });
});
