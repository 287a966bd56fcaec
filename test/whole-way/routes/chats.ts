import { expect } from 'vitest';
import { read } from '../../support/client.ts';
import type { TestGateway } from '../../support/gateway.ts';
import { accountOn, find, ids, mutate, readNode, type WireChat } from '../support.ts';
import { controlOf, expectRoutes, type Rows } from './row.ts';

interface ChatList {
  readonly chats: { readonly nodes: readonly { readonly id: string }[] };
}

/** The newest chats that fit, as the vendor has them. */
const newest = (gateway: TestGateway, fits: (chat: WireChat) => boolean = () => true) =>
  controlOf(gateway)
    .truth()
    .chats.filter(fits)
    .sort((one, other) => ((one.timestamp ?? '') < (other.timestamp ?? '') ? 1 : -1))
    .slice(0, 3)
    .map((chat) => ({ id: ids.chat(chat) }));

const chatNow = (gateway: TestGateway, { id }: Pick<WireChat, 'id'>) =>
  find(controlOf(gateway).truth().chats, (chat) => chat.id === id);

/** A chat that the gateway has read already, so that a change of it costs that change alone. */
async function known(gateway: TestGateway, fits: (chat: WireChat) => boolean): Promise<WireChat> {
  const chat = find(controlOf(gateway).truth().chats, fits);
  await readNode(gateway, ids.chat(chat), 'Chat', 'title');
  return chat;
}

