import { describe, expect, it } from 'vitest';
import type { AccountPort } from '../../src/messaging/provider.ts';
import { caller } from './fakes.ts';
import { askedAgain, c1, thrifty } from './thrifty-world.ts';

const send = { text: 'Hello', attachments: [], replyTo: null };

describe('a write', () => {
  const writes: Record<
    string,
    { write: (port: AccountPort) => Promise<unknown> | undefined; drops: string[] }
  > = {
    send: {
      write: (port) => port.send(c1, send, caller().call),
      drops: ['chats', 'chat', 'messages', 'message'],
    },
    addReaction: {
      write: (port) => port.addReaction?.('c1', 'm1', '👍', caller().call),
      drops: ['chats', 'chat', 'messages', 'message'],
    },
    setRead: {
      write: (port) => port.setRead?.('c1', true, caller().call),
      drops: ['chats', 'chat', 'messages', 'message'],
    },
    removeAttendee: {
      write: (port) => port.removeAttendee?.('c1', 'ada', caller().call),
      drops: ['chats', 'chat', 'messages', 'message', 'members', 'attendees', 'attendee'],
    },
  };

  it.each(Object.entries(writes))('%s drops what it changes', async (_name, { write, drops }) => {
    const world = thrifty();
    expect((await askedAgain(world, () => write(world.ports.a))).sort()).toEqual([...drops].sort());
    expect(await askedAgain(world, () => write(world.ports.b))).toEqual([]);
  });

  it('that fails drops it too, because it may have been done', async () => {
    const world = thrifty();
    const again = await askedAgain(world, async () => {
      world.upstream.gate = async () => {
        throw new Error('cut off');
      };
      await expect(world.ports.a.setRead?.('c1', true, caller().call)).rejects.toThrow('cut off');
      world.upstream.gate = async () => {};
    });
    expect(again).toContain('chat');
  });

  it('is kept out of what the vendor may not show yet: reads within a minute of it are kept for 3 seconds', async () => {
    const { ports, state, asks } = thrifty();
    const read = async () => ports.a.chat('c1', caller().call);
    await ports.a.send(c1, send, caller().call);
    expect(await asks(read)).toHaveLength(1);
    state.now += 2_999;
    expect(await asks(read)).toHaveLength(0);
    state.now += 1;
    expect(await asks(read)).toHaveLength(1);
    state.now += 60_000;
    expect(await asks(read)).toHaveLength(1);
    state.now += 299_999;
    expect(await asks(read)).toHaveLength(0);
  });

  it('is followed by no answer from before it, although a read was under way', async () => {
    const { upstream, ports } = thrifty();
    upstream.texts.set('c1', 'before');
    let release = () => {};
    upstream.gate = () =>
      new Promise<void>((resolve) => {
        release = resolve;
      });
    const read = () => ports.a.messages('c1', {}).fetch(null, 20, caller().call);
    const early = read();
    while (upstream.asked.length < 1) await Promise.resolve();
    const releaseEarly = release;
    upstream.gate = async () => {};
    await ports.a.send(c1, send, caller().call);
    upstream.texts.set('c1', 'after');
    releaseEarly();
    expect((await early).items[0]?.text).toBe('before');
    expect((await read()).items[0]?.text).toBe('after');
  });

  it('leaves nothing that was read while it was under way', async () => {
    const { upstream, ports } = thrifty();
    upstream.texts.set('c1', 'before');
    let release = () => {};
    upstream.gate = () =>
      new Promise<void>((resolve) => {
        release = resolve;
      });
    const sending = ports.a.send(c1, send, caller().call);
    while (upstream.asked.length < 1) await Promise.resolve();
    upstream.gate = async () => {};
    const read = () => ports.a.messages('c1', {}).fetch(null, 20, caller().call);
    expect((await read()).items[0]?.text).toBe('before');
    upstream.texts.set('c1', 'after');
    release();
    await sending;
    expect((await read()).items[0]?.text).toBe('after');
  });

  it('is never shared: two equal sends are two sends', async () => {
    const { ports, asks } = thrifty();
    const twice = () =>
      Promise.all([ports.a.send(c1, send, caller().call), ports.a.send(c1, send, caller().call)]);
    expect(await asks(twice)).toEqual(['send c1', 'send c1']);
  });

  it('drops the chat that startChat found', async () => {
    const world = thrifty();
    const request = {
      inboxId: 'i',
      recipientIds: ['ada'],
      text: 'Hello',
      title: null,
      subject: null,
      attachments: [],
      classic: null,
      recruiter: null,
    };
    const again = await askedAgain(world, () => world.ports.a.startChat?.(request, caller().call));
    expect(again).toEqual(expect.arrayContaining(['chats', 'chat', 'messages', 'attendees']));
  });
});
