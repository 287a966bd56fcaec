import { describe, expect, it } from 'vitest';
import type { Message } from '../../src/messaging/message.ts';
import type { Provider } from '../../src/messaging/provider.ts';
import { caller, messageOf } from './fakes.ts';
import { at, c1, c2, created, thrifty } from './thrifty-world.ts';

/** Chats of both accounts, each with its last message and attendees: as an inbox shows them. */
async function inbox(provider: Provider): Promise<readonly (Message | null)[]> {
  const { call } = caller();
  const page = await provider.chats?.(['a', 'b'], {}).fetch(null, 20, call);
  const chats = page?.items ?? [];
  const [messages] = await Promise.all([
    provider.lastMessages?.(chats, ['a', 'b'], call),
    provider.chatAttendees?.(chats, ['a', 'b'], call),
  ]);
  return (messages ?? []) as readonly (Message | null)[];
}

describe('an inbox asked for again', () => {
  it('costs nothing while events keep it fresh', async () => {
    const { provider, asks } = thrifty();
    expect(await asks(() => inbox(provider))).toEqual([
      'wide chats',
      'lastMessages a/c1 a/c2 b/c1 b/c2',
      'chatAttendees a/c1 a/c2 b/c1 b/c2',
    ]);
    expect(await asks(() => inbox(provider))).toEqual([]);
  });

  it('costs one call after a message came that the webhook carried, and shows it', async () => {
    const { provider, events, asks } = thrifty();
    await inbox(provider);
    const message = messageOf(c1, 'm2', { sentAt: '2026-03-01T09:00:01.000Z' });
    events.happen('sales', created(message));
    let messages: readonly (Message | null)[] = [];
    expect(
      await asks(async () => {
        messages = await inbox(provider);
      }),
    ).toEqual(['wide chats']);
    expect(messages.map((last) => last?.messageId)).toEqual(['m2', 'm1', 'm1', 'm1']);
  });

  it('asks only for the chat whose news was thin', async () => {
    const { provider, events, asks } = thrifty();
    await inbox(provider);
    events.happen('sales', { ...created(messageOf(c2, 'm2')), message: null });
    expect(await asks(() => inbox(provider))).toEqual(['wide chats', 'lastMessages a/c2']);
  });

  it('keeps the last message when an older one comes late', async () => {
    const { provider, events } = thrifty();
    await inbox(provider);
    events.happen('sales', created(messageOf(c1, 'm0', { sentAt: '2026-02-01T09:00:00.000Z' })));
    expect((await inbox(provider))[0]?.messageId).toBe('m1');
  });

  it('asks for a last message again after 5 minutes, however many events left it as it was', async () => {
    const { provider, events, state, asks } = thrifty();
    await inbox(provider);
    state.now += 200_000;
    events.happen('sales', { type: 'CHAT_UPDATED', at, accountId: 'a', chatId: 'c1' });
    state.now += 100_000;
    expect(await asks(() => inbox(provider))).toContain('lastMessages a/c1 a/c2 b/c1 b/c2');
  });

  it('leaves it to the provider whether a system event or a hidden message is the last one', async () => {
    for (const rest of [{ systemEvent: 'REACTION' as const }, { isHidden: true }]) {
      const { provider, events, asks } = thrifty();
      await inbox(provider);
      events.happen('sales', created(messageOf(c1, 'm2', rest)));
      expect(await asks(() => inbox(provider))).toEqual(['wide chats', 'lastMessages a/c1']);
    }
  });

  it('asks for members again when one joins', async () => {
    const { provider, events, asks } = thrifty();
    await inbox(provider);
    events.happen('sales', created(messageOf(c1, 'm2', { systemEvent: 'PARTICIPANT_ADDED' })));
    expect(await asks(() => inbox(provider))).toContain('chatAttendees a/c1');
  });

  it('asks for a last message again only when it is the one that changed', async () => {
    for (const type of ['MESSAGE_EDITED', 'MESSAGE_DELETED', 'MESSAGE_DELIVERED'] as const) {
      const { provider, events, asks } = thrifty();
      await inbox(provider);
      events.happen('sales', { type, at, accountId: 'a', chatId: 'c1', messageId: 'm0', message: null });
      expect(await asks(() => inbox(provider))).toEqual(['wide chats']);
      events.happen('sales', { type, at, accountId: 'a', chatId: 'c1', messageId: 'm1', message: null });
      expect(await asks(() => inbox(provider))).toEqual(['wide chats', 'lastMessages a/c1']);
    }
  });

  it('does not keep the failure of one chat', async () => {
    const { upstream, provider, asks } = thrifty();
    const failed = { code: 'PROVIDER_UNAVAILABLE', detail: 'Down.', retryable: true } as const;
    upstream.last = () => failed as unknown as Message;
    expect(await inbox(provider)).toEqual([failed, failed, failed, failed]);
    Reflect.deleteProperty(upstream, 'last');
    expect(await asks(() => inbox(provider))).toEqual(['lastMessages a/c1 a/c2 b/c1 b/c2']);
    expect((await inbox(provider)).map((last) => last?.messageId)).toEqual(['m1', 'm1', 'm1', 'm1']);
  });

  it('is one inbox for many who ask at once', async () => {
    const { provider, asks } = thrifty();
    expect(await asks(() => Promise.all(Array.from({ length: 20 }, () => inbox(provider))))).toHaveLength(3);
  });
});
