import { expect } from 'vitest';
import { read } from '../../support/client.ts';
import type { TestGateway } from '../../support/gateway.ts';
import { accountOn, find, ids, mutate, readNode, type WireChat, type WireMessage } from '../support.ts';
import { controlOf, expectRoutes, type Rows } from './row.ts';

interface MessageList {
  readonly messages: { readonly nodes: readonly { readonly id: string }[] };
}

const newest = (gateway: TestGateway, fits: (message: WireMessage) => boolean) =>
  controlOf(gateway)
    .truth()
    .messages.filter(fits)
    .slice(0, 3)
    .map((message) => ({ id: ids.message(message) }));

const messageNow = (gateway: TestGateway, { id }: Pick<WireMessage, 'id'>) =>
  find(controlOf(gateway).truth().messages, (message) => message.id === id);

/** The owner's newest message in a chat that was just written in, both of which the gateway has read. */
async function ownMessage(
  gateway: TestGateway,
  place: number,
): Promise<{ chat: WireChat; message: WireMessage }> {
  const control = controlOf(gateway);
  const chats = control
    .truth()
    .chats.filter(({ account_type, type }) => account_type === 'WHATSAPP' && type === 0);
  const chat = find(chats.slice(place), () => true);
  const message = control.inbound({ chatId: chat.id, text: `Own message ${place}`, fromSelf: true });
  await control.webhooksIdle();
  await readNode(gateway, ids.chat(chat), 'Chat', 'title messages(first: 1) { nodes { id } }');
  await readNode(gateway, ids.message(message), 'Message', 'text');
  return { chat, message };
}

