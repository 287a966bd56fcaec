import { expect, it } from 'vitest';
import { oneOfEach } from './samples.ts';
import type { Stage } from './stage.ts';
import type { Vendor } from './vendor.ts';
import { walk } from './walking.ts';

interface SeenChat {
  readonly id: string;
  readonly account: { readonly id: string };
  readonly title: string;
  readonly lastActivityAt: string;
  readonly inbox: { readonly product: string; readonly isPrimary: boolean } | null;
}

const chatFields = `id account { id } kind title isArchived isUnread unreadCount isReadOnly syncStatus lastActivityAt
  inbox { product isPrimary }`;
const messageFields = 'id text direction sentAt chat { id } account { id } sender { providerId isSelf }';

/** What the vendor has is told as it is. */
export function truths(stage: Stage, vendor: Vendor): void {
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
      const seen = await walk<SeenChat>(stage, account.id, 'chats', chatFields, 100);
      const times = seen.map(({ lastActivityAt }) => lastActivityAt);
      expect(times).toEqual([...times].sort().reverse());
      const told = seen.map(({ account: { id: accountId }, inbox, title, lastActivityAt, ...chat }) => {
        expect(title).not.toBe('');
        return { ...chat, accountId, product: inbox?.product, isPrimary: inbox?.isPrimary };
      });
      const truth = account.chats.map(({ vendorId, counterpart, ...chat }) => ({ ...chat, isPrimary: true }));
      expect(told.sort(byId)).toEqual(truth.sort(byId));
    }
  });

  it('messages of a chat of every kind, newest first, by whom they are', async () => {
    for (const chat of oneOfEach(stage)) {
      const seen = await walk<object>(stage, chat.id, 'messages', messageFields, 50);
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
      const fields = 'providerId isSelf';
      const seen = await walk<{ isSelf: boolean }>(stage, chat.id, 'attendees', fields, 20);
      expect(seen.filter(({ isSelf }) => !isSelf)).toEqual([{ providerId: chat.counterpart, isSelf: false }]);
    }
  });
}

const byId = (one: { id: string }, other: { id: string }) => (one.id < other.id ? -1 : 1);
