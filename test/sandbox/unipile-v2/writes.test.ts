import { createHmac } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { realClock } from '../../../src/sandbox/clock.ts';
import { documentedErrors } from '../../../src/sandbox/unipile-v2/errors.ts';
import { startUnipileV2, type UnipileV2Sandbox } from '../../../src/sandbox/unipile-v2/server.ts';
import { call, ROBIN } from './vendor.ts';

let sandbox: UnipileV2Sandbox;
beforeAll(async () => {
  sandbox = await startUnipileV2({ clock: realClock, life: false, port: 0 });
});
afterAll(() => sandbox.close());
beforeEach(() => sandbox.control.reset());

describe('in a chat', () => {
  function classic(): { id: string; path: string } {
    const chat = sandbox.control
      .truth()
      .chats.find(
        (one) =>
          one.accountId === ROBIN && one.product === 'classic' && one.type === '1to1' && !one.is_readonly,
      );
    const id = chat?.id ?? '';
    return { id, path: `/${ROBIN}/chats/${encodeURIComponent(id)}` };
  }

  it.each([
    ['one', 'string'],
    ['each', 'array'],
    ['null', 'null'],
  ] as const)('names what was sent as %s', async (messageIds, kind) => {
    sandbox.control.switches({ messageIds });
    const attachments = [
      { content: 'aGVsbG8=', content_type: 'audio/mpeg', filename: 'note.mp3', voice_note: true },
    ];
    const { body } = await call(sandbox, `POST ${classic().path}/messages/send`, {
      text: 'Listen',
      attachments,
    });
    const { message_id } = body;
    expect(message_id === null ? 'null' : Array.isArray(message_id) ? 'array' : typeof message_id).toBe(kind);
  });

  it('edits, deletes and forwards messages of its own', async () => {
    const { path, id } = classic();
    const sent = await call<{ message_id: string }>(sandbox, `POST ${path}/messages/send`, { text: 'First' });
    const message = `${path}/messages/${sent.body.message_id}`;
    expect((await call(sandbox, `POST ${message}/modify`, { text: 'Second' })).body).toMatchObject({
      text: 'Second',
      is_edited: true,
    });
    const forwarded = await call(sandbox, `POST ${message}/forward`, { chat_id: id, text: 'see' });
    expect(forwarded.body).toMatchObject({ object: 'MessageForwarded', chat_id: id });
    expect((await call(sandbox, `POST ${message}/reactions`, { reaction: '👍' })).body).toMatchObject({
      object: 'MessageReactionAdded',
    });
    expect((await call(sandbox, `DELETE ${message}/reactions`, { reaction: '👍' })).body).toMatchObject({
      object: 'MessageReactionRemoved',
    });
    expect((await call(sandbox, `DELETE ${message}`)).status).toBe(204);
    expect((await call(sandbox, `GET ${message}`)).body).toMatchObject({ is_deleted: true });
    const theirs = sandbox.control.inbound({ chatId: id, text: 'mine' });
    expect((await call(sandbox, `DELETE ${path}/messages/${theirs.id}`)).status).toBe(403);
  });

  it('marks read and unread, and shows typing', async () => {
    const { path } = classic();
    expect((await call(sandbox, `PATCH ${path}`, { read_status: false })).body).toMatchObject({
      unread_count: -1,
    });
    expect((await call(sandbox, `PATCH ${path}`, { read_status: true })).body).toMatchObject({
      unread_count: 0,
    });
    expect((await call(sandbox, `POST ${path}/composing?action=typing`)).body).toMatchObject({
      object: 'ComposingSet',
    });
  });

  it('refuses read-only chats and more than 20 MB', async () => {
    const readOnly = sandbox.control.truth().chats.find((one) => one.is_readonly && one.accountId === ROBIN);
    const closed = await call(
      sandbox,
      `POST /${ROBIN}/chats/${encodeURIComponent(readOnly?.id ?? '')}/messages/send`,
      { text: 'x' },
    );
    expect(closed.status).toBe(422);
    const content = Buffer.alloc(21 * 1024 * 1024).toString('base64');
    const attachments = [{ content, content_type: 'image/png', filename: 'large.png' }];
    const large = await call(sandbox, `POST ${classic().path}/messages/send`, { text: '', attachments });
    expect(large.body).toMatchObject({ type: 'provider/invalid_file' });
  });
});

describe('webhooks', () => {
  it('are signed anew for each attempt with the secret that the endpoint shows', async () => {
    const received: { signature: string; body: string }[] = [];
    const receiver = createServer(async (incoming, response) => {
      let body = '';
      for await (const piece of incoming) body += piece;
      received.push({ signature: String(incoming.headers['unipile-signature']), body });
      response.statusCode = received.length === 1 ? 500 : 200;
      response.end();
    });
    await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
    const url = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/hook`;
    const made = await call<{ id: string; secret: string }>(sandbox, 'POST /webhooks/endpoints/', {
      url,
      trigger_events: ['message.new'],
    });
    sandbox.control.webhookBehaviour({ retryDelaysMs: [1] });
    const chat = sandbox.control.truth().chats[0];
    sandbox.control.inbound({ chatId: chat?.id ?? '', text: 'News' });
    await sandbox.control.webhooksIdle();
    receiver.close();

    expect(received.map(({ body }) => body)).toEqual([received[0]?.body, received[0]?.body]);
    for (const { signature, body } of received) {
      const [time, hash] = signature.split(',').map((part) => part.split('=')[1]);
      expect(hash).toBe(createHmac('sha256', made.body.secret).update(`${time}.${body}`).digest('hex'));
    }
    expect(JSON.parse(received[0]?.body ?? '{}')).toMatchObject({
      type: 'message.new',
      account_id: chat?.accountId,
      payload: { text: 'News', is_sender: false },
    });
    const log = await call<{ data: object[] }>(
      sandbox,
      `GET /webhooks/conversations/?endpoint_id=${made.body.id}`,
    );
    expect(log.body.data).toMatchObject([
      { http_status: 500, first_attempt: true },
      { http_status: 200, first_attempt: false },
    ]);
  });

  it('refuse an event that does not exist', async () => {
    const answer = await call(sandbox, 'POST /webhooks/endpoints', {
      url: 'http://127.0.0.1:1/',
      trigger_events: ['message.sung'],
    });
    expect(answer.body).toMatchObject({ status: 400 });
  });
});

describe('errors', () => {
  it.each(documentedErrors())('$type comes in the envelope', async ({ type, status }) => {
    sandbox.control.fault({ route: 'GET /{account_id}/inboxes', status, type });
    const answer = await call(sandbox, `GET /${ROBIN}/inboxes`);
    expect(answer.body).toMatchObject({
      object: 'Error',
      type,
      status,
      title: expect.any(String),
      req_id: expect.any(String),
    });
  });
});
