import { describe, expect, it } from 'vitest';
import { failing } from '../support.ts';
import { forms, walk, world } from './world.ts';

describe.each(forms)('reading through the form of %s', (form) => {
  const { poll, port, call, cast, chatOf, control, routes, truth, advance, settled, restart } = world(form);

  it('lists the people of the configuration as chats, newest activity first, without a request', async () => {
    await poll();
    control().clearRequests();
    const { items, next, total } = await port().chats({}).fetch(null, 50, call());
    const people = cast().synchronised.slice(0, 3);
    expect(items.map(({ chatId }) => chatId)).toEqual(people.map((url) => chatOf(url)));
    expect([next, total]).toEqual([null, 3]);
    const [first] = items;
    expect(first).toMatchObject({
      kind: 'DIRECT',
      inboxId: 'CLASSIC',
      syncStatus: 'DONE',
      counterpartId: people[0],
      lastActivityAt: new Date(truth(people[0]).messages.at(-1)?.time ?? '').toISOString(),
      unreadCount: 0,
    });
    expect(first?.lastMessage?.text).toBe(truth(people[0]).messages.at(-1)?.text);
    expect(first?.attendees?.map(({ attendeeId, isSelf }) => [attendeeId, isSelf])).toEqual([
      [people[0], false],
      ['owner', true],
    ]);
    expect(routes()).toEqual([]);
  });

  it.each([
    ['oldest first', false],
    ['newest first', true],
  ])(
    'reads a conversation newest first, whatever its size of pages, when the vendor has it %s',
    async (_, newestFirst) => {
      control().switches({ newestFirst });
      const url = cast().synchronised[1];
      const { messages } = truth(url);
      const expected = messages.map(({ id }) => id).reverse();
      for (const size of [1, 7, 100]) {
        const read = await walk(port().messages(chatOf(url), {}), size, call());
        expect(read.map(({ messageId }) => messageId)).toEqual(expected);
      }
      const [last] = await walk(port().messages(chatOf(url), {}), 5, call());
      expect(last).toMatchObject({
        text: messages.at(-1)?.text,
        direction: messages.at(-1)?.sender === 'us' ? 'OUTBOUND' : 'INBOUND',
        senderId: messages.at(-1)?.sender === 'us' ? 'owner' : url,
      });
    },
  );

  it('asks once for a walk through ten thousand messages', async () => {
    const url = cast().synchronised[0] ?? '';
    const start = Date.parse(truth(url).messages.at(-1)?.time ?? '');
    const more = Array.from({ length: 10_000 }, (_, index) => ({
      id: `number-${index}`,
      sender: 'them',
      text: `number ${index}`,
      time: new Date(start + index * 1000).toISOString(),
    }));
    const rewrite = (answer: unknown) =>
      JSON.parse(JSON.stringify(answer), (key, value) => (key === 'messages' ? [...value, ...more] : value));
    control().fault({ route: '*', times: -1, rewrite });
    const read = await walk(port().messages(chatOf(url), {}), 100, call());
    expect(read.length).toBe(truth(url).messages.length + more.length);
    expect(new Set(read.map(({ messageId }) => messageId)).size).toBe(read.length);
    expect(routes().length).toBe(1);
  });

  it('goes on where a page ended although something came, also when the page ends within a second', async () => {
    const url = cast().synchronised[0] ?? '';
    const at = Date.now();
    for (const text of ['one', 'two', 'three']) control().inbound({ personUrl: url, text, at });
    const source = port().messages(chatOf(url), {});
    const first = await source.fetch(null, 2, call());
    control().inbound({ personUrl: url, text: 'four', at: at + 5000 });
    advance(10 * 60_000);
    const second = await source.fetch(first.next, 2, call());
    expect([...first.items, ...second.items].slice(0, 3).map(({ text }) => text)).toEqual([
      'three',
      'two',
      'one',
    ]);
  });

  it('applies filters to all there is', async () => {
    const url = cast().synchronised[0];
    const { messages } = truth(url);
    const chatId = chatOf(url);
    const texts = async (filter: object) =>
      (await walk(port().messages(chatId, filter), 10, call())).map(({ messageId }) => messageId);
    const of = (sender: string) =>
      messages.filter((message) => message.sender === sender).map(({ id }) => id);
    expect(await texts({ direction: 'OUTBOUND' })).toEqual(of('us').reverse());
    expect(await texts({ senderId: url })).toEqual(of('them').reverse());
    const middle = new Date(messages[3]?.time ?? '').toISOString();
    expect(await texts({ sentBefore: middle })).toEqual(
      messages
        .slice(0, 3)
        .map(({ id }) => id)
        .reverse(),
    );
    expect(await texts({ sentAfter: middle })).toEqual(
      messages
        .slice(4)
        .map(({ id }) => id)
        .reverse(),
    );
    const { items } = await port().messages(chatId, {}).fetch({ at: 'date', before: middle }, 2, call());
    expect(items.map(({ messageId }) => messageId)).toEqual([messages[2]?.id, messages[1]?.id]);
  });

  it('finds a message of the chat, and none of another', async () => {
    const [one, other] = cast().synchronised;
    const id = truth(one).messages[2]?.id ?? '';
    expect(await port().message(chatOf(one), id, call())).toMatchObject({ messageId: id });
    expect(await port().message(chatOf(other), id, call())).toBeNull();
    expect(await port().message('st:nobody', id, call())).toBeNull();
  });

  it('says how to get what is not synchronized, and has it fetched', async () => {
    const url = cast().notSynchronised;
    await restart({ people: [url] });
    const refused = await failing(port().messages(chatOf(url), {}).fetch(null, 10, call()));
    expect(refused).toMatchObject({ code: 'NOT_SYNCHRONIZED', retryable: true });
    expect(refused.detail).toContain('synchronizeChat');
    await settled();
    const read = await walk(port().messages(chatOf(url), {}), 10, call());
    expect(read.length).toBe(truth(url).messages.length);
  });

  it('takes texts that are null or empty', async () => {
    control().switches({ nullTexts: true });
    const url = cast().synchronised[0] ?? '';
    control().inbound({ personUrl: url, text: null });
    const [first] = await walk(port().messages(chatOf(url), {}), 5, call());
    expect(first?.text).toBeNull();
  });

  it('names people by their address until their page is read', async () => {
    const url = cast().notSynchronised;
    await restart({ people: [url] });
    const before = await port().chat(chatOf(url), call());
    const handle = url.split('/').at(-1) ?? '';
    expect(before?.title?.toLowerCase().replaceAll(' ', '-')).toBe(handle.replace(/-\d+$/, ''));
    await settled();
    const name = form === 'workflows' ? /^\S+ \S+$/ : /./;
    const [person] = await walk(port().attendeesOf(before ?? ({} as never)), 5, call());
    expect(person).toMatchObject({ attendeeId: url, profileUrl: url, isSelf: false });
    expect(person?.name).toMatch(name);
    expect(person?.headline === null).toBe(form === 'conversations');
  });

  it('knows its people by any spelling, and invents nobody of an address that nobody looked up', async () => {
    const [url = ''] = cast().synchronised;
    const spelled = `${url.replace('https://www.', 'http://de.').toUpperCase().replace('HTTP', 'http')}/?utm=1`;
    const known = await port().findAttendee?.({ profileUrl: spelled }, call());
    expect(known).toMatchObject({ attendeeId: url, isSelf: false });
    const profileUrl = 'https://linkedin.com/in/Grace-Example/';
    expect(await failing(async () => port().findAttendee?.({ profileUrl }, call()))).toMatchObject({
      code: 'NOT_SUPPORTED',
      field: ['profileUrl'],
    });
    expect(port().recipientAt?.(profileUrl)).toBe('https://www.linkedin.com/in/grace-example');
    expect(port().recipientAt?.('https://example.com/in/grace')).toBeNull();
    expect(await port().attendee?.('https://www.linkedin.com/in/grace-example', call())).toMatchObject({
      name: 'Grace Example',
    });
    expect(await port().findAttendee?.({ profileUrl: 'https://example.com/in/grace' }, call())).toBeNull();
    expect(await port().attendee?.('grace', call())).toBeNull();
    expect(await port().findAttendee?.({ providerId: 'owner' }, call())).toMatchObject({ isSelf: true });
    expect((await failing(async () => port().findAttendee?.({ phoneNumber: '+155501' }, call()))).code).toBe(
      'NOT_SUPPORTED',
    );
    expect(routes()).toEqual([]);
  });

  it('knows that there is nobody where a synchronization has found nobody', async () => {
    const { nobody } = cast();
    await restart({ people: [nobody] });
    await settled();
    expect(await port().findAttendee?.({ profileUrl: nobody }, call())).toBeNull();
  });

  it.each([
    ['the message before', 1],
    ['none', 100],
  ])('shows %s as the last within a day, where the vendor has deleted %i of them', async (_, count) => {
    await settled();
    const url = cast().synchronised[0];
    const left = truth(url).messages.slice(0, -count);
    const isLeft = ({ id }: { id: string }) => left.some((message) => message.id === id);
    const rewrite = (answer: unknown) =>
      JSON.parse(JSON.stringify(answer), (key, value) => (key === 'messages' ? value.filter(isLeft) : value));
    await restart({ people: [url ?? ''] });
    control().fault({ route: '*', times: -1, rewrite });
    advance(24 * 3_600_000);
    await poll();
    const chat = await port().chat(chatOf(url), call());
    const [newest = null] = await walk(port().messages(chatOf(url), {}), 50, call());
    expect(newest?.messageId).toBe(left.at(-1)?.id);
    expect(chat?.lastMessage?.messageId).toBe(newest?.messageId);
    expect(chat?.lastActivityAt).toBe(newest?.sentAt ?? null);
  });

  it('has the chats with somebody on both channels', async () => {
    const url = cast().synchronised[1] ?? '';
    await restart({ people: [url], salesNavigatorPeople: [url] });
    await poll();
    const inboxes = await port().inboxes(call());
    expect(inboxes.map(({ product, isPrimary }) => [product, isPrimary])).toEqual([
      ['LINKEDIN_CLASSIC', true],
      ['LINKEDIN_SALES_NAVIGATOR', true],
    ]);
    const chats = await walk(port().chatsWith?.(url) ?? port().chats({}), 5, call());
    expect(chats.map(({ inboxId }) => inboxId).sort()).toEqual(['CLASSIC', 'SALES_NAVIGATOR']);
    const read = await walk(port().messages(chatOf(url, 'nv'), {}), 50, call());
    expect(read.map(({ messageId }) => messageId)).toEqual(
      truth(url, 'nv')
        .messages.map(({ id }) => id)
        .reverse(),
    );
    expect((await walk(port().attendees?.() ?? ({} as never), 9, call())).length).toBe(2);
  });
});
