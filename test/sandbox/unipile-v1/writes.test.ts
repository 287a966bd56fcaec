import { beforeEach, describe, expect, it } from 'vitest';
import { type ManualClock, manualClock, type Sandbox, type Truth } from '../../../src/sandbox/index.ts';
import { documentedErrors } from '../../../src/sandbox/unipile-v1/errors.ts';
import { type Answer, type Api, apiOf, form, type List, pick, sandboxFor } from '../support.ts';

const MINUTE = 60_000;

describe('writing in Unipile v1', () => {
  let clock: ManualClock;
  let sandbox: Sandbox;
  let api: Api;
  let truth: Truth;

  beforeEach(async () => {
    clock = manualClock();
    sandbox = await sandboxFor({ clock });
    api = apiOf(sandbox);
    truth = sandbox.unipileV1.control.truth();
  });

  function chatOn(network: string, fits: (chat: Truth['chats'][number]) => boolean = () => true) {
    return pick(
      truth.chats,
      (chat) => chat.account_type === network && chat.type === 0 && chat.read_only === 0 && fits(chat),
    );
  }

  async function send(
    chatId: string,
    parts: Record<string, string | Blob> = { text: 'Hi' },
  ): Promise<string> {
    const { status, body } = await api('POST', `/chats/${chatId}/messages`, form(parts));
    expect(status).toBe(201);
    return String(body.message_id);
  }

  describe('sending', () => {
    it('puts the message on top of the chat, with text, quote and files', async () => {
      const chat = chatOn('WHATSAPP');
      const quoted = pick(truth.messages, ({ chat_id }) => chat_id === chat.id);
      const id = await send(chat.id, {
        text: 'See below',
        quote_id: quoted.id,
        attachments: new Blob([new Uint8Array(5)], { type: 'image/png' }),
      });
      const { body } = await api('GET', `/chats/${chat.id}`);
      expect(body.lastMessage).toMatchObject({
        id,
        text: 'See below',
        is_sender: 1,
        seen: 0,
        delivered: 0,
        quoted: { provider_id: quoted.provider_id },
        reply_to: { id: quoted.id },
        attachments: [{ type: 'img', mimetype: 'image/png', file_size: 5 }],
      });
      expect(body.timestamp).toBe(new Date(clock.now()).toISOString());
    });

    it('gives back the very bytes of a file', async () => {
      const bytes = new Uint8Array(3_000_000).map((_, index) => index % 251);
      const id = await send(chatOn('LINKEDIN').id, { attachments: new Blob([bytes]) });
      const { body } = await api<{ attachments: { id: string }[] }>('GET', `/messages/${id}`);
      const path = `/messages/${id}/attachments/${encodeURIComponent(body.attachments[0]?.id ?? '')}`;
      const response = await fetch(sandbox.unipileV1.baseUrl + path, {
        headers: { 'X-API-KEY': sandbox.unipileV1.apiKey },
      });
      expect(Buffer.from(await response.arrayBuffer()).equals(bytes)).toBe(true);
      const parts = pick(sandbox.unipileV1.control.requests(), ({ parts }) => parts !== undefined).parts;
      expect(parts?.[0]).toMatchObject({ name: 'attachments', filename: 'file.png', size: 3_000_000 });
    });

    it('takes a voice message where the network has them', async () => {
      const voice = { voice_message: new Blob([new Uint8Array(9)], { type: 'audio/mp4' }) };
      const id = await send(chatOn('LINKEDIN').id, voice);
      expect((await api('GET', `/messages/${id}`)).body.attachments).toMatchObject([
        { type: 'audio', voice_note: true },
      ]);
      const refused = await api('POST', `/chats/${chatOn('TELEGRAM').id}/messages`, form(voice));
      expect(refused.body).toMatchObject({ status: 501, type: 'errors/feature_not_implemented' });
    });

    it('goes to a thread in Slack', async () => {
      const chat = pick(truth.chats, ({ account_type, type }) => account_type === 'SLACK' && type === 1);
      const parent = pick(
        truth.messages,
        (message) => message.chat_id === chat.id && message.parent === undefined,
      );
      const id = await send(chat.id, { text: 'In the thread', thread_id: parent.id });
      expect((await api('GET', `/messages/${id}`)).body.parent).toBe(parent.id);
    });

    it.each<[string, Record<string, string | Blob>, string]>([
      ['nothing', { text: '' }, 'errors/invalid_message'],
      ['too long a text', { text: 'x'.repeat(8001) }, 'errors/too_many_characters'],
      ['another account', { text: 'Hi', account_id: 'other' }, 'errors/account_mismatch'],
      ['an unknown quote', { text: 'Hi', quote_id: 'nothing' }, 'errors/resource_not_found'],
    ])('refuses %s', async (_what, parts, type) => {
      const { body } = await api('POST', `/chats/${chatOn('LINKEDIN').id}/messages`, form(parts));
      expect(body.type).toBe(type);
    });

    it('refuses files that are too large or of a wrong kind, and read-only chats', async () => {
      const path = `/chats/${chatOn('INSTAGRAM').id}/messages`;
      const huge = new FormData();
      huge.append('attachments', new Blob([new Uint8Array(26_214_401)]), 'huge.png');
      expect((await api('POST', path, huge)).body).toMatchObject({
        status: 400,
        type: 'errors/content_too_large',
      });
      const wrong = new FormData();
      wrong.append('attachments', new Blob(['MZ']), 'setup.exe');
      expect((await api('POST', path, wrong)).body).toMatchObject({
        status: 415,
        type: 'errors/unsupported_media_type',
      });
      const readOnly = pick(truth.chats, ({ read_only }) => read_only === 1);
      const refused = await api('POST', `/chats/${readOnly.id}/messages`, form({ text: 'Hi' }));
      expect(refused.body).toMatchObject({ status: 422, type: 'errors/cant_send_message' });
    });

    it('works only while the account is connected; reads go on', async () => {
      const chat = chatOn('WHATSAPP');
      sandbox.unipileV1.control.accountStatus({ accountId: chat.account_id, status: 'CREDENTIALS' });
      const refused = await api('POST', `/chats/${chat.id}/messages`, form({ text: 'Hi' }));
      expect(refused.body).toMatchObject({ status: 401, type: 'errors/disconnected_account' });
      expect((await api('GET', `/chats/${chat.id}/messages`)).status).toBe(200);
      const account = await api('GET', `/accounts/${chat.account_id}`);
      expect(account.body.sources).toEqual([{ id: `${chat.account_id}_MESSAGING`, status: 'CREDENTIALS' }]);
    });
  });

  describe('what the SDK has no method for', () => {
    it('reacts by either path on WhatsApp and LinkedIn, and not where reactions are off', async () => {
      const chat = chatOn('WHATSAPP');
      const message = pick(truth.messages, ({ chat_id, deleted }) => chat_id === chat.id && deleted === 0);
      for (const path of ['reaction', 'reactions']) {
        const { body } = await api('POST', `/messages/${message.id}/${path}`, { reaction: '🎉' });
        expect(body).toEqual({ object: 'MessageReactionAdded', success: true });
      }
      const { body } = await api('GET', `/messages/${message.id}`);
      expect(body.reactions).toContainEqual({ value: '🎉', sender_id: expect.any(String), is_sender: true });
      const telegram = pick(truth.messages, ({ chat_id }) => chat_id === chatOn('TELEGRAM').id);
      expect((await api('POST', `/messages/${telegram.id}/reaction`, { reaction: '🎉' })).status).toBe(501);
      const recruiter = pick(
        truth.chats,
        ({ disabledFeatures, read_only }) => disabledFeatures.includes('reactions') && read_only === 0,
      );
      const there = pick(truth.messages, ({ chat_id, deleted }) => chat_id === recruiter.id && deleted === 0);
      expect((await api('POST', `/messages/${there.id}/reaction`, { reaction: '🎉' })).status).toBe(422);
    });

    it('forwards on WhatsApp only', async () => {
      const [from, to] = truth.chats.filter(
        (chat) => chat.account_type === 'WHATSAPP' && chat.read_only === 0,
      );
      const message = pick(truth.messages, ({ chat_id, text }) => chat_id === from?.id && text !== null);
      const { body } = await api('POST', `/messages/${message.id}/forward`, { chat_id: to?.id });
      expect(body.object).toBe('MessageForwarded');
      const copy = await api('GET', `/messages/${body.message_id}`);
      expect(copy.body).toMatchObject({
        chat_id: to?.id,
        text: message.text,
        is_forwarded: true,
        is_sender: 1,
      });
      const linkedIn = pick(truth.messages, ({ chat_id }) => chat_id === chatOn('LINKEDIN').id);
      const refused = await api('POST', `/messages/${linkedIn.id}/forward`, { chat_id: to?.id });
      expect(refused.body).toMatchObject({ status: 501, type: 'errors/feature_not_implemented' });
    });

    it('edits own messages within 15 minutes on WhatsApp and 60 on LinkedIn', async () => {
      const onWhatsApp = await send(chatOn('WHATSAPP').id);
      const onLinkedIn = await send(chatOn('LINKEDIN').id);
      expect((await api('PATCH', `/messages/${onWhatsApp}`, { text: 'Better' })).status).toBe(200);
      expect((await api('GET', `/messages/${onWhatsApp}`)).body).toMatchObject({ text: 'Better', edited: 1 });
      await clock.advance(16 * MINUTE);
      expect((await api('PATCH', `/messages/${onWhatsApp}`, { text: 'Late' })).status).toBe(422);
      expect((await api('PATCH', `/messages/${onLinkedIn}`, { text: 'In time' })).status).toBe(200);
      await clock.advance(60 * MINUTE);
      expect((await api('PATCH', `/messages/${onLinkedIn}`, { text: 'Late' })).status).toBe(422);
      const theirs = pick(
        truth.messages,
        (message) =>
          message.is_sender === 0 && message.chat_id === chatOn('WHATSAPP').id && message.deleted === 0,
      );
      expect((await api('PATCH', `/messages/${theirs.id}`, { text: 'Mine' })).body.type).toBe(
        'errors/insufficient_permissions',
      );
    });

    it('deletes messages and chats', async () => {
      const chat = chatOn('LINKEDIN');
      const id = await send(chat.id);
      expect((await api('DELETE', `/messages/${id}`)).body).toEqual({ object: 'MessageDeleted' });
      expect((await api('GET', `/messages/${id}`)).body).toMatchObject({ deleted: 1, text: null });
      const late = await send(chat.id);
      await clock.advance(61 * MINUTE);
      expect((await api('DELETE', `/messages/${late}`)).status).toBe(422);
      expect((await api('DELETE', `/chats/${chat.id}`)).body).toEqual({ object: 'ChatDeleted' });
      expect((await api('GET', `/chats/${chat.id}`)).status).toBe(404);
      expect((await api('GET', `/messages/${late}`)).status).toBe(404);
      expect((await api('GET', `/chats/${chat.id}/sync`)).body.status).toBe('CHAT_DELETED');
      expect((await api('DELETE', `/chats/${chatOn('MESSENGER').id}`)).status).toBe(501);
    });

    it('synchronises a chat’s history in steps, and then older messages are there', async () => {
      const listed = new Set<string>();
      let cursor: string | null = null;
      do {
        const query: string = cursor === null ? 'limit=250' : `cursor=${encodeURIComponent(cursor)}`;
        const { body }: Answer<List<{ id: string }>> = await api('GET', `/messages?${query}`);
        for (const { id } of body.items) listed.add(id);
        cursor = body.cursor;
      } while (cursor !== null);
      const held = pick(truth.messages, ({ id }) => !listed.has(id));
      expect((await api('GET', `/messages/${held.id}`)).status).toBe(404);
      const statuses = [];
      for (let call = 0; call < 4; call++) {
        statuses.push((await api('GET', `/chats/${held.chat_id}/sync`)).body.status);
      }
      expect(statuses).toEqual(['SYNC_STARTED', 'SYNC_RUNNING', 'SYNC_DONE', 'SYNC_STARTED']);
      expect((await api('GET', `/messages/${held.id}`)).status).toBe(200);
    });

    it('shows pictures of people and of groups', async () => {
      const person = pick(truth.attendees, ({ picture_url }) => picture_url !== undefined);
      const group = pick(truth.chats, ({ type }) => type === 1);
      const statuses = new Set<number>();
      for (const { id } of truth.chats.filter(({ type }) => type === 1)) {
        statuses.add((await picture(id)).status);
      }
      expect(group.type).toBe(1);
      expect([...statuses].sort()).toEqual([200, 404]);
      const answer = await picture(person.id);
      expect(answer.headers.get('content-type')).toBe('image/png');
      expect(
        Buffer.from(await answer.arrayBuffer())
          .subarray(1, 4)
          .toString(),
      ).toBe('PNG');
    });

    function picture(id: string): Promise<Response> {
      return fetch(`${sandbox.unipileV1.baseUrl}/chat_attendees/${id}/picture`, {
        headers: { 'X-API-KEY': sandbox.unipileV1.apiKey },
      });
    }

    it.each([
      ['setReadStatus', true, { unread_count: 0 }],
      ['setReadStatus', false, { unread_count: 1 }],
      ['setMuteStatus', true, { muted_until: -1 }],
      ['setArchiveStatus', true, { archived: 1 }],
      ['setPinnedStatus', true, { pinned: 1 }],
    ])('acts on a chat: %s %s', async (action, value, shown) => {
      const chat = chatOn('WHATSAPP', ({ unread_count }) => unread_count === 0);
      const { body } = await api('PATCH', `/chats/${chat.id}`, { action, value });
      expect(body).toEqual({ object: 'ChatPatched' });
      expect((await api('GET', `/chats/${chat.id}`)).body).toMatchObject(shown);
    });

    it('adds somebody to a group on WhatsApp and refuses unknown actions', async () => {
      const group = pick(truth.chats, ({ account_type, type }) => account_type === 'WHATSAPP' && type === 1);
      const value = truth.contacts.filter(({ network }) => network === 'WHATSAPP').at(-1)?.providerId;
      expect((await api('PATCH', `/chats/${group.id}`, { action: 'addParticipant', value })).status).toBe(
        200,
      );
      const { body } = await api<List<{ provider_id: string }>>('GET', `/chats/${group.id}/attendees`);
      expect(body.items.map(({ provider_id }) => provider_id)).toContain(value);
      expect((await api('PATCH', `/chats/${group.id}`, { action: 'explode' })).status).toBe(400);
    });
  });

  it('can answer every documented error in the vendor’s envelope', async () => {
    expect(documentedErrors().length).toBeGreaterThan(80);
    for (const { status, type } of documentedErrors()) {
      sandbox.unipileV1.control.fault({ route: 'GET /chats', status, type });
      const answer = await api('GET', '/chats');
      expect(answer.status).toBe(status);
      expect(answer.body).toEqual({ status, type: `errors/${type}`, title: expect.any(String) });
    }
  });
});
