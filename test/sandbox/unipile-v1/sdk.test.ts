import { UnipileClient } from 'unipile-node-sdk';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Sandbox } from '../../../src/sandbox/index.ts';
import { pick, sandboxFor } from '../support.ts';

// The vendor's own client with its response validators on: it throws where an answer is not as the vendor's.
describe('the official SDK against the sandbox', () => {
  let sandbox: Sandbox;
  let client: UnipileClient;

  beforeEach(async () => {
    sandbox = await sandboxFor();
    sandbox.unipileV1.control.switches({ sdkStrict: true });
    const origin = new URL(sandbox.unipileV1.baseUrl).origin;
    client = new UnipileClient(origin, sandbox.unipileV1.apiKey, {
      validateRequestPayload: true,
      validateRequestPayloadLevel: 'error',
      logRequestResult: false,
    });
  });

  function accountId(network: string): string {
    return pick(sandbox.unipileV1.control.truth().accounts, ({ type }) => type === network).id;
  }

  it('walks all chats, all messages and all attendees', async () => {
    const truth = sandbox.unipileV1.control.truth();
    const chats = new Set<string>();
    let cursor: string | undefined;
    do {
      const page = await client.messaging.getAllChats({ limit: 100, ...(cursor ? { cursor } : {}) });
      for (const chat of page.items) chats.add(chat.id);
      cursor = page.cursor ?? undefined;
    } while (cursor);
    expect(chats.size).toBe(truth.chats.length);

    let messages = 0;
    do {
      const page = await client.messaging.getAllMessages({ limit: 250, ...(cursor ? { cursor } : {}) });
      messages += page.items.length;
      cursor = page.cursor ?? undefined;
    } while (cursor);
    expect(messages).toBeGreaterThan(6000);

    let attendees = 0;
    do {
      const page = await client.messaging.getAllAttendees({ limit: 250, ...(cursor ? { cursor } : {}) });
      attendees += page.items.length;
      cursor = page.cursor ?? undefined;
    } while (cursor);
    expect(attendees).toBe(truth.attendees.length);
  });

  it('reads every chat with its attendees', async () => {
    const { chats } = sandbox.unipileV1.control.truth();
    for (const { id } of chats) {
      const chat = await client.messaging.getChat(id);
      expect(chat.id).toBe(id);
      const people = await client.messaging.getAllAttendeesFromChat(id);
      expect(people.items.length).toBeGreaterThan(1);
    }
  }, 30_000);

  it('reads one chat’s messages, one message, one attachment, one attendee', async () => {
    const { messages, attendees } = sandbox.unipileV1.control.truth();
    const withPicture = pick(
      messages,
      ({ attachments }) => attachments[0]?.type === 'img' && !attachments[0].unavailable,
    );
    const page = await client.messaging.getAllMessagesFromChat({ chat_id: withPicture.chat_id, limit: 5 });
    expect(page.object).toBe('MessageList');
    const message = await client.messaging.getMessage(withPicture.id);
    expect(message.id).toBe(withPicture.id);
    const attachmentId = encodeURIComponent(String(withPicture.attachments[0]?.id));
    const blob = await client.messaging.getMessageAttachment({
      message_id: withPicture.id,
      attachment_id: attachmentId,
    });
    expect(blob.type).toBe('image/png');
    expect(blob.size).toBe(withPicture.attachments[0]?.file_size);

    const attendee = pick(attendees, ({ is_self }) => is_self === 0);
    expect((await client.messaging.getAttendee(attendee.id)).name).toBe(attendee.name);
    const chats = await client.messaging.getAllChatsFromAttendee({ attendee_id: attendee.id });
    expect(chats.object).toBe('ChatList');
    const sent = await client.messaging.getAllMessagesFromAttendee({ attendee_id: attendee.id, limit: 3 });
    expect(sent.items.every(({ sender_attendee_id }) => sender_attendee_id === attendee.id)).toBe(true);
  });

  it('sends, starts chats, marks as read', async () => {
    const { chats, contacts } = sandbox.unipileV1.control.truth();
    const chat = pick(
      chats,
      ({ account_type, unread_count }) => account_type === 'WHATSAPP' && unread_count > 0,
    );
    const sent = await client.messaging.sendMessage({
      chat_id: chat.id,
      text: 'Here it is',
      attachments: [['list.csv', Buffer.from('a;b\n1;2\n')]],
    });
    const message = await client.messaging.getMessage(sent.message_id ?? '');
    expect(message.text).toBe('Here it is');
    expect(message.attachments[0]).toMatchObject({
      type: 'file',
      file_name: 'list.csv',
      mimetype: 'text/csv',
    });

    await client.messaging.setChatStatus({ chat_id: chat.id, action: 'setReadStatus', value: true });
    expect((await client.messaging.getChat(chat.id)).unread_count).toBe(0);

    const stranger = pick(
      contacts,
      ({ linkedIn }) => linkedIn?.distance === 'DISTANCE_2' && linkedIn.refuses === 'nothing',
    );
    const started = await client.messaging.startNewChat({
      account_id: accountId('LINKEDIN'),
      text: 'Hello',
      subject: 'A question',
      attendees_ids: [stranger.providerId],
      options: { linkedin: { api: 'classic', inmail: true } },
    });
    expect(await client.messaging.getChat(started.chat_id ?? '')).toMatchObject({
      content_type: 'inmail',
      subject: 'A question',
    });
  });

  it('lists, reads, connects, reconnects, synchronises and deletes accounts', async () => {
    const list = await client.account.getAll();
    expect(list.items.length).toBeGreaterThanOrEqual(4);
    for (const { id } of list.items) expect((await client.account.getOne(id)).id).toBe(id);

    expect((await client.account.connectWhatsapp()).code).not.toBe('');
    expect((await client.account.connectTelegram()).code).not.toBe('');
    expect((await client.account.reconnectWhatsapp(accountId('WHATSAPP'))).code).not.toBe('');
    expect((await client.account.reconnectTelegram(accountId('TELEGRAM'))).code).not.toBe('');
    const login = { username: 'ada@example.com', password: 'x' };
    const linkedIn = await client.account.connectLinkedin(login);
    await client.account.connectLinkedinWithCookie({ access_token: 'x', user_agent: 'x' });
    await client.account.connectInstagram(login);
    await client.account.connectMessenger(login);
    const twitter = await client.account.connectTwitter({ ...login, email: 'ada@example.com' });
    await client.account.reconnectLinkedin({ ...login, account_id: linkedIn.account_id });
    await client.account.reconnectLinkedinWithCookie({
      access_token: 'x',
      user_agent: 'x',
      account_id: linkedIn.account_id,
    });
    await client.account.reconnectInstagram({ ...login, account_id: accountId('INSTAGRAM') });
    await client.account.reconnectMessenger({ ...login, account_id: accountId('MESSENGER') });
    await client.account.reconnectTwitter({
      ...login,
      email: 'ada@example.com',
      account_id: twitter.account_id,
    });
    for (const { id } of (await client.account.getAll()).items) await client.account.getOne(id);

    const checkpoint = await client.account.connectInstagram({
      ...login,
      username: 'checkpoint@example.com',
    });
    expect(checkpoint.object).toBe('Checkpoint');
    const solved = await client.account.solveCodeCheckpoint({
      account_id: checkpoint.account_id,
      provider: 'INSTAGRAM',
      code: '123456',
    });
    expect(solved.object).toBe('AccountCreated');

    const statuses = [];
    for (let call = 0; call < 4; call++) {
      statuses.push(
        (await client.account.resyncLinkedinAccount({ account_id: accountId('LINKEDIN') })).status,
      );
    }
    expect(statuses).toEqual(['SYNC_STARTED', 'SYNC_RUNNING', 'SYNC_DONE', 'SYNC_STARTED']);

    const link = await client.account.createHostedAuthLink({
      type: 'create',
      providers: '*',
      expiresOn: '2030-01-01T00:00:00.000Z',
      api_url: 'https://api.example.com',
    });
    expect(link.url).toMatch(/^https:/);
    await client.account.delete(linkedIn.account_id);
    await expect(client.account.getOne(linkedIn.account_id)).rejects.toMatchObject({ body: { status: 404 } });
  });

  it('creates, lists and deletes webhooks', async () => {
    const created = await client.webhook.create({
      request_url: 'https://hooks.example.com/messages',
      source: 'messaging',
      name: 'inbox',
      account_ids: [accountId('WHATSAPP')],
      events: ['message_received', 'message_read'],
      headers: [{ key: 'Unipile-Auth', value: 'secret' }],
    });
    await client.webhook.create({
      request_url: 'https://hooks.example.com/status',
      source: 'account_status',
    });
    const { items } = await client.webhook.getAll();
    expect(items).toHaveLength(2);
    expect(pick(items, ({ id }) => id === created.webhook_id).account_ids).toMatchObject([
      { type: 'WHATSAPP' },
    ]);
    await client.webhook.delete(created.webhook_id);
    expect((await client.webhook.getAll()).items).toHaveLength(1);
  });

  it('reads profiles', async () => {
    const { contacts } = sandbox.unipileV1.control.truth();
    await client.users.getOwnProfile(accountId('LINKEDIN'));
    await client.users.getOwnProfile(accountId('TELEGRAM'));
    for (const network of ['LINKEDIN', 'INSTAGRAM', 'TELEGRAM', 'WHATSAPP']) {
      const contact = pick(contacts, (one) => one.network === network && !one.linkedIn?.isCompany);
      const identifier = contact.publicIdentifier ?? contact.providerId;
      await client.users.getProfile({ account_id: accountId(network), identifier });
    }
  });

  it('refuses the newer values once they are let through, so its validators are really on', async () => {
    const { control } = sandbox.unipileV1;
    const meeting = pick(
      control.truth().messages,
      ({ attachments }) => attachments[0]?.type === 'video_meeting',
    );
    await client.messaging.getMessage(meeting.id);
    control.switches({ sdkStrict: false });
    await expect(client.messaging.getMessage(meeting.id)).rejects.toThrow();
  });

  it('shows the vendor’s error envelope', async () => {
    await expect(client.messaging.getChat('nobody')).rejects.toMatchObject({
      body: { status: 404, type: 'errors/resource_not_found' },
    });
  });
});