export const messageRows: Rows = {
  async 'GET /messages → Query.messages'(gateway) {
    const { messages } = await expectRoutes(gateway, ['GET /messages'], () =>
      read<MessageList>(gateway.graphql, '{ messages(first: 3) { nodes { id } } }'),
    );
    expect(messages.nodes).toEqual(newest(gateway, () => true));
  },

  async 'GET /messages → Account.messages'(gateway) {
    const account = accountOn(controlOf(gateway).truth(), 'MESSENGER');
    const { messages } = await expectRoutes(gateway, ['GET /messages'], () =>
      readNode<MessageList>(gateway, ids.account(account), 'Account', 'messages(first: 3) { nodes { id } }'),
    );
    expect(messages.nodes).toEqual(newest(gateway, ({ account_id }) => account_id === account.id));
  },

  async 'GET /messages → Chat.lastMessage'(gateway) {
    await read(gateway.graphql, '{ chats(first: 10) { nodes { id } } }');
    const { chats } = await expectRoutes(gateway, ['GET /messages'], () =>
      read<{ chats: { nodes: { id: string; lastMessage: { id: string } }[] } }>(
        gateway.graphql,
        '{ chats(first: 10) { nodes { id lastMessage { id } } } }',
      ),
    );
    const { messages } = controlOf(gateway).truth();
    for (const { id, lastMessage } of chats.nodes) {
      const last = find(messages, (message) => ids.chat({ ...message, id: message.chat_id }) === id);
      expect(lastMessage.id).toBe(ids.message(last));
    }
  },

  async 'GET /chats/{chat_id}/messages → Chat.messages'(gateway) {
    const chat = find(controlOf(gateway).truth().chats, ({ account_type }) => account_type === 'SLACK');
    await readNode(gateway, ids.chat(chat), 'Chat', 'title');
    const { messages } = await expectRoutes(gateway, ['GET /chats/{chat_id}/messages'], () =>
      readNode<MessageList>(gateway, ids.chat(chat), 'Chat', 'messages(first: 3) { nodes { id } }'),
    );
    expect(messages.nodes).toEqual(newest(gateway, ({ chat_id }) => chat_id === chat.id));
  },

  async 'POST /chats/{chat_id}/messages → Mutation.sendMessage'(gateway) {
    const { chat } = await ownMessage(gateway, 0);
    const sent = await expectRoutes(gateway, ['POST /chats/{chat_id}/messages'], () =>
      mutate<{ message: { id: string; text: string; delivery: string } }>(
        gateway.graphql,
        'sendMessage',
        { chatId: ids.chat(chat), text: 'Here you are' },
        'message { id text delivery }',
      ),
    );
    const [last] = newest(gateway, ({ chat_id }) => chat_id === chat.id);
    expect(sent.message).toEqual({ ...last, text: 'Here you are', delivery: 'SENT' });
  },

  async 'GET /messages/{message_id} → Query.node'(gateway) {
    const { messages } = controlOf(gateway).truth();
    const message = find(messages.slice(3000), ({ text, deleted }) => text !== null && !deleted);
    const shown = await expectRoutes(gateway, ['GET /messages/{message_id}'], () =>
      readNode(gateway, ids.message(message), 'Message', 'text sentAt providerId'),
    );
    const { id, text, timestamp } = message;
    expect(shown).toEqual({ text, sentAt: timestamp, providerId: id });
  },

  async 'PATCH /messages/{message_id} → Mutation.editMessage'(gateway) {
    const { message } = await ownMessage(gateway, 1);
    const edited = await expectRoutes(gateway, ['PATCH /messages/{message_id}'], () =>
      mutate(
        gateway.graphql,
        'editMessage',
        { messageId: ids.message(message), text: 'Better' },
        '__typename',
      ),
    );
    expect(edited).toEqual({ __typename: 'EditMessagePayload' });
    expect(messageNow(gateway, message)).toMatchObject({ text: 'Better', edited: 1 });
  },

  async 'DELETE /messages/{message_id} → Mutation.deleteMessage'(gateway) {
    const { message } = await ownMessage(gateway, 2);
    const deleted = await expectRoutes(gateway, ['DELETE /messages/{message_id}'], () =>
      mutate(gateway.graphql, 'deleteMessage', { messageId: ids.message(message) }, 'deletedMessageId'),
    );
    expect(deleted.deletedMessageId).toBe(ids.message(message));
    expect(messageNow(gateway, message).deleted).toBe(1);
  },

  async 'POST /messages/{message_id}/forward → Mutation.forwardMessage'(gateway) {
    const { message } = await ownMessage(gateway, 3);
    const { chat: toChat } = await ownMessage(gateway, 4);
    const forwarded = await expectRoutes(gateway, ['POST /messages/{message_id}/forward'], () =>
      mutate<{ message: { id: string; text: string; isForwarded: boolean } }>(
        gateway.graphql,
        'forwardMessage',
        { messageId: ids.message(message), toChatId: ids.chat(toChat) },
        'message { id text isForwarded }',
      ),
    );
    const [last] = newest(gateway, ({ chat_id }) => chat_id === toChat.id);
    expect(forwarded.message).toEqual({ ...last, text: 'Own message 3', isForwarded: true });
  },

  async 'POST /messages/{message_id}/reaction → Mutation.addReaction'(gateway) {
    const { message } = await ownMessage(gateway, 5);
    const input = { messageId: ids.message(message), value: '🎉' };
    const reacted = await expectRoutes(gateway, ['POST /messages/{message_id}/reaction'], () =>
      mutate(gateway.graphql, 'addReaction', input, '__typename'),
    );
    expect(reacted).toEqual({ __typename: 'AddReactionPayload' });
    expect(messageNow(gateway, message).reactions).toMatchObject([{ value: '🎉', is_sender: true }]);
  },

  async 'GET /messages/{message_id}/attachments/{attachment_id} → Attachment.url'(gateway) {
    const { messages } = controlOf(gateway).truth();
    const message = find(messages, ({ attachments: [first] }) => first?.type === 'img' && !first.unavailable);
    const { attachments } = await readNode<{
      attachments: { url: string; sizeBytes: number; mimeType: string }[];
    }>(gateway, ids.message(message), 'Message', 'attachments { url sizeBytes mimeType }');
    const [file] = attachments;
    const response = await expectRoutes(
      gateway,
      ['GET /messages/{message_id}/attachments/{attachment_id}'],
      async () => {
        const answer = await fetch(file?.url ?? '');
        return { type: answer.headers.get('content-type'), bytes: Buffer.from(await answer.arrayBuffer()) };
      },
    );
    expect(response.type).toBe(file?.mimeType);
    expect(response.bytes).toHaveLength(file?.sizeBytes ?? -1);
    const { baseUrl, apiKey } = gateway.sandbox.unipileV1;
    const path = `${baseUrl}/messages/${message.id}/attachments/${encodeURIComponent(String(message.attachments[0]?.id))}`;
    const atTheVendor = await fetch(path, { headers: { 'X-API-KEY': apiKey } });
    expect(response.bytes.equals(Buffer.from(await atTheVendor.arrayBuffer()))).toBe(true);
  },
};
