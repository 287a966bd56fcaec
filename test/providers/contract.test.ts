import { describe, expect, it } from 'vitest';
import { type Stage, stageOf, vendors } from './contract/stage.ts';
import type { TrueChat } from './contract/vendor.ts';
import { walk } from './contract/walking.ts';

interface SeenChat {
  readonly id: string;
  readonly account: { readonly id: string };
  readonly kind: string;
  readonly title: string;
  readonly isArchived: boolean;
  readonly isUnread: boolean;
  readonly unreadCount: number;
  readonly inbox: { readonly product: string; readonly isPrimary: boolean } | null;
}

const chatFields = `id account { id } kind title isArchived isUnread unreadCount lastActivityAt
  inbox { product isPrimary }`;
const messageFields = 'id text direction sentAt chat { id } account { id } sender { providerId isSelf }';

const allChats = ({ behind }: Stage) => behind.accounts().flatMap(({ chats }) => chats);

/** One chat of each kind in each product of each account: what differs between chats, differs between these. */
function oneOfEach(stage: Stage): TrueChat[] {
  const found = new Map(
    allChats(stage).map((chat) => [`${chat.accountId} ${chat.product} ${chat.kind}`, chat]),
  );
  return [...found.values()];
}

describe.each(vendors)('what $provider has is told as it is', (vendor) => {
  const stage = stageOf(vendor);

  it('accounts, and that they work', async () => {
    const accounts = await walk<object>(stage, null, 'accounts', 'id provider network name status', 2);
    const truth = stage.behind.accounts().map(({ id, name, network }) => ({ id, name, network }));
    expect(accounts).toHaveLength(truth.length);
    for (const account of truth) {
      expect(accounts).toContainEqual({ ...account, provider: vendor.provider, status: 'CONNECTED' });
    }
  });

  it('chats, each once and as they are, newest first', async () => {
    for (const account of stage.behind.accounts()) {
      const seen = await walk<SeenChat & { lastActivityAt: string }>(
        stage,
        account.id,
        'chats',
        chatFields,
        100,
      );
      const times = seen.map(({ lastActivityAt }) => lastActivityAt);
      expect(times).toEqual([...times].sort().reverse());
      const told = seen.map(({ account: { id }, inbox, title, lastActivityAt, ...chat }) => {
        expect(title).not.toBe('');
        return { ...chat, accountId: id, product: inbox?.product, isPrimary: inbox?.isPrimary };
      });
      const truth = account.chats.map(({ vendorId, counterpart, ...chat }) => ({ ...chat, isPrimary: true }));
      const byId = (one: { id: string }, other: { id: string }) => (one.id < other.id ? -1 : 1);
      expect(told.sort(byId)).toEqual(truth.sort(byId));
    }
  });

  it('messages of a chat of every kind, newest first, by whom they are', async () => {
    for (const chat of oneOfEach(stage)) {
      const seen = await walk<Record<string, unknown>>(stage, chat.id, 'messages', messageFields, 50);
      const truth = stage.behind.messages(chat).map(({ sender, direction, ...message }) => ({
        ...message,
        direction,
        chat: { id: chat.id },
        account: { id: chat.accountId },
        sender: { providerId: sender, isSelf: direction === 'OUTBOUND' },
      }));
      expect(seen).toEqual(truth);
    }
  });

  it('the one whom a direct chat is with', async () => {
    for (const chat of oneOfEach(stage).filter(({ counterpart }) => counterpart !== null)) {
      const seen = await walk<{ providerId: string; isSelf: boolean }>(
        stage,
        chat.id,
        'attendees',
        'providerId isSelf name',
        20,
      );
      const others = seen.filter(({ isSelf }) => !isSelf);
      expect(others).toEqual([expect.objectContaining({ providerId: chat.counterpart })]);
    }
  });
});
