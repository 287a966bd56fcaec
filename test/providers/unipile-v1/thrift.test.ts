import { describe, expect, it } from 'vitest';
import type { Chat } from '../../../src/messaging/chat.ts';
import { caller } from '../support.ts';
import { world } from './world.ts';

const at = world();

/** What an inbox needs: 20 chats of all accounts, each with its last message and its people. */
async function inbox() {
  const { call, state } = caller();
  const accountIds = at.accountIds();
  const provider = at.provider();
  const chats = (await provider.chats?.(accountIds, {}).fetch(null, 20, call))?.items ?? [];
  const lastMessages = (await provider.lastMessages?.(chats, accountIds, call)) ?? [];
  const people = (await provider.chatAttendees?.(chats, accountIds, call)) ?? [];
  return { chats, lastMessages, people, calls: state.calls };
}

const isGroup = ({ kind }: Chat) => kind !== 'DIRECT';

describe('an inbox of 20 chats over several accounts', () => {
  it('costs at most 6 calls and one per group', async () => {
    const { chats, lastMessages, people, calls } = await inbox();
    expect(calls).toBeLessThanOrEqual(6 + chats.filter(isGroup).length);
    expect(calls).toBe(at.routes().length);
    for (const [index, { chatId, accountId, counterpartId }] of chats.entries()) {
      const truth = at
        .control()
        .truth()
        .messages.find(({ chat_id }) => chat_id === chatId);
      expect(lastMessages[index]).toMatchObject({ chatId, accountId, messageId: truth?.id });
      const attendees = people[index];
      expect(attendees).toBeInstanceOf(Array);
      expect(attendees).toContainEqual(expect.objectContaining({ accountId, isSelf: true }));
      if (counterpartId)
        expect(attendees).toContainEqual(expect.objectContaining({ attendeeId: counterpartId }));
    }
  });

  it('costs one call for each group in it', async () => {
    const groups = at
      .control()
      .truth()
      .chats.filter(({ type, read_only }) => type === 1 && read_only === 0);
    for (const { id } of groups.slice(0, 4)) at.control().inbound({ chatId: id, text: 'News' });
    at.forget();
    const { chats, people, calls } = await inbox();
    expect(chats.filter(isGroup).length).toBeGreaterThanOrEqual(4);
    expect(calls).toBeLessThanOrEqual(6 + chats.filter(isGroup).length);
    const sizes = new Map(chats.map(({ chatId }, index) => [chatId, people[index]]));
    for (const { id } of groups.slice(0, 4)) expect((sizes.get(id) as unknown[]).length).toBeGreaterThan(2);
  });

  it('knows people the second time', async () => {
    await inbox();
    at.forget();
    const { calls } = await inbox();
    expect(calls).toBe(2);
  });

  it('asks for a chat alone where the newest messages do not reach it', async () => {
    const { call } = caller();
    const all = (await at.provider().chats?.(at.accountIds(), {}).fetch(null, 250, call))?.items ?? [];
    const some = [all[0], all[1], all[240]].filter((chat) => chat !== undefined);
    at.forget();
    const found = (await at.provider().lastMessages?.(some, at.accountIds(), call)) ?? [];
    expect(found.map((message) => message && 'chatId' in message && message.chatId)).toEqual(
      some.map(({ chatId }) => chatId),
    );
    expect(at.routes()).toEqual(['GET /messages', 'GET /chats/{chat_id}']);
  });

  it('asks only the account where all chats are of one', async () => {
    const { accountId } = at.account('TELEGRAM');
    const { call } = caller();
    const chats = (await at.provider().chats?.([accountId], {}).fetch(null, 20, call))?.items ?? [];
    await at.provider().lastMessages?.(chats, [accountId], call);
    await at.provider().chatAttendees?.(chats, [accountId], call);
    for (const { route, query } of at.control().requests()) {
      if (route !== 'GET /chats/{chat_id}/attendees') expect(query.account_id).toBe(accountId);
    }
  });

  it('tells what failed chat by chat, without asking for each of them', async () => {
    const { call } = caller();
    const chats = (await at.provider().chats?.(at.accountIds(), {}).fetch(null, 20, call))?.items ?? [];
    at.control().fault({ route: 'GET /messages', status: 403, type: 'insufficient_permissions' });
    at.control().fault({ route: 'GET /chat_attendees', status: 403, type: 'insufficient_permissions' });
    at.forget();
    const last = await at.provider().lastMessages?.(chats, at.accountIds(), call);
    const people = await at.provider().chatAttendees?.(chats, at.accountIds(), call);
    for (const answer of [...(last ?? []), ...(people ?? [])])
      expect(answer).toMatchObject({ code: 'NOT_ALLOWED' });
    expect(at.routes()).toEqual(['GET /messages', 'GET /chat_attendees']);
  });

  it('never shows what is of other accounts', async () => {
    const { accountId } = at.account('WHATSAPP');
    const other = at.account('SLACK').accountId;
    const { call } = caller();
    const chats = (await at.provider().chats?.([accountId, other], {}).fetch(null, 20, call))?.items ?? [];
    const messages = await at.provider().messages?.([accountId, other], {}).fetch(null, 250, call);
    expect(chats.every((chat) => [accountId, other].includes(chat.accountId))).toBe(true);
    expect(messages?.items.every((message) => [accountId, other].includes(message.accountId))).toBe(true);
    const last = (await at.provider().lastMessages?.(chats, [accountId, other], call)) ?? [];
    for (const [index, message] of last.entries())
      expect(message).toMatchObject({ chatId: chats[index]?.chatId });
  });
});
