import { describe, expect, it } from 'vitest';
import { created, textsOf, walk, world } from './world.ts';

/** Only the present form reads the page that tells somebody's addresses. */
describe('a person who is named by two addresses', () => {
  const { poll, port, call, cast, chatOf, control, settled, restart, notes, now, pass } = world('workflows');
  const url = () => cast().notSynchronised;
  const follow = async (address: string) =>
    (await port().synchronizeConversations?.([address], 'LINKEDIN_CLASSIC', call()))?.[0];
  const chatIds = async () => (await walk(port().chats({}), 9, call())).map(({ chatId }) => chatId);

  /** Their other address, as their page tells it; afterwards nothing is remembered, and the vendor follows them. */
  async function otherAddress(): Promise<string> {
    await restart({ people: [url()] });
    await settled();
    const [hashed = ''] = [...notes().kept.values()].join().match(/https:[\w./-]+ACoAA\w+/) ?? [];
    notes().kept.clear();
    await restart({ people: [url()] });
    return hashed;
  }

  it('has one conversation, once their page was read', async () => {
    await restart({ people: [url()] });
    await settled();
    const hashed = [...notes().kept.values()].join().match(/https:[\w./-]+ACoAA\w+/)?.[0] ?? '';
    expect((await follow(hashed))?.chatId).toBe(chatOf(url()));
    expect(await port().findAttendee?.({ profileUrl: hashed }, call())).toMatchObject({ attendeeId: url() });
  });

  it('keeps the older of two conversations, to which the other leads', async () => {
    const hashed = await otherAddress();
    await poll();
    await pass();
    const younger = (await follow(hashed))?.chatId ?? '';
    expect(await chatIds()).toEqual([chatOf(url()), younger]);
    const told = (await settled()).filter(
      (event) => event.type === 'SYNCHRONIZATION_CHANGED' && event.profileUrl === hashed,
    );
    expect(told).toMatchObject([{ syncStatus: 'DONE', chatId: chatOf(url()) }]);

    for (const people of [[url()], [url(), hashed], [hashed]]) {
      await restart({ people });
      expect(await chatIds()).toEqual([chatOf(url())]);
      control().inbound({ personUrl: url(), text: 'said once', at: now() });
      const events = await settled();
      expect(textsOf(events)).toEqual(['said once']);
      expect(created(events)[0]?.chatId).toBe(chatOf(url()));
    }

    expect((await port().chat(younger, call()))?.chatId).toBe(chatOf(url()));
    const read = (chatId: string) => walk(port().messages(chatId, {}), 50, call());
    expect(await read(younger)).toEqual(await read(chatOf(url())));
    control().clearRequests();
    expect((await follow(hashed))?.chatId).toBe(chatOf(url()));
  });

  it('keeps what the younger has reached where the older has not', async () => {
    const hashed = await otherAddress();
    await restart({ people: [] });
    await poll();
    control().switches({ limitExceeded: 'failure' });
    await follow(url());
    await pass();
    expect((await port().chat(chatOf(url()), call()))?.syncStatus).toBe('FAILED');
    control().switches({ limitExceeded: null });
    const younger = (await follow(hashed))?.chatId;
    expect(younger).not.toBe(chatOf(url()));
    await settled();
    expect(await chatIds()).toEqual([chatOf(url())]);
    expect((await port().chat(chatOf(url()), call()))?.syncStatus).toBe('DONE');
  });
});