export const chatRows: Rows = {
  async 'GET /chats → Query.chats'(gateway) {
    const { chats } = await expectRoutes(gateway, ['GET /chats'], () =>
      read<ChatList>(gateway.graphql, '{ chats(first: 3) { nodes { id } } }'),
    );
    expect(chats.nodes).toEqual(newest(gateway));
  },

  async 'GET /chats → Account.chats'(gateway) {
    const account = accountOn(controlOf(gateway).truth(), 'TELEGRAM');
    const { chats } = await expectRoutes(gateway, ['GET /chats'], () =>
      readNode<ChatList>(gateway, ids.account(account), 'Account', 'chats(first: 3) { nodes { id } }'),
    );
    expect(chats.nodes).toEqual(newest(gateway, ({ account_id }) => account_id === account.id));
  },

  async 'GET /chats → Inbox.chats'(gateway) {
    const account = accountOn(controlOf(gateway).truth(), 'LINKEDIN');
    const { chats } = await expectRoutes(gateway, ['GET /chats'], () =>
      readNode<ChatList>(
        gateway,
        ids.inbox(account.id, 'RECRUITER'),
        'Inbox',
        'chats(first: 3) { nodes { id } }',
      ),
    );
    expect(chats.nodes).toEqual(newest(gateway, ({ folder }) => folder.includes('INBOX_LINKEDIN_RECRUITER')));
  },

  async 'POST /chats → Mutation.startChat'(gateway) {
    const truth = controlOf(gateway).truth();
    const account = accountOn(truth, 'WHATSAPP');
    const providerId = '15550144444@s.whatsapp.net';
    const started = await expectRoutes(gateway, ['POST /chats'], () =>
      mutate<{ message: { text: string; id: string } }>(
        gateway.graphql,
        'startChat',
        { from: { accountId: ids.account(account) }, recipients: [{ providerId }], text: 'Good morning' },
        'message { id text }',
      ),
    );
    const { messages } = controlOf(gateway).truth();
    const message = find(messages, ({ chat_provider_id }) => chat_provider_id === providerId);
    expect(started.message).toEqual({ id: ids.message(message), text: 'Good morning' });
  },

  async 'GET /chats/{chat_id} → Query.node'(gateway) {
    const { chats, messages } = controlOf(gateway).truth();
    const chat = find(chats, ({ account_type }) => account_type === 'MESSENGER');
    const last = find(messages, ({ chat_id }) => chat_id === chat.id);
    const shown = await expectRoutes(gateway, ['GET /chats/{chat_id}'], () =>
      readNode(gateway, ids.chat(chat), 'Chat', 'providerId unreadCount lastMessage { id }'),
    );
    expect(shown).toEqual({
      providerId: chat.id,
      unreadCount: chat.unread_count,
      lastMessage: { id: ids.message(last) },
    });
  },

  async 'GET /chats/{chat_id} → Message.chat'(gateway) {
    const { chats, messages } = controlOf(gateway).truth();
    const inSlack = chats.filter(({ account_type }) => account_type === 'SLACK').map(({ id }) => id);
    const message = find(messages, ({ chat_id }) => inSlack.includes(chat_id));
    await readNode(gateway, ids.message(message), 'Message', 'text');
    const shown = await expectRoutes(gateway, ['GET /chats/{chat_id}'], () =>
      readNode(gateway, ids.message(message), 'Message', 'chat { providerId }'),
    );
    const chat = find(chats, ({ id }) => id === message.chat_id);
    expect(shown).toEqual({ chat: { providerId: chat.id } });
  },

  async 'PATCH /chats/{chat_id} → Mutation.updateChat'(gateway) {
    const chat = await known(
      gateway,
      ({ account_type, unread_count, archived, pinned, muted_until }) =>
        account_type === 'WHATSAPP' && unread_count > 0 && !archived && !pinned && !muted_until,
    );
    const input = { chatId: ids.chat(chat), read: true, archived: true, pinned: true, muted: true };
    const changed = await expectRoutes(gateway, Array(4).fill('PATCH /chats/{chat_id}'), () =>
      mutate(gateway.graphql, 'updateChat', input, '__typename'),
    );
    expect(changed).toEqual({ __typename: 'UpdateChatPayload' });
    expect(chatNow(gateway, chat)).toMatchObject({
      unread_count: 0,
      archived: 1,
      pinned: 1,
      muted_until: -1,
    });
  },

  async 'PATCH /chats/{chat_id} → Mutation.addAttendee'(gateway) {
    const chat = await known(
      gateway,
      ({ account_type, type, read_only }) => account_type === 'WHATSAPP' && type === 1 && !read_only,
    );
    // Strangers are the last ones of a network's people.
    const stranger = controlOf(gateway)
      .truth()
      .contacts.filter(({ network, person }) => network === 'WHATSAPP' && person.handle !== '15550144444')
      .at(-1);
    const providerId = stranger?.providerId ?? '';
    const input = { chatId: ids.chat(chat), attendee: { providerId } };
    const added = await expectRoutes(gateway, ['PATCH /chats/{chat_id}'], () =>
      mutate(gateway.graphql, 'addAttendee', input, '__typename'),
    );
    expect(added).toEqual({ __typename: 'AddAttendeePayload' });
    const { attendees } = await readNode<{ attendees: { nodes: { providerId: string }[] } }>(
      gateway,
      ids.chat(chat),
      'Chat',
      'attendees(first: 50) { nodes { providerId } }',
    );
    expect(attendees.nodes.map((attendee) => attendee.providerId)).toContain(providerId);
  },

  async 'DELETE /chats/{chat_id} → Mutation.deleteChat'(gateway) {
    const chat = await known(
      gateway,
      ({ account_type, archived }) => account_type === 'LINKEDIN' && !archived,
    );
    const deleted = await expectRoutes(gateway, ['DELETE /chats/{chat_id}'], () =>
      mutate(gateway.graphql, 'deleteChat', { chatId: ids.chat(chat) }, 'deletedChatId'),
    );
    expect(deleted.deletedChatId).toBe(ids.chat(chat));
    expect(
      controlOf(gateway)
        .truth()
        .chats.map(({ id }) => id),
    ).not.toContain(chat.id);
    const { node } = await read<{ node: unknown }>(
      gateway.graphql,
      'query ($id: ID!) { node(id: $id) { id } }',
      {
        id: ids.chat(chat),
      },
    );
    expect(node).toBeNull();
  },

  async 'GET /chats/{chat_id}/sync → Mutation.synchronizeChat'(gateway) {
    const chat = await known(gateway, ({ account_type }) => account_type === 'INSTAGRAM');
    const statuses: unknown[] = [];
    for (let step = 0; step < 3; step += 1) {
      await readNode(gateway, ids.chat(chat), 'Chat', 'title');
      const { status } = await expectRoutes(gateway, ['GET /chats/{chat_id}/sync'], () =>
        mutate(gateway.graphql, 'synchronizeChat', { chatId: ids.chat(chat) }, 'status'),
      );
      statuses.push(status);
    }
    expect(statuses).toEqual(['STARTED', 'RUNNING', 'DONE']);
  },
};
